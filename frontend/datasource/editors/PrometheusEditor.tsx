import React from 'react';
import { t } from '@grafana/i18n';
import { InlineField } from '@grafana/ui';

import { completePromql } from '../complete/promql';
import { SuggestField } from '../fields/SuggestField';
import type { PrometheusSource } from '../types';
import type { SourceEditorProps } from './editor';
import { LegendField } from './LegendField';

export function PrometheusEditor({ idPrefix, source, wrongFields, lookUp, onChange, onRun }: SourceEditorProps<PrometheusSource>) {
  const label = t('datasource.prometheus.expr', 'PromQL');
  return (
    <>
      <InlineField label={label} labelWidth={14} grow htmlFor={`${idPrefix}-expr`}>
        <SuggestField
          id={`${idPrefix}-expr`}
          label={label}
          value={source.expr}
          rows={2}
          placeholder="rate(http_requests_total[$__rate_interval])"
          invalid={wrongFields.has('source.expr')}
          complete={completePromql}
          lookUp={lookUp}
          onCommit={(expr) => onChange({ ...source, expr })}
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
