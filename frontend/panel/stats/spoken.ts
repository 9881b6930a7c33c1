/** The chart in one sentence, for screen readers. */
import type { TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';

import type { SeverityScheme } from '../../shared/contract';
import { formatMoment } from '../../shared/format';
import { severityGroup } from '../../shared/severity';
import { severityWord } from '../words';

import type { Summary } from './summary';

/** Such as "3 anomalies in 2 series, worst critical at 14:05". */
export function spokenSummary(summary: Summary, scheme: SeverityScheme, rangeMs: number, timeZone: TimeZone): string {
  const { counts, affected, worst } = summary;
  const inSeries = (count: number) =>
    t('panel.summary.series', '{{count}} series', {
      count,
      defaultValue_one: '{{count}} series',
    });
  if (summary.rate === null) {
    return t('panel.summary.unscored', '{{series}} without scores', { series: inSeries(summary.series) });
  }
  if (!worst) {
    return t('panel.summary.none', 'No anomalies in {{series}}', { series: inSeries(summary.series) });
  }
  const anomalies = t('panel.summary.anomalies', '{{count}} anomalies', {
    count: counts.anomalies,
    defaultValue_one: '{{count}} anomaly',
  });
  return t('panel.summary.worst', '{{anomalies}} in {{series}}, worst {{severity}} at {{time}}', {
    anomalies,
    series: inSeries(affected),
    severity: severityWord(severityGroup(scheme, worst.level).name).toLowerCase(),
    time: formatMoment(worst.timeMs, rangeMs, timeZone),
  });
}
