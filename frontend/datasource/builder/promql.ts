/** PromQL that the builder can show, written and read back. Pure: `readPromql(printPromql(build))` is the build. */
import { complete, type Matcher, type Operator } from './matchers';
import { listUntil, read, type Read, type Scanner } from './scanner';

export const RANGE_FUNCTIONS = ['rate', 'increase', 'avg_over_time', 'max_over_time', 'min_over_time'] as const;
export type RangeFunction = (typeof RANGE_FUNCTIONS)[number];

export const AGGREGATIONS = ['sum', 'avg', 'max', 'min', 'count'] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

export interface PromqlBuild {
  /** Empty where matchers alone select. */
  metric: string;
  matchers: Matcher[];
  /** What is made of the samples over a window; null takes them as they are. */
  over: { name: RangeFunction; window: string } | null;
  /** Series joined to one, or to one for each value of labels. */
  aggregate: { name: Aggregation; by: string[] } | null;
  /** 0..1, of a histogram; null for none. */
  quantile: number | null;
}

/** Fits the detection interval. */
export const USUAL_WINDOW = '$__rate_interval';

export const NOTHING: PromqlBuild = { metric: '', matchers: [], over: null, aggregate: null, quantile: null };

/** The expression; empty where nothing selects series yet. */
export function printPromql({ metric, matchers, over, aggregate, quantile }: PromqlBuild): string {
  const conditions = complete(matchers).map(({ label, operator, value }) => `${label}${operator}${quote(value)}`);
  let expr = metric + (conditions.length > 0 ? `{${conditions.join(', ')}}` : '');
  if (expr === '') {
    return '';
  }
  if (over) {
    expr = `${over.name}(${expr}[${over.window}])`;
  }
  if (aggregate) {
    expr = aggregate.by.length > 0 ? `${aggregate.name} by (${aggregate.by.join(', ')}) (${expr})` : `${aggregate.name}(${expr})`;
  }
  return quantile === null ? expr : `histogram_quantile(${quantile}, ${expr})`;
}

/** The build of an expression, or where it holds more than the builder can show. */
export function readPromql(expr: string): Read<PromqlBuild> {
  return expr.trim() === '' ? { build: NOTHING } : read(expr, wholeExpression);
}

/** The build for a quantile of a histogram: its buckets have to be joined by their bound. */
export function withQuantile(build: PromqlBuild, quantile: number | null): PromqlBuild {
  if (quantile === null) {
    return { ...build, quantile };
  }
  const by = build.aggregate?.by ?? [];
  return {
    ...build,
    quantile,
    over: build.over ?? { name: 'rate', window: USUAL_WINDOW },
    aggregate: { name: 'sum', by: by.includes('le') ? by : ['le', ...by] },
  };
}

const NAME = /[A-Za-z_]\w*/y;
const METRIC = /[A-Za-z_:][\w:]*|\$\w+|\$\{\w+(?::\w+)?\}/y;
const OPERATOR = /=~|!~|!=|=/y;
const WINDOW = /(?:\d+(?:ms|[smhdwy]))+|\$\w+|\$\{\w+\}/y;
const STRING = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/y;
const OVER = new RegExp(`(?:${RANGE_FUNCTIONS.join('|')})(?=\\s*\\()`, 'y');
const AGGREGATE = new RegExp(`(?:${AGGREGATIONS.join('|')})(?=\\s*(?:\\(|by\\b))`, 'y');

function wholeExpression(scanner: Scanner): PromqlBuild {
  if (scanner.take(/histogram_quantile(?=\s*\()/y) === null) {
    return { ...aggregated(scanner), quantile: null };
  }
  scanner.need(/\(/y);
  const quantile = Number(scanner.need(/\d*\.?\d+/y));
  scanner.need(/,/y);
  const inner = aggregated(scanner);
  scanner.need(/\)/y);
  return { ...inner, quantile };
}

type Aggregated = Omit<PromqlBuild, 'quantile'>;

function aggregated(scanner: Scanner): Aggregated {
  const name = scanner.take(AGGREGATE);
  if (name === null) {
    return { ...overRange(scanner), aggregate: null };
  }
  const before = grouping(scanner);
  scanner.need(/\(/y);
  const inner = overRange(scanner);
  scanner.need(/\)/y);
  const by = before ?? grouping(scanner) ?? [];
  return { ...inner, aggregate: { name: name as Aggregation, by } };
}

function grouping(scanner: Scanner): string[] | null {
  if (scanner.take(/by\b/iy) === null) {
    return null;
  }
  scanner.need(/\(/y);
  return listUntil(scanner, /\)/y, () => scanner.need(NAME));
}

function overRange(scanner: Scanner): Omit<Aggregated, 'aggregate'> {
  const name = scanner.take(OVER);
  if (name === null) {
    return { ...selector(scanner), over: null };
  }
  scanner.need(/\(/y);
  const selected = selector(scanner);
  scanner.need(/\[/y);
  const window = scanner.need(WINDOW);
  scanner.need(/\]/y);
  scanner.need(/\)/y);
  return { ...selected, over: { name: name as RangeFunction, window } };
}

function selector(scanner: Scanner): Pick<PromqlBuild, 'metric' | 'matchers'> {
  const metric = scanner.take(METRIC) ?? '';
  const hasBraces = scanner.take(/\{/y) !== null;
  if (!hasBraces && metric === '') {
    scanner.stop();
  }
  const matchers = hasBraces ? listUntil(scanner, /\}/y, () => matcher(scanner)) : [];
  return { metric, matchers };
}

function matcher(scanner: Scanner): Matcher {
  const label = scanner.need(NAME);
  const operator = scanner.need(OPERATOR) as Operator;
  return { label, operator, value: unquote(scanner.need(STRING)) };
}

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r' };

function quote(value: string): string {
  const escaped = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r');
  return `"${escaped}"`;
}

function unquote(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/g, (_all, sign: string) => ESCAPES[sign] ?? sign);
}
