import React, { useMemo } from 'react';
import { t } from '@grafana/i18n';
import { InlineField } from '@grafana/ui';

import { ModeSwitch } from '../builder/ModeSwitch';
import { PrometheusBuilder } from '../builder/PrometheusBuilder';
import { readPromql } from '../builder/readPromql';
import { useMode } from '../builder/useMode';
import { completePromql } from '../complete/promql';
import { withVariables } from '../complete/variables';
import { CodeField } from '../fields/CodeField';
import type { PrometheusSource } from '../types';
import type { SourceEditorProps } from './editor';
import { LegendField } from './LegendField';

export function PrometheusEditor({ idPrefix, source, wrongFields, lookUp, variables, onChange, onRun }: SourceEditorProps<PrometheusSource>) {
  const label = t('datasource.prometheus.expr', 'PromQL');
  const complete = useMemo(() => withVariables(completePromql, 'promql', variables), [variables]);
  const found = readPromql(source.expr);
  const { isBuilder, choose } = useMode(source.expr === '', 'build' in found);
  const commit = (expr: string) => onChange({ ...source, expr });
  return (
    <>
      <ModeSwitch id={`${idPrefix}-mode`} isBuilder={isBuilder} rest={'rest' in found ? found.rest : undefined} onChange={choose} />
      {isBuilder ? (
        <PrometheusBuilder idPrefix={idPrefix} expr={source.expr} lookUp={lookUp} variables={variables} onChange={commit} onRun={onRun} />
      ) : (
        <InlineField label={label} labelWidth={16} grow htmlFor={`${idPrefix}-expr`}>
          <CodeField
            id={`${idPrefix}-expr`}
            label={label}
            value={source.expr}
            language="promql"
            placeholder="rate(http_requests_total[$__rate_interval])"
            invalid={wrongFields.has('source.expr')}
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
