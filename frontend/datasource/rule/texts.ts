/** The notification: the annotations of a rule. Pure. */
import type { SeismoQuery } from '../types';
import type { SeriesLabels } from './labels';
import { known, labelled, literal, measured, sided, worded } from './template';
import { CAUSE_NUMBERS, severityNumbers } from './words';

const METRIC = '__name__';
/** The name in an alert without a series: an alert about an error, or about missing data. */
const NO_SERIES = 'The rule';

/**
 * `cart: 0 where 27.3 was expected (-8.2 sigma), sudden drop, for 3 min`, and
 * `cart: 0 where 27.3 was expected, level shift (mean of 20 samples 4.2 sigma below), for 3 min`.
 */
export function anomalySummary(query: SeismoQuery, labels: SeriesLabels | null): string {
  const expected = known('expected', ' where {{ humanize .Value }} was expected');
  const deviation = measured('', known('deviation', ' ({{ printf "%+.1f" .Value }} sigma)'));
  const value = known('value', query.detection?.together ? 'error {{ humanize .Value }} where about 1 is usual' : '{{ humanize .Value }}', 'unknown value');
  const cause = known('cause', worded(CAUSE_NUMBERS.map(([number, words]) => [number, sided(words)]), (word) => `, ${word}`));
  const since = known('since', '{{ if ge .Value 1.0 }}, for {{ printf "%.0f" .Value }} min{{ end }}');
  const about = query.detection?.together ? value + since : value + expected + deviation + cause + measure() + since;
  return `${seriesName(query, labels)}: ${known('B', about, 'could not be judged, for there is no data or a query failed')}`;
}

/**
 * The measurement of the cause's statistic, in the panel's words. Of the statistics that cover more than the value,
 * shift and drift come first.
 */
function measure(): string {
  const of = (mean: string, scatter: string, flat: string) =>
    known('cause', `{{ if lt .Value 5.0 }}${mean}{{ else if lt .Value 7.0 }}${scatter}{{ else }}${flat}{{ end }}`);
  // No template function removes a sign.
  const sigmas = '{{ if lt .Value 0.0 }}{{ slice (printf "%.1f" .Value) 1 }} sigma below{{ else }}{{ printf "%.1f" .Value }} sigma above{{ end }}';
  const times = '{{ if lt .Value 1.0 }}{{ printf "%.2f" .Value }}{{ else }}{{ printf "%.1f" .Value }}{{ end }} times the usual';
  const size = of(known('cause_size', ` ${sigmas}`), known('cause_size', ` ${times}`), '');
  return measured(` (${of('mean of', 'scatter of', 'the same value for')} {{ printf "%.0f" .Value }} samples${size})`);
}

/** `Severity critical, score 0.98; the threshold is 0.6.` */
export function anomalyDescription(query: SeismoQuery, threshold: number): string {
  const words = severityNumbers(query.detection?.severity ?? 'four_level');
  const of = (refId: string) => (query.output === refId ? 'B' : refId);
  const severity = known(of('severity'), worded(words, (word) => word, 'none'), 'unknown');
  const score = known(of('score'), '{{ printf "%.2f" .Value }}', 'unknown');
  return `Severity ${severity}, score ${score}; the threshold is ${threshold}.`;
}

/** `cart: no sample for 12 min`. */
export function ageSummary(query: SeismoQuery, labels: SeriesLabels | null): string {
  return `${seriesName(query, labels)}: ${known('B', 'no sample for {{ printf "%.0f" .Value }} min', 'could not be judged, for there is no data or the query failed')}`;
}

/** The name of the series as in the panel: its legend, or the labels that distinguish it. */
function seriesName({ source }: SeismoQuery, labels: SeriesLabels | null): string {
  const legend = source.legend ?? '';
  const first = LABEL.exec(legend)?.[1];
  if (first) {
    return labelled(first, legendTemplate(legend), NO_SERIES);
  }
  if (!labels) {
    // All labels of the series, without those that Grafana adds to each alert.
    return '{{ removeLabelsRe $labels "^(alertname|grafana_folder|datasource_uid|ref_id|__.*__)$" }}';
  }
  const names = labels.differing.length > 0 ? labels.differing : labels.all.includes(METRIC) ? [METRIC] : labels.all;
  const [leading = METRIC, ...others] = names.filter((name) => name !== METRIC);
  const metric = leading !== METRIC && names.includes(METRIC) ? labelled(METRIC, '{{ . }} of ') : '';
  return labelled(leading, `${metric}{{ . }}${others.map((name) => labelled(name, ', {{ . }}')).join('')}`, NO_SERIES);
}

const LABEL = /\{\{\s*([^{}]*?)\s*\}\}/;

function legendTemplate(legend: string): string {
  return legend
    .split(new RegExp(LABEL, 'g'))
    .map((piece, at) => (at % 2 === 0 ? literal(piece) : labelled(piece, '{{ . }}')))
    .join('');
}
