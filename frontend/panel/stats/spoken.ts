/** The chart in one sentence, for screen readers. */
import type { TimeZone } from '@grafana/data';

import type { SeverityScheme } from '../../contract/types';
import type { SeverityLevel } from '../../shared/contract';
import { formatMoment } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { verbatim } from '../../shared/i18n/verbatim';
import { severityGroup, severityGroups } from '../../shared/severity';
import { viewWord, type View } from '../views/all';
import { eventsAndRows, learningSummary, seriesText, severityWord } from '../words';

import type { Summary } from './summary';

/** Such as "3 events (12 rows) in 2 series, worst critical at 14:05 in checkout; Learning: 1 of 8 series, 55 min left". */
export function spokenSummary(summary: Summary, scheme: SeverityScheme, rangeMs: number, timeZone: TimeZone): string {
  const { learning, gone, known } = summary;
  return [
    ...(known ? [happened(summary, scheme, rangeMs, timeZone)] : []),
    ...(learning ? [learningSummary(learning)] : []),
    ...(gone > 0 ? [t('panel.summary.gone', '{{series}} gone', { series: seriesText(gone), ...verbatim })] : []),
  ].join('; ');
}

function happened(summary: Summary, scheme: SeverityScheme, rangeMs: number, timeZone: TimeZone): string {
  const { worst } = summary;
  if (summary.rate === null && summary.rows !== null) {
    return t('panel.summary.unscored', '{{series}} without scores', { series: seriesText(summary.series), ...verbatim });
  }
  if (!worst) {
    return t('panel.summary.none', 'No events in {{series}}', { series: seriesText(summary.series), ...verbatim });
  }
  const facts = {
    events: eventsAndRows(summary.events, summary.rows),
    series: seriesText(summary.affected),
    severity: severityWord(severityGroup(scheme, worst.level).name).toLowerCase(),
    time: formatMoment(worst.timeMs, rangeMs, timeZone),
    ...verbatim,
  };
  return summary.series > 1
    ? t('panel.summary.worst-of', '{{events}} in {{series}}, worst {{severity}} at {{time}} in {{name}}', { ...facts, name: worst.series })
    : t('panel.summary.worst', '{{events}} in {{series}}, worst {{severity}} at {{time}}', facts);
}

/** What is visible: "Timeline, Events; shown: critical, high; 2 series hidden". */
export function spokenFilter(
  views: View[],
  scheme: SeverityScheme,
  visible: ReadonlySet<SeverityLevel>,
  hiddenSeries: number
): string {
  const parts = [views.map(viewWord).join(', ')];
  const groups = severityGroups(scheme);
  const shown = groups.filter(({ levels }) => levels.some((level) => visible.has(level)));
  if (shown.length < groups.length) {
    const names = shown.map(({ name }) => severityWord(name).toLowerCase()).reverse();
    parts.push(
      names.length === 0
        ? t('panel.summary.no-severity', 'no severity is shown')
        : t('panel.summary.shown', 'shown: {{names}}', { names: names.join(', ') })
    );
  }
  if (hiddenSeries > 0) {
    parts.push(
      t('panel.summary.hidden', '{{count}} series hidden', { count: hiddenSeries, defaultValue_one: '{{count}} series hidden' })
    );
  }
  return parts.join('; ');
}
