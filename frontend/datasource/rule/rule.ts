/** A whole alert rule from a query: what is asked, when it fires, and what its notification says. Pure. */
import { DEFAULT_THRESHOLD } from '../../contract/limits';
import type { Output } from '../../contract/types';
import { intervalMs } from '../defaults';
import { formatDuration, MINUTE_MS, parseDuration, SECOND_MS } from '../duration';
import type { SeismoQuery } from '../types';
import { conditionOf, judgedOutput, type Judged } from './condition';
import type { SeriesLabels } from './labels';
import { ageSummary, anomalyDescription, anomalySummary } from './texts';

/** What a rule needs beside its query. */
export interface RuleContext {
  uid: string;
  title: string;
  datasourceUid: string;
  /** The data source's scrape interval. */
  timeInterval?: string;
  /** Null where nobody knows them. */
  labels: SeriesLabels | null;
  /** Where the query was copied from; a notification links there. */
  panel?: { dashboardUid: string; panelId: number };
  /** A sentence that whoever is on call should know. */
  note?: string;
}

/** A rule of Grafana's, in the words of its provisioning files. */
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
/** Those that a group of series has. Another one would be an error, and one query with an error silences a whole rule. */
const EXPLAINING_GROUPS: readonly Output[] = ['value', 'severity', 'score', 'since'];

/** The rule of a query that is valid and has its variables filled. */
export function alertRule(query: SeismoQuery, context: RuleContext): TimedRule {
  const judged: JudgedQuery = { ...query, output: judgedOutput(query.output) };
  const interval = intervalMs(query.detection ?? {}, context.timeInterval) ?? MINUTE_MS;
  const every = evaluationMs(interval);
  const slowest = Math.max(interval, every);
  // Three intervals, so that one late row empties no answer; what is late on purpose lies further back.
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

/** As often as a row comes, from once a minute to once in five; Grafana's scheduler ticks every ten seconds. */
function evaluationMs(interval: number): number {
  const tick = 10 * SECOND_MS;
  return Math.ceil(Math.min(Math.max(interval, MINUTE_MS), 5 * MINUTE_MS) / tick) * tick;
}

/** What makes the queries and expressions of a rule. */
function builder(query: SeismoQuery, datasourceUid: string, from: number) {
  const relativeTimeRange = { from, to: 0 } as const;
  const part = (refId: string, uid: string, model: object): RuleQuery => ({
    refId,
    datasourceUid: uid,
    relativeTimeRange,
    // What is undefined is left out.
    model: JSON.parse(JSON.stringify({ refId, ...model })) as Record<string, unknown>,
  });
  const { version, timezone, source, detection, hold } = query;
  return {
    /** The query with another output and nothing else changed: without what is Grafana's, or means nothing to a rule. */
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
 * Notifications leave `__name__` out, so series that differ in it alone would look alike. The label has a name that no series
 * has: with the name of a series' label it would override that one, and several series would become one alert.
 */
function metricLabel(labels: SeriesLabels | null): Record<string, string> {
  const free = ['metric', 'metric_name', 'seismo_metric'].find((name) => !labels?.all.includes(name));
  return free && labels?.differing.includes('__name__') ? { [free]: '{{ with .Labels.__name__ }}{{ . }}{{ end }}' } : {};
}
