/** The names and explanations of outputs. */
import { t } from '@grafana/i18n';

import type { Output } from '../../contract/types';


interface OutputWords {
  label: string;
  summary: string;
}

export function outputWords(output: Output): OutputWords {
  return WORDS[output]?.() ?? { label: output, summary: '' };
}

const WORDS: Record<Output, () => OutputWords> = {
  panel: () => ({
    label: t('datasource.output.panel', 'Everything'),
    summary: t('datasource.output.panelSummary', 'All fields of each series, for the severity panel'),
  }),
  score: () => ({
    label: t('datasource.output.score', 'Score'),
    summary: t('datasource.output.scoreSummary', 'How unusual each series is, from 0 to 1; an anomaly at or above the threshold'),
  }),
  severity: () => ({
    label: t('datasource.output.severity', 'Severity'),
    summary: t('datasource.output.severitySummary', '0 for none, 1 low, 2 medium, 3 high, 4 critical'),
  }),
  value: () => ({
    label: t('datasource.output.value', 'Value'),
    summary: t('datasource.output.valueSummary', 'The value itself, as it was scored'),
  }),
  expected: () => ({
    label: t('datasource.output.expected', 'Expected value'),
    summary: t('datasource.output.expectedSummary', 'The value that was expected, in the unit of the series'),
  }),
  deviation: () => ({
    label: t('datasource.output.deviation', 'Deviation'),
    summary: t('datasource.output.deviationSummary', 'How far the value is from what was expected, in sigmas: below 0 where it is too low'),
  }),
  lower: () => ({
    label: t('datasource.output.lower', 'Lower bound'),
    summary: t('datasource.output.lowerSummary', 'The lower end of the expected band'),
  }),
  upper: () => ({
    label: t('datasource.output.upper', 'Upper bound'),
    summary: t('datasource.output.upperSummary', 'The upper end of the expected band'),
  }),
  cause: () => ({
    label: t('datasource.output.cause', 'Cause'),
    summary: t(
      'datasource.output.causeSummary',
      'Why the open event is unusual: 1 spike or drop, 2 unusual for the time, 3 level shift, 4 drift, 5 more variance, 6 less variance, 7 unlike the values around it, 8 beyond all seen, 9 outside of the valid range, 10 flat line; 0 without an event'
    ),
  }),
  cause_samples: () => ({
    label: t('datasource.output.causeSamples', 'Samples of the cause'),
    summary: t(
      'datasource.output.causeSamplesSummary',
      'Number of samples that the cause’s statistic covers: 1 for the value alone; for a flat line, its length; 0 without an event'
    ),
  }),
  cause_size: () => ({
    label: t('datasource.output.causeSize', 'Size of the cause'),
    summary: t(
      'datasource.output.causeSizeSummary',
      'Measurement of that statistic: in its own sigmas, negative if too low; for variance, a multiple of the usual; 0 without an event'
    ),
  }),
  since: () => ({
    label: t('datasource.output.since', 'Since'),
    summary: t('datasource.output.sinceSummary', 'Minutes since the open event began; 0 without an event'),
  }),
  age: () => ({
    label: t('datasource.output.age', 'Age'),
    summary: t('datasource.output.ageSummary', 'Minutes since the last sample, also of series that are gone'),
  }),
  events: () => ({
    label: t('datasource.output.events', 'Events'),
    summary: t('datasource.output.eventsSummary', 'A list of anomalies, for tables and annotations'),
  }),
};
