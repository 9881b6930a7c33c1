/** Brackets of a PromQL text that have no partner. Pure. */
import { LineComment, StringLiteral } from '@prometheus-io/lezer-promql';

import { parsePromql, spansOf, written, type Span } from './promql/parse';

/** A sign without a partner, and its place, counted from 1. */
export interface Lonely {
  sign: string;
  place: number;
}

const PARTNERS: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

/**
 * The first closing sign that closes nothing, else the last opening one that nothing closes. Only brackets are judged: what the
 * grammar has no place for may be right all the same, for VictoriaMetrics understands more than PromQL.
 */
export function lonelySign(text: string): Lonely | null {
  const open: Lonely[] = [];
  for (const { 0: sign, index } of withoutQuotes(text).matchAll(/[()[\]{}]/g)) {
    if (!(sign in PARTNERS)) {
      open.push({ sign, place: index + 1 });
    } else if (open.pop()?.sign !== PARTNERS[sign]) {
      return { sign, place: index + 1 };
    }
  }
  return open.at(-1) ?? null;
}

/** The text with blanks for its quoted texts, comments and variables. */
function withoutQuotes(text: string): string {
  const { tree, variables } = parsePromql(text);
  const quoted = spansOf(tree, ({ type }) => type.id === StringLiteral || type.id === LineComment);
  const blank = (left: string, spans: readonly Span[]) => written(left, spans, ' ');
  return blank(blank(text, variables), quoted);
}
