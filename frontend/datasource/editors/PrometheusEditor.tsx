import React, { useMemo } from 'react';
import { t } from '@grafana/i18n';
import { InlineField } from '@grafana/ui';

import { completePromql } from '../complete/promql';
import { withVariables } from '../complete/variables';
import { CodeField } from '../fields/CodeField';
import type { PrometheusSource } from '../types';
import type { SourceEditorProps } from './editor';
import { LegendField } from './LegendField';

export function PrometheusEditor({ idPrefix, source, wrongFields, lookUp, variables, onChange, onRun }: SourceEditorProps<PrometheusSource>) {
  const label = t('datasource.prometheus.expr', 'PromQL');
  const complete = useMemo(() => withVariables(completePromql, 'promql', variables), [variables]);
  return (
    <>
      <InlineField label={label} labelWidth={14} grow htmlFor={`${idPrefix}-expr`}>
        <CodeField
          id={`${idPrefix}-expr`}
          label={label}
          value={source.expr}
          language="promql"
          placeholder="rate(http_requests_total[$__rate_interval])"
          invalid={wrongFields.has('source.expr')}
          complete={complete}
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
