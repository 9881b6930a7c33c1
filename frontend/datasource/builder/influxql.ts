/** InfluxQL that the builder can show, written and read back. Pure: `readInfluxql(printInfluxql(build))` is the build. */
import { complete, type Matcher, type Operator } from './matchers';
import { read, type Read } from './read';
import { listUntil, Scanner } from './scanner';

export const SELECTORS = ['mean', 'sum', 'max', 'min', 'count', 'median', 'last'] as const;
export type Selector = (typeof SELECTORS)[number];

export interface InfluxqlBuild {
  measurement: string;
  field: string;
  /** What is made of the values of an interval. */
  selector: Selector;
  where: Matcher[];
  /** Tags: a series for each of their values. */
  groupBy: string[];
}

export const EMPTY: InfluxqlBuild = { measurement: '', field: '', selector: 'mean', where: [], groupBy: [] };

/** The query; empty where it names no measurement or no field yet. */
export function printInfluxql({ measurement, field, selector, where, groupBy }: InfluxqlBuild): string {
  if (measurement === '' || field === '') {
    return '';
  }
  const conditions = complete(where).map(({ label, operator, value }) => `${quotedName(label)} ${operator} ${literal(operator, value)}`);
  const filter = ['$timeFilter', ...conditions].join(' AND ');
  const groups = ['time($__interval)', ...groupBy.map(quotedName)].join(', ');
  return `SELECT ${selector}(${quotedName(field)}) FROM ${quotedName(measurement)} WHERE ${filter} GROUP BY ${groups}`;
}

/** The build of a query, or where it holds more than the builder can show. */
export function readInfluxql(query: string): Read<InfluxqlBuild> {
  return query.trim() === '' ? { build: EMPTY } : read(query, () => wholeQuery(new Scanner(query)));
}

const SELECTOR = new RegExp(`(?:${SELECTORS.join('|')})(?=\\s*\\()`, 'iy');
const NAME = /"(?:\\.|[^"\\\n])+"|[A-Za-z_]\w*/y;
const STRING = /'(?:\\.|[^'\\\n])*'/y;
const PATTERN = /\/(?:\\.|[^/\\\n])*\//y;

function wholeQuery(scanner: Scanner): InfluxqlBuild {
  scanner.need(/select\b/iy);
  const selector = scanner.need(SELECTOR).toLowerCase() as Selector;
  scanner.need(/\(/y);
  const field = nameAt(scanner);
  scanner.need(/\)/y);
  scanner.need(/from\b/iy);
  const measurement = nameAt(scanner);
  scanner.need(/where\b/iy);
  scanner.need(/\$timeFilter\b/y);
  const where: Matcher[] = [];
  while (scanner.take(/and\b/iy) !== null) {
    where.push(condition(scanner));
  }
  scanner.need(/group\b/iy);
  scanner.need(/by\b/iy);
  scanner.need(/time\s*\(\s*\$__interval\s*\)/iy);
  const groupBy = scanner.take(/,/y) === null ? [] : listUntil(scanner, /$/y, () => nameAt(scanner));
  scanner.end();
  return { measurement, field, selector, where, groupBy };
}

function condition(scanner: Scanner): Matcher {
  const label = nameAt(scanner);
  const operator = scanner.need(/=~|!~|!=|<>|=/y).replace('<>', '!=') as Operator;
  const isPattern = operator.endsWith('~');
  const text = scanner.need(isPattern ? PATTERN : STRING).slice(1, -1);
  return { label, operator, value: isPattern ? text.replaceAll('\\/', '/') : unescape(text) };
}

function nameAt(scanner: Scanner): string {
  const text = scanner.need(NAME);
  return text.startsWith('"') ? unescape(text.slice(1, -1)) : text;
}

export function quotedName(text: string): string {
  return `"${escaped(text, '"')}"`;
}

/** A text as it stands between quotes of a kind. */
export function escaped(text: string, quote: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
}

function literal(operator: Operator, value: string): string {
  return operator.endsWith('~') ? `/${value.replaceAll('/', '\\/')}/` : `'${escaped(value, "'")}'`;
}

function unescape(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}
