import React from 'react';
import { t } from '@grafana/i18n';
import { InlineField, Stack } from '@grafana/ui';

import { labelValues, metricNames } from '../complete/completion';
import { completeWhole } from '../complete/whole';
import { SuggestField } from '../fields/SuggestField';
import type { SampleSource } from '../types';
import type { SourceEditorProps } from './editor';
import { LegendField } from './LegendField';

const completeMetric = completeWhole(metricNames(''));
const completeService = completeWhole(labelValues('service', undefined));

export function SampleEditor({ idPrefix, source, lookUp, onChange, onRun }: SourceEditorProps<SampleSource>) {
  const metric = t('datasource.sample.metric', 'Metric');
  const service = t('datasource.sample.service', 'Service');
  const all = t('datasource.sample.all', 'all');
  return (
    <>
      <Stack gap={0.5} wrap="wrap">
        <InlineField
          label={metric}
          labelWidth={16}
          grow
          htmlFor={`${idPrefix}-metric`}
          tooltip={t('datasource.sample.metricTooltip', 'A regular expression that the whole metric name has to match; empty selects all')}
        >
          <SuggestField
            id={`${idPrefix}-metric`}
            label={metric}
            value={source.metric ?? ''}
            placeholder={all}
            complete={completeMetric}
            lookUp={lookUp}
            onCommit={(value) => onChange({ ...source, metric: value })}
            onRun={onRun}
          />
        </InlineField>
        <InlineField
          label={service}
          labelWidth={16}
          grow
          htmlFor={`${idPrefix}-service`}
          tooltip={t('datasource.sample.serviceTooltip', 'A regular expression that the whole service name has to match; empty selects all')}
        >
          <SuggestField
            id={`${idPrefix}-service`}
            label={service}
            value={source.service ?? ''}
            placeholder={all}
            complete={completeService}
            lookUp={lookUp}
            onCommit={(value) => onChange({ ...source, service: value })}
            onRun={onRun}
          />
        </InlineField>
      </Stack>
      <LegendField
        idPrefix={idPrefix}
        legend={source.legend}
        onChange={(legend) => onChange({ ...source, legend })}
        onRun={onRun}
      />
    </>
  );
}
