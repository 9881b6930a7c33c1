import React, { useMemo } from 'react';
import { t } from '@grafana/i18n';
import { InlineField, InlineLabel, RadioButtonGroup, Stack } from '@grafana/ui';

import { selectors } from '../../shared/selectors';
import { labelNames } from '../complete/completion';
import type { LookUp } from '../complete/useCompletion';
import { completeMetric } from '../complete/whole';
import { DraftInput } from '../fields/DraftInput';
import { LabelList } from '../fields/LabelList';
import { SuggestField } from '../fields/SuggestField';
import { EMPTY, printInfluxql, readInfluxql, SELECTORS } from './influxql';
import { MatcherRows } from './MatcherRows';
import { useBuild } from './useBuild';
import { Written } from './Written';

interface Props {
  idPrefix: string;
  query: string;
  lookUp: LookUp;
  variables: readonly string[];
  onChange: (query: string) => void;
  onRun: () => void;
}

const LANGUAGE = { read: readInfluxql, print: printInfluxql };

/** An InfluxQL query put together from choices. */
export function InfluxBuilder({ idPrefix, query, lookUp, variables, onChange, onRun }: Props) {
  const { build, change } = useBuild(LANGUAGE, query, EMPTY, onChange);
  const { measurement, field, selector, where, groupBy } = build;
  const completeMeasurement = useMemo(() => completeMetric(variables), [variables]);
  const from = t('datasource.builder.measurement', 'Measurement');
  const over = t('datasource.builder.selector', 'Per interval');
  return (
    <div data-testid={selectors.queryEditor.builder}>
      <Stack gap={0.5} wrap="wrap">
        <InlineField label={from} labelWidth={16} grow htmlFor={`${idPrefix}-build-measurement`}>
          <SuggestField
            id={`${idPrefix}-build-measurement`}
            label={from}
            placeholder="cpu"
            value={measurement}
            complete={completeMeasurement}
            lookUp={lookUp}
            onCommit={(name) => change({ measurement: name.trim() })}
            onRun={onRun}
          />
        </InlineField>
        <InlineField label={t('datasource.builder.field', 'Field')} labelWidth={16} grow>
          <DraftInput
            id={`${idPrefix}-build-field`}
            placeholder="usage_user"
            value={field}
            onCommit={(name) => change({ field: name.trim() })}
            onRun={onRun}
          />
        </InlineField>
      </Stack>
      <InlineField label={over} labelWidth={16}>
        <RadioButtonGroup
          id={`${idPrefix}-build-selector`}
          aria-label={over}
          options={SELECTORS.map((name) => ({ value: name, label: name }))}
          value={selector}
          onChange={(chosen) => change({ selector: chosen })}
        />
      </InlineField>
      <MatcherRows
        id={`${idPrefix}-build-condition`}
        label={t('datasource.builder.where', 'Where')}
        matchers={where}
        metric={measurement}
        lookUp={lookUp}
        variables={variables}
        onChange={(conditions) => change({ where: conditions })}
        onRun={onRun}
      />
      <Stack gap={0.5} wrap="wrap">
        <InlineLabel as="span" width={16} tooltip={t('datasource.builder.groupByTooltip', 'A series for each value of these tags')}>
          {t('datasource.builder.groupBy', 'Group by')}
        </InlineLabel>
        <LabelList
          id={`${idPrefix}-build-group`}
          label={t('datasource.builder.tag', 'Tag')}
          labels={groupBy}
          lookup={labelNames(measurement || undefined)}
          lookUp={lookUp}
          onChange={(tags) => change({ groupBy: tags })}
          onRun={onRun}
        />
      </Stack>
      <Written text={printInfluxql(build)} language="influxql" />
    </div>
  );
}
