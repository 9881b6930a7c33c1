/** One row in a sentence, for screen readers that follow the keyboard. */
import type { TimeZone } from '@grafana/data';

import { formatInstant, formatSigmas } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { verbatim } from '../../shared/i18n/verbatim';
import { severityGroup } from '../../shared/severity';
import { causeText } from '../measure';
import type { SeveritySeries } from '../model';
import { explain } from '../tooltip/explain';
import { excludedWords, severityWord } from '../words';

/** Such as "2025-06-02 14:05:00, 93 ms, expected 10 ms, +4.0 σ, Critical, Level shift". */
export function spokenRow(series: SeveritySeries, row: number, format: (value: number) => string, timeZone: TimeZone): string {
  const facts = explain(series, row);
  const parts = [formatInstant(facts.timeMs, timeZone)];
  if (facts.value === null) {
    parts.push(series.field.config.noValue ?? t('panel.tooltip.gap', 'No sample'));
  } else {
    parts.push(format(facts.value));
  }
  if (facts.expected !== null && facts.value !== null) {
    parts.push(t('panel.detail.expected', 'expected {{value}}', { value: format(facts.expected), ...verbatim }));
  }
  if (facts.sigmas !== null) {
    parts.push(formatSigmas(facts.sigmas));
  }
  const scheme = series.verdict?.scheme;
  if (facts.level !== null && scheme) {
    parts.push(severityWord(severityGroup(scheme, facts.level).name));
  }
  if (facts.anomaly?.cause) {
    parts.push(causeText(facts.anomaly.cause, facts.anomaly.side, facts.anomaly.measure));
  }
  if (facts.excluded) {
    parts.push(excludedWords(facts.excluded));
  }
  return parts.join(', ');
}
