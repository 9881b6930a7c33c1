/** PromQL that the builder can show, and how it is written. Pure: `readPromql(printPromql(build))` is the build. */
import { isPlainLabel, isPlainMetric, quoted } from '../promql/names';
import { GRAFANA_VARIABLE } from '../variablePattern';
import { complete, type Matcher } from './matchers';

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
  let expr = printSelector(metric, matchers);
  if (expr === '') {
    return '';
  }
  if (over) {
    expr = `${over.name}(${expr}[${over.window}])`;
  }
  if (aggregate) {
    const by = aggregate.by.map(printLabel).join(', ');
    expr = by === '' ? `${aggregate.name}(${expr})` : `${aggregate.name} by (${by}) (${expr})`;
  }
  return quantile === null ? expr : `histogram_quantile(${quantile}, ${expr})`;
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

function printSelector(metric: string, matchers: readonly Matcher[]): string {
  const isPlain = metric === '' || isPlainMetric(withoutVariables(metric));
  const conditions = complete(matchers).map(({ label, operator, value }) => `${printLabel(label)}${operator}${quoted(value)}`);
  const within = isPlain ? conditions : [quoted(metric), ...conditions];
  return (isPlain ? metric : '') + (within.length > 0 ? `{${within.join(', ')}}` : '');
}

function printLabel(label: string): string {
  return isPlainLabel(withoutVariables(label)) ? label : quoted(label);
}

/** A name as it may be once its variables are filled. */
function withoutVariables(name: string): string {
  return name.replace(new RegExp(GRAFANA_VARIABLE, 'g'), '_');
}
