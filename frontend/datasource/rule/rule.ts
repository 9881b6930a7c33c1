/** A whole alert rule from a query: its queries, its condition, and its notification. Pure. */
import { DEFAULT_THRESHOLD } from '../../contract/limits';
import type { Output } from '../../contract/types';
import { intervalMs } from '../defaults';
import { formatDuration, MINUTE_MS, parseDuration, SECOND_MS } from '../duration';
import type { SeismoQuery } from '../types';
import { conditionOf, judgedOutput, type Judged } from './condition';
import type { SeriesLabels } from './labels';
import { ageSummary, anomalyDescription, anomalySummary } from './texts';

/** The context of a rule besides its query. */
export interface RuleContext {
  uid: string;
  title: string;
  datasourceUid: string;
  /** The data source's scrape interval. */
  timeInterval?: string;
  /** Null if unknown. */
  labels: SeriesLabels | null;
  /** The panel of the query; a notification links to it. */
  panel?: { dashboardUid: string; panelId: number };
  /** A sentence for whoever is on call. */
  note?: string;
}

/** A rule of Grafana, with the field names of its provisioning files. */
export interface AlertRule {
  uid: string;
  title: string;
  condition: string;
  for: string;
  keepFiringFor: string;
  noDataState: 'NoData';
  execErrState: 'Error';
  annotations: Record<string, string>;
  labels: Record<string, string>;
  data: RuleQuery[];
}

interface RuleQuery {
  refId: string;
  datasourceUid: string;
  relativeTimeRange: { from: number; to: 0 };
  model: Record<string, unknown>;
}

/** The rule, and how often it is evaluated. */
export interface TimedRule {
  interval: string;
  rule: AlertRule;
}

type JudgedQuery = SeismoQuery & { output: Judged };

const EXPRESSION = '__expr__';
/** The outputs that explain an alert. Each is a query of its own, answered from the plugin's cache. */
const EXPLAINING: readonly Output[] = ['value', 'expected', 'deviation', 'severity', 'score', 'cause', 'cause_samples', 'cause_size', 'since'];
/**
 * The same for a group of series. Any other output would be an error, and one query with an error silences a whole
 * rule.
 */
const EXPLAINING_GROUPS: readonly Output[] = ['value', 'severity', 'score', 'since'];

/** The rule of a query that is valid and has its variables filled. */
export function alertRule(query: SeismoQuery, context: RuleContext): TimedRule {
  const judged: JudgedQuery = { ...query, output: judgedOutput(query.output) };
  const interval = intervalMs(query.detection ?? {}, context.timeInterval) ?? MINUTE_MS;
  const every = evaluationMs(interval);
  const slowest = Math.max(interval, every);
  // Three intervals, so that one late row does not empty an answer; with an offset, the range reaches further back.
  const from = Math.ceil((3 * slowest + (parseDuration(query.detection?.offset ?? '') ?? 0)) / SECOND_MS);
  const build = builder(judged, context.datasourceUid, from);
  return {
    interval: formatDuration(every),
    rule: {
      uid: context.uid,
      title: context.title,
      condition: 'C',
      for: '0s',
      keepFiringFor: formatDuration(2 * slowest),
      noDataState: 'NoData',
      execErrState: 'Error',
      annotations: { ...textsOf(judged, context), ...linkOf(context) },
      labels: metricLabel(context.labels),
      data: [
        build.series('A', judged.output),
        build.last('B', 'A'),
        build.threshold('C', 'B', conditionOf(judged, interval)),
        ...explaining(judged).flatMap((output) => [build.series(`${output}_series`, output), build.last(output, `${output}_series`)]),
      ],
    },
  };
}

/** The interval between rows, limited to one to five minutes; Grafana's scheduler ticks every ten seconds. */
function evaluationMs(interval: number): number {
  const tick = 10 * SECOND_MS;
  return Math.ceil(Math.min(Math.max(interval, MINUTE_MS), 5 * MINUTE_MS) / tick) * tick;
}

/** Builds the queries and expressions of a rule. */
function builder(query: SeismoQuery, datasourceUid: string, from: number) {
  const relativeTimeRange = { from, to: 0 } as const;
  const part = (refId: string, uid: string, model: object): RuleQuery => ({
    refId,
    datasourceUid: uid,
    relativeTimeRange,
    // Drops undefined fields.
    model: JSON.parse(JSON.stringify({ refId, ...model })) as Record<string, unknown>,
  });
  const { version, timezone, source, detection, hold } = query;
  return {
    /** The query with another output, without Grafana's fields and those that have no effect in a rule. */
    series: (refId: string, output: Output) => part(refId, datasourceUid, { version, timezone, source, detection, output, hold }),
    last: (refId: string, of: string) =>
      part(refId, EXPRESSION, { type: 'reduce', expression: of, reducer: 'last', settings: { mode: 'dropNN' } }),
    threshold: (refId: string, of: string, condition: object) =>
      part(refId, EXPRESSION, { type: 'threshold', expression: of, conditions: [condition] }),
  };
}

function explaining({ output, detection }: JudgedQuery): Output[] {
  // A series that is gone has none of these outputs, and a query without frames makes the whole rule "no data".
  const outputs = output === 'age' ? [] : detection?.together ? EXPLAINING_GROUPS : EXPLAINING;
  return outputs.filter((one) => one !== output);
}

function textsOf(query: JudgedQuery, { labels, note }: RuleContext): Record<string, string> {
  if (query.output === 'age') {
    return { summary: ageSummary(query, labels), ...(note ? { description: note } : {}) };
  }
  const description = anomalyDescription(query, query.detection?.threshold ?? DEFAULT_THRESHOLD);
  return { summary: anomalySummary(query, labels), description: note ? `${description} ${note}` : description };
}

function linkOf({ panel }: RuleContext): Record<string, string> {
  return panel ? { __dashboardUid__: panel.dashboardUid, __panelId__: String(panel.panelId) } : {};
}

/**
 * Notifications leave out `__name__`, so series that differ only in it would look the same. The label has a name that
 * no series has: with the name of a series' label it would override that one, and several series would become one
 * alert.
 */
function metricLabel(labels: SeriesLabels | null): Record<string, string> {
  const free = ['metric', 'metric_name', 'seismo_metric'].find((name) => !labels?.all.includes(name));
  return free && labels?.differing.includes('__name__') ? { [free]: '{{ with .Labels.__name__ }}{{ . }}{{ end }}' } : {};
}
