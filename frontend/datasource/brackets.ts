/** Brackets of a PromQL text that have no partner. Pure. */
import { lexers } from './highlight/languages';

/** A sign without a partner, and its place, counted from 1. */
export interface Lonely {
  sign: string;
  place: number;
}

const PARTNERS: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

/** The first closing sign that closes nothing, else the last opening one that nothing closes. */
export function lonelySign(text: string): Lonely | null {
  const open: Lonely[] = [];
  let place = 1;
  for (const { kind, text: piece } of lexers.promql(text)) {
    if (kind === 'bracket' && '([{'.includes(piece)) {
      open.push({ sign: piece, place });
    } else if (kind === 'bracket' && piece in PARTNERS && open.pop()?.sign !== PARTNERS[piece]) {
      return { sign: piece, place };
    }
    place += piece.length;
  }
  return open.at(-1) ?? null;
}
