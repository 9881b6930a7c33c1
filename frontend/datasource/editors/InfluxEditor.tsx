import React, { useMemo } from 'react';
import { t } from '@grafana/i18n';
import { InlineField, RadioButtonGroup } from '@grafana/ui';

import { influxCompleters } from '../complete/influx';
import { withVariables } from '../complete/variables';
import { CodeField } from '../fields/CodeField';
import type { InfluxLanguage, InfluxSource } from '../types';
import type { SourceEditorProps } from './editor';
import { LegendField } from './LegendField';

const EXAMPLES: Record<InfluxLanguage, string> = {
  influxql: 'SELECT mean("usage_user") FROM "cpu" WHERE $timeFilter GROUP BY time($__interval), "host"',
  flux: 'from(bucket: "telegraf") |> range(start: v.timeRangeStart, stop: v.timeRangeStop) |> …',
};

const LANGUAGES: Array<{ label: string; value: InfluxLanguage }> = [
  { label: 'InfluxQL', value: 'influxql' },
  { label: 'Flux', value: 'flux' },
];

export function InfluxEditor({ idPrefix, source, wrongFields, lookUp, variables, onChange, onRun }: SourceEditorProps<InfluxSource>) {
  const label = t('datasource.influx.query', 'Query');
  const language = source.language ?? 'influxql';
  const complete = useMemo(() => withVariables(influxCompleters[language], language, variables), [language, variables]);
  return (
    <>
      <InlineField label={t('datasource.influx.language', 'Language')} labelWidth={14}>
        <RadioButtonGroup
          id={`${idPrefix}-language`}
          aria-label={t('datasource.influx.language', 'Language')}
          options={LANGUAGES}
          value={language}
          onChange={(chosen) => onChange({ ...source, language: chosen })}
        />
      </InlineField>
      <InlineField label={label} labelWidth={14} grow htmlFor={`${idPrefix}-query`}>
        <CodeField
          id={`${idPrefix}-query`}
          label={label}
          value={source.query}
          language={language}
          placeholder={EXAMPLES[language]}
          invalid={wrongFields.has('source.query')}
          complete={complete}
          lookUp={lookUp}
          onCommit={(query) => onChange({ ...source, query })}
          onRun={onRun}
        />
      </InlineField>
      <LegendField
        idPrefix={idPrefix}
        legend={source.legend}
        onChange={(legend) => onChange({ ...source, legend })}
        onRun={onRun}
      />
    </>
  );
}
