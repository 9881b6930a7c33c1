/** The colours of PromQL, InfluxQL and Flux. */
import { lexer, VARIABLE, type Lexer, type Rule } from './lexer';
import { promqlLexer } from './promql';

export type Language = 'promql' | 'influxql' | 'flux';

const DURATION = /(?:\d+(?:ns|us|µs|ms|mo|[smhdwy]))+(?!\w)/y;
const NUMBER = /(?:0x[\da-f]+|\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+)(?!\w)/iy;
const OPERATOR = /[-+*/%^=!<>~@|&:]+/y;
const BRACKET = /[()[\]{},;]/y;

const variable: Rule = { pattern: VARIABLE, kind: 'variable' };
const numbers: Rule[] = [
  { pattern: DURATION, kind: 'number' },
  { pattern: NUMBER, kind: 'number' },
];
const signs: Rule[] = [
  { pattern: BRACKET, kind: 'bracket' },
  { pattern: OPERATOR, kind: 'operator' },
];
const doubleQuoted = /"(?:\\[\s\S]|[^"\\])*"?/y;
const singleQuoted = /'(?:\\[\s\S]|[^'\\])*'?/y;

const INFLUXQL_KEYWORDS = new Set(
  'select from where group by order limit offset slimit soffset fill and or not as asc desc into tz null none previous linear'.split(' ')
);

const influxql = lexer([
  { pattern: /--[^\n]*/y, kind: 'comment' },
  { pattern: singleQuoted, kind: 'string' },
  { pattern: doubleQuoted, kind: 'label' },
  // After `=~` or `!~` alone: elsewhere a slash divides.
  { pattern: /(?<=[=!]~\s*)\/(?:\\.|[^/\\\n])*\/?/y, kind: 'string' },
  variable,
  ...numbers,
  {
    pattern: /[A-Za-z_]\w*/y,
    kind: (word, after) => {
      if (INFLUXQL_KEYWORDS.has(word.toLowerCase()) && !/^\s*\(/.test(after)) {
        return 'keyword';
      }
      return /^\s*\(/.test(after) ? 'function' : 'plain';
    },
  },
  ...signs,
]);

const FLUX_KEYWORDS = new Set('and or not if then else import package return option builtin exists true false'.split(' '));

const flux = lexer([
  { pattern: /\/\/[^\n]*/y, kind: 'comment' },
  { pattern: doubleQuoted, kind: 'string' },
  { pattern: /(?<=[=!]~\s*)\/(?:\\.|[^/\\\n])*\/?/y, kind: 'string' },
  variable,
  ...numbers,
  {
    pattern: /[A-Za-z_]\w*/y,
    kind: (word, after) => {
      if (FLUX_KEYWORDS.has(word)) {
        return 'keyword';
      }
      if (/^\s*:/.test(after)) {
        return 'label';
      }
      return /^\s*\(/.test(after) ? 'function' : 'plain';
    },
  },
  ...signs,
]);

export const lexers: Record<Language, Lexer> = { promql: promqlLexer(signs), influxql, flux };
