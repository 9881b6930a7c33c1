/** Cuts a query text into coloured pieces. Pure; the pieces together are the text, so nothing is ever lost. */
import { GRAFANA_VARIABLE } from '../variablePattern';

export type TokenKind =
  | 'plain'
  | 'keyword'
  | 'function'
  | 'label'
  | 'string'
  | 'number'
  | 'operator'
  | 'bracket'
  | 'variable'
  | 'comment';

export interface Token {
  kind: TokenKind;
  text: string;
}

export type Lexer = (text: string) => Token[];

export interface Rule {
  /** Tried at each place, in the order of the rules; sticky. */
  pattern: RegExp;
  /** The kind, or what tells it from the text, and from what follows. */
  kind: TokenKind | ((text: string, after: string) => TokenKind);
}

/** Grafana's variables, also while they are written, and what InfluxDB's Flux calls `v.timeRangeStart`. */
export const VARIABLE = new RegExp(`${GRAFANA_VARIABLE.source}|\\$\\{[^}\\n]*\\}?|\\bv\\.(?:windowPeriod|timeRangeStart|timeRangeStop)\\b`, 'y');

/** What may hold variables: a string and a number stay one piece to the language, but not to the eye. */
const HOLDING = new Set<TokenKind>(['string']);

export function lexer(rules: readonly Rule[]): Lexer {
  return (text) => {
    const tokens: Token[] = [];
    let at = 0;
    while (at < text.length) {
      const token = tokenAt(text, at, rules);
      at += token.text.length;
      add(tokens, token);
    }
    return tokens;
  };
}

function tokenAt(text: string, at: number, rules: readonly Rule[]): Token {
  for (const { pattern, kind } of rules) {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found) {
      return { kind: typeof kind === 'function' ? kind(found, text.slice(at + found.length)) : kind, text: found };
    }
  }
  return { kind: 'plain', text: text[at] ?? '' };
}

function add(tokens: Token[], token: Token) {
  if (HOLDING.has(token.kind)) {
    for (const piece of splitVariables(token)) {
      join(tokens, piece);
    }
  } else {
    join(tokens, token);
  }
}

/** Neighbours of one kind are one piece: fewer elements on the page. */
function join(tokens: Token[], token: Token) {
  const last = tokens.at(-1);
  if (last?.kind === token.kind && token.kind !== 'bracket') {
    last.text += token.text;
  } else {
    tokens.push({ ...token });
  }
}

function splitVariables({ kind, text }: Token): Token[] {
  const pieces: Token[] = [];
  const anywhere = new RegExp(VARIABLE.source, 'g');
  let at = 0;
  for (const match of text.matchAll(anywhere)) {
    pieces.push({ kind, text: text.slice(at, match.index) }, { kind: 'variable', text: match[0] });
    at = match.index + match[0].length;
  }
  return [...pieces, { kind, text: text.slice(at) }].filter((piece) => piece.text !== '');
}
