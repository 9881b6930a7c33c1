/** Words that several parts of the panel say. */
import { t } from '@grafana/i18n';

import type { NamedCause } from '../shared/contract';
import type { SeverityName } from '../shared/severity';

import type { SeriesOrder, SeverityOptions, View } from './options';

/** The name of a severity, for people. */
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

/** Why a point is unusual, for people. */
export function causeWord(cause: NamedCause): string {
  switch (cause) {
    case 'spike':
      return t('panel.cause.spike', 'Spike');
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
      return t('panel.cause.local', 'Unlike its neighbours');
    case 'record':
      return t('panel.cause.record', 'Beyond all seen');
    case 'range':
      return t('panel.cause.range', 'Outside of the valid range');
  }
}

/** What does not happen in a window that the query excludes, for people. */
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

/** The name of a view, for people. */
export function viewWord(view: View): string {
  switch (view) {
    case 'timeline':
      return t('panel.view.timeline', 'Timeline');
    case 'lanes':
      return t('panel.view.lanes', 'Swim lanes');
    case 'cards':
      return t('panel.view.cards', 'Cards');
    case 'events':
      return t('panel.view.events', 'Events');
  }
}

/** The name of an order of series, for people. */
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

/** The name of what stands under the values, for people. */
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

/** Where no series is left to show. */
export function allHiddenText(): string {
  return t('panel.view.all-hidden', 'All series are hidden');
}

/** "1 anomaly", "3 anomalies". */
export function anomaliesText(count: number): string {
  return t('panel.title.anomalies', '{{count}} anomalies', { count, defaultValue_one: '{{count}} anomaly' });
}
