/** Words used in several parts of the panel. */
import type { TimeZone } from '@grafana/data';

import type { Side } from '../shared/causes';
import type { NamedCause } from '../shared/contract';
import { formatMoment } from '../shared/format';
import { t } from '../shared/i18n/text';
import { verbatim } from '../shared/i18n/verbatim';
import type { SeverityName } from '../shared/severity';

import { durationText } from './duration';
import type { SeriesOrder, SeverityOptions } from './options';
import type { Standing } from './standing';
import type { Learning } from './stats/summary';

/** The display name of a severity. */
export function severityWord(name: SeverityName): string {
  switch (name) {
    case 'low':
      return t('panel.severity.low', 'Low');
    case 'medium':
      return t('panel.severity.medium', 'Medium');
    case 'high':
      return t('panel.severity.high', 'High');
    case 'critical':
      return t('panel.severity.critical', 'Critical');
    case 'info':
      return t('panel.severity.info', 'Info');
    case 'warning':
      return t('panel.severity.warning', 'Warning');
  }
}

/** The display name of a cause. The backend uses the same words in sentences: see `tests/contract/causes.json`. */
export function causeWord(cause: NamedCause, side: Side): string {
  switch (cause) {
    case 'spike':
      return spikeWord(side);
    case 'season':
      return t('panel.cause.season', 'Unusual for the time');
    case 'level_shift':
      return t('panel.cause.level-shift', 'Level shift');
    case 'drift':
      return t('panel.cause.drift', 'Drift');
    case 'variance_up':
      return t('panel.cause.variance-up', 'More variance');
    case 'variance_down':
      return t('panel.cause.variance-down', 'Less variance');
    case 'local':
      return t('panel.cause.local', 'Unlike the values around it');
    case 'record':
      return recordWord(side);
    case 'range':
      return t('panel.cause.range', 'Outside of the valid range');
    case 'flat':
      return t('panel.cause.flat', 'Flat line');
  }
}

function spikeWord(side: Side): string {
  switch (side) {
    case 'above':
      return t('panel.cause.spike-above', 'Spike');
    case 'below':
      return t('panel.cause.spike-below', 'Sudden drop');
    case 'both':
      return t('panel.cause.spike', 'Spike or drop');
  }
}

function recordWord(side: Side): string {
  switch (side) {
    case 'above':
      return t('panel.cause.record-above', 'Higher than ever seen');
    case 'below':
      return t('panel.cause.record-below', 'Lower than ever seen');
    case 'both':
      return t('panel.cause.record', 'Beyond all seen');
  }
}

/** What is switched off in a window that the query excludes, in words. */
export function excludedWords({ report, learn }: { report: boolean; learn: boolean }): string {
  if (!report) {
    return learn
      ? t('panel.excluded.not-reported', 'not reported')
      : t('panel.excluded.neither', 'not reported, not learnt');
  }
  return learn ? t('panel.excluded.both', 'reported and learnt') : t('panel.excluded.not-learnt', 'reported, not learnt');
}

/** The same as labels in the chart, from the longest to the shortest. */
export function excludedLabels(window: { report: boolean; learn: boolean }): string[] {
  return [
    t('panel.excluded.label', 'excluded: {{words}}', { words: excludedWords(window) }),
    t('panel.excluded.short', 'excluded'),
  ];
}

/** The display name of an order of series. */
export function orderWord(order: SeriesOrder): string {
  switch (order) {
    case 'worst':
      return t('panel.order.worst', 'Worst first');
    case 'name':
      return t('panel.order.name', 'By name');
    case 'query':
      return t('panel.order.query', 'As queried');
  }
}

/** The display name of the strip under the values. */
export function stripWord(strip: SeverityOptions['scoreStrip']): string {
  switch (strip) {
    case 'off':
      return t('panel.options.strip.off', 'Off');
    case 'score':
      return t('panel.options.strip.score', 'Score');
    case 'detectors':
      return t('panel.options.strip.detectors', 'Score and detectors');
  }
}

/** The text if every series is hidden. */
export function allHiddenText(): string {
  return t('panel.view.all-hidden', 'All series are hidden');
}

/** "1 event", "3 events". */
export function eventsText(count: number): string {
  return t('panel.count.events', '{{count}} events', { count, defaultValue_one: '{{count}} event' });
}

/** Anomalous rows: "1 row", "12 rows". */
export function rowsText(count: number): string {
  return t('panel.count.rows', '{{count}} rows', { count, defaultValue_one: '{{count}} row' });
}

/** "3 events (12 rows)"; only rows if the list of events does not reach back to them. */
export function eventsAndRows(events: number, rows: number | null): string {
  if (rows === null) {
    return eventsText(events);
  }
  return events === 0 && rows > 0 ? rowsText(rows) : `${eventsText(events)} (${rowsText(rows)})`;
}

/** "1 series", "8 series". */
export function seriesText(count: number): string {
  return t('panel.summary.series', '{{count}} series', { count, defaultValue_one: '{{count}} series' });
}

/** Time until a series is scored: "55 min left". */
export function leftText(leftMs: number): string {
  return t('panel.learning.left', '{{duration}} left', { duration: durationText(leftMs), ...verbatim });
}

/** "8 of 8 series". */
export function learningCount(count: number, of: number): string {
  return t('panel.learning.count', '{{learning}} of {{count}} series', {
    learning: count,
    count: of,
    defaultValue_one: '{{learning}} of {{count}} series',
  });
}

/** "Learning: 8 of 8 series, 55 min left". */
export function learningSummary({ count, of, leftMs }: Learning): string {
  return t('panel.learning.all', 'Learning: {{series}}, {{left}}', { series: learningCount(count, of), left: leftText(leftMs), ...verbatim });
}

/** A short form: the time until it is known, or the time of its last sample. */
export function shortStanding(standing: Standing, rangeMs: number, timeZone: TimeZone): string | null {
  if (standing.kind === 'learning') {
    return t('panel.learning.short', 'Learning, {{left}}', { left: leftText(standing.leftMs), ...verbatim });
  }
  return standing.kind === 'gone' && standing.lastMs !== null
    ? t('panel.gone.short', 'Last sample {{time}}', { time: formatMoment(standing.lastMs, rangeMs, timeZone), ...verbatim })
    : standingText(standing, rangeMs, timeZone);
}

/** Why the current state of a series is unknown; null if it is known. `rangeMs`: length of the range shown. */
export function standingText(standing: Standing, rangeMs: number, timeZone: TimeZone): string | null {
  switch (standing.kind) {
    case 'known':
      return null;
    case 'learning':
      return t('panel.learning.series', 'Learning: {{seen}} of {{needed}} samples, {{left}}', {
        seen: standing.seen,
        needed: standing.needed,
        left: leftText(standing.leftMs),
        ...verbatim,
      });
    case 'gone':
      return standing.lastMs === null
        ? t('panel.gone.never', 'No sample in this range')
        : t('panel.gone.last', 'Gone: last sample {{time}}', { time: formatMoment(standing.lastMs, rangeMs, timeZone), ...verbatim });
  }
}
