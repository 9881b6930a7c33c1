import React, { useMemo } from 'react';
import { t } from '@grafana/i18n';
import { InlineField, RadioButtonGroup } from '@grafana/ui';

import { INFLUX_LANGUAGES } from '../../contract/limits';
import type { InfluxLanguage } from '../../contract/types';
import { InfluxBuilder } from '../builder/InfluxBuilder';
import { readInfluxql } from '../builder/influxql';
import { ModeSwitch } from '../builder/ModeSwitch';
import { useMode } from '../builder/useMode';
import { influxCompleters } from '../complete/influx';
import { withVariables } from '../complete/variables';
import { CodeField } from '../fields/CodeField';
import type { InfluxSource } from '../types';
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
  // A language that there is not is told below; its text is shown as InfluxQL.
  const language = INFLUX_LANGUAGES.find((known) => known === source.language) ?? 'influxql';
  const complete = useMemo(() => withVariables(influxCompleters[language], language, variables), [language, variables]);
  const found = readInfluxql(source.query);
  // There is no builder for Flux.
  const { isBuilder, choose } = useMode(source.query === '', language === 'influxql' && 'build' in found);
  const commit = (query: string) => onChange({ ...source, query });
  return (
    <>
      <InlineField label={t('datasource.influx.language', 'Language')} labelWidth={16}>
        <RadioButtonGroup
          id={`${idPrefix}-language`}
          aria-label={t('datasource.influx.language', 'Language')}
          options={LANGUAGES}
          value={language}
          onChange={(chosen) => onChange({ ...source, language: chosen })}
        />
      </InlineField>
      {language === 'influxql' && (
        <ModeSwitch id={`${idPrefix}-mode`} isBuilder={isBuilder} rest={'rest' in found ? found.rest : undefined} onChange={choose} />
      )}
      {isBuilder ? (
        <InfluxBuilder idPrefix={idPrefix} query={source.query} lookUp={lookUp} variables={variables} onChange={commit} onRun={onRun} />
      ) : (
        <InlineField label={label} labelWidth={16} grow htmlFor={`${idPrefix}-query`}>
          <CodeField
            id={`${idPrefix}-query`}
            label={label}
            value={source.query}
            language={language}
            placeholder={EXAMPLES[language]}
            invalid={wrongFields.has('source.query')}
            complete={complete}
            lookUp={lookUp}
            onCommit={commit}
            onRun={onRun}
          />
        </InlineField>
      )}
      <LegendField
        idPrefix={idPrefix}
        legend={source.legend}
        onChange={(legend) => onChange({ ...source, legend })}
        onRun={onRun}
      />
    </>
  );
}
