import React, { useMemo } from 'react';
import { t } from '@grafana/i18n';
import { InlineField, RadioButtonGroup, Stack } from '@grafana/ui';

import { selectors } from '../../shared/selectors';
import { labelNames } from '../complete/completion';
import type { LookUp } from '../complete/useCompletion';
import { completeMetric } from '../complete/whole';
import { ChoiceField } from '../fields/ChoiceField';
import { LabelList } from '../fields/LabelList';
import { SuggestField } from '../fields/SuggestField';
import { MatcherRows } from './MatcherRows';
import { AGGREGATIONS, NOTHING, printPromql, RANGE_FUNCTIONS, USUAL_WINDOW, withQuantile, type PromqlBuild } from './promql';
import { readPromql } from './readPromql';
import { useBuild } from './useBuild';
import { Written } from './Written';

interface Props {
  idPrefix: string;
  expr: string;
  lookUp: LookUp;
  variables: readonly string[];
  onChange: (expr: string) => void;
  onRun: () => void;
}

const LANGUAGE = { read: readPromql, print: printPromql };
const WINDOWS = [USUAL_WINDOW, '1m', '5m', '15m', '1h'];
const QUANTILES = ['0.5', '0.9', '0.95', '0.99'];
/** Stands for no quantile. */
const NONE = 'off';

/** A PromQL expression put together from choices. */
export function PrometheusBuilder({ idPrefix, expr, lookUp, variables, onChange, onRun }: Props) {
  const { build, change } = useBuild(LANGUAGE, expr, NOTHING, onChange);
  const label = t('datasource.builder.metric', 'Metric');
  const completeName = useMemo(() => completeMetric(variables), [variables]);
  const names = { lookUp, variables, onRun };
  return (
    <div data-testid={selectors.queryEditor.builder}>
      <InlineField label={label} labelWidth={16} grow htmlFor={`${idPrefix}-build-metric`}>
        <SuggestField
          id={`${idPrefix}-build-metric`}
          label={label}
          placeholder="http_requests_total"
          value={build.metric}
          complete={completeName}
          lookUp={lookUp}
          onCommit={(metric) => change({ metric: metric.trim() })}
          onRun={onRun}
        />
      </InlineField>
      <MatcherRows
        {...names}
        id={`${idPrefix}-build-condition`}
        label={t('datasource.builder.where', 'Where')}
        matchers={build.matchers}
        metric={build.metric}
        onChange={(matchers) => change({ matchers })}
      />
      <Stack gap={0.5} wrap="wrap">
        <OverFields idPrefix={idPrefix} build={build} change={change} onRun={onRun} />
      </Stack>
      <Stack gap={0.5} wrap="wrap">
        <JoinFields idPrefix={idPrefix} build={build} change={change} lookUp={lookUp} onRun={onRun} />
      </Stack>
      <Written text={printPromql(build)} language="promql" />
    </div>
  );
}

interface PartProps {
  idPrefix: string;
  build: PromqlBuild;
  change: (part: Partial<PromqlBuild>) => void;
  onRun: () => void;
}

/** What is made of the samples of each series. */
function OverFields({ idPrefix, build, change, onRun }: PartProps) {
  const { over, metric } = build;
  const label = t('datasource.builder.over', 'Over time');
  const isBareCounter = over === null && /_(total|count|sum|bucket)$/.test(metric);
  return (
    <>
      <InlineField
        label={label}
        labelWidth={16}
        tooltip={t('datasource.builder.overTooltip', 'Counters only grow: rate shows how fast, per second; increase how much within the window')}
      >
        <RadioButtonGroup
          id={`${idPrefix}-build-over`}
          aria-label={label}
          options={[{ value: NONE, label: t('datasource.builder.asIs', 'As it is') }, ...RANGE_FUNCTIONS.map((name) => ({ value: name as string, label: name }))]}
          value={over?.name ?? NONE}
          onChange={(chosen) => {
            const name = RANGE_FUNCTIONS.find((known) => known === chosen);
            change({ over: name ? { name, window: over?.window ?? USUAL_WINDOW } : null });
          }}
        />
      </InlineField>
      {over && (
        <ChoiceField
          id={`${idPrefix}-build-window`}
          label={t('datasource.builder.window', 'Window')}
          width={20}
          value={over.window}
          choices={WINDOWS}
          onChange={(window) => change({ over: { ...over, window: window || USUAL_WINDOW } })}
          onRun={onRun}
        />
      )}
      {isBareCounter && <span>{t('datasource.builder.counter', 'This looks like a counter, which only grows: choose rate.')}</span>}
    </>
  );
}

/** How series are joined. */
function JoinFields({ idPrefix, build, change, lookUp, onRun }: PartProps & { lookUp: LookUp }) {
  const { aggregate, metric, quantile } = build;
  const label = t('datasource.builder.join', 'Join series');
  return (
    <>
      <InlineField
        label={label}
        labelWidth={16}
        tooltip={t('datasource.builder.joinTooltip', 'Combines many series into one, or into one for each value of the labels')}
      >
        <RadioButtonGroup
          id={`${idPrefix}-build-join`}
          aria-label={label}
          options={[{ value: NONE, label: t('datasource.builder.apart', 'Keep apart') }, ...AGGREGATIONS.map((name) => ({ value: name as string, label: name }))]}
          value={aggregate?.name ?? NONE}
          onChange={(chosen) => {
            const name = AGGREGATIONS.find((known) => known === chosen);
            change({ aggregate: name ? { name, by: aggregate?.by ?? [] } : null });
          }}
        />
      </InlineField>
      {aggregate && (
        <LabelList
          id={`${idPrefix}-build-by`}
          label={t('datasource.builder.by', 'By label')}
          labels={aggregate.by}
          lookup={labelNames(metric || undefined)}
          lookUp={lookUp}
          onChange={(by) => change({ aggregate: { ...aggregate, by } })}
          onRun={onRun}
        />
      )}
      <ChoiceField
        id={`${idPrefix}-build-quantile`}
        label={t('datasource.builder.quantile', 'Quantile')}
        tooltip={t('datasource.builder.quantileTooltip', 'For a histogram (metric ends in _bucket): 95 % of observations are below the 0.95 quantile')}
        width={12}
        value={quantile === null ? NONE : String(quantile)}
        choices={[NONE, ...QUANTILES]}
        onChange={(text) => change(withQuantile(build, quantileOf(text)))}
        onRun={onRun}
      />
    </>
  );
}

/** A number from 0 to 1; anything else is no quantile. */
function quantileOf(text: string): number | null {
  const quantile = Number(text);
  return text.trim() !== '' && quantile >= 0 && quantile <= 1 ? quantile : null;
}
