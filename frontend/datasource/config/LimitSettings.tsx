import React from 'react';
import { t } from '@grafana/i18n';
import { ConfigSection } from '@grafana/plugin-ui';
import { InlineField, RadioButtonGroup } from '@grafana/ui';

import { DEFAULT_MAX_SAMPLES, DEFAULT_MAX_SERIES, DEFAULT_SETTLE, DEFAULT_TIMEOUT } from '../../contract/limits';
import { verbatim } from '../../shared/i18n/verbatim';
import { selectors } from '../../shared/selectors';
import { parseDuration } from '../duration';
import { DraftInput } from '../fields/DraftInput';
import type { SeismoJsonData, SourceKind } from '../types';

interface Props {
  kind: SourceKind;
  jsonData: SeismoJsonData;
  readOnly?: boolean;
  onChange: (change: Partial<SeismoJsonData>) => void;
}

interface FieldText {
  id: string;
  label: string;
  tooltip: string;
  placeholder: string;
}

const LABEL_WIDTH = 24;
const INPUT_WIDTH = 20;

const METHODS: Array<{ value: 'POST' | 'GET'; label: string }> = [
  { value: 'POST', label: 'POST' },
  { value: 'GET', label: 'GET' },
];

/** How the source is queried, and the limits. */
export function LimitSettings({ kind, jsonData, readOnly, onChange }: Props) {
  const durationField = (key: 'timeInterval' | 'settle', { id, label, tooltip, placeholder }: FieldText) => {
    const value = jsonData[key] ?? '';
    const invalid = value !== '' && parseDuration(value) === null;
    return (
      <InlineField
        label={label}
        labelWidth={LABEL_WIDTH}
        tooltip={tooltip}
        disabled={readOnly}
        invalid={invalid}
        error={t('datasource.config.durationError', '"{{value}}" is not a valid duration such as 30s, 1m or 1h30m', { value, ...verbatim })}
      >
        <DraftInput
          id={id}
          width={INPUT_WIDTH}
          placeholder={placeholder}
          value={value}
          onCommit={(text) => onChange({ [key]: text.trim() || undefined })}
        />
      </InlineField>
    );
  };

  const countField = (key: 'timeout' | 'maxSeries' | 'maxSamples', { id, label, tooltip, placeholder }: FieldText) => {
    const value = jsonData[key];
    const invalid = value !== undefined && !(Number.isInteger(value) && value > 0);
    return (
      <InlineField
        label={label}
        labelWidth={LABEL_WIDTH}
        tooltip={tooltip}
        disabled={readOnly}
        invalid={invalid}
        error={t('datasource.config.countError', '{{value}} is not a valid whole number of at least 1', { value })}
      >
        <DraftInput
          id={id}
          type="number"
          min={1}
          step={1}
          width={INPUT_WIDTH}
          placeholder={placeholder}
          value={value === undefined ? '' : String(value)}
          onCommit={(text) => onChange({ [key]: text.trim() === '' ? undefined : Number(text) })}
        />
      </InlineField>
    );
  };

  return (
    <div data-testid={selectors.configEditor.limits}>
      <ConfigSection title={t('datasource.config.limits', 'Queries and limits')}>
        {durationField('timeInterval', {
          id: 'limits-time-interval',
          label: t('datasource.config.timeInterval', 'Scrape interval'),
          tooltip: t('datasource.config.timeIntervalTooltip', 'How often the source has a new value; the detection interval of queries that leave it to auto'),
          placeholder: '1m',
        })}
        {kind === 'prometheus' && (
          <InlineField label={t('datasource.config.method', 'HTTP method')} labelWidth={LABEL_WIDTH} disabled={readOnly}>
            <RadioButtonGroup
              aria-label={t('datasource.config.method', 'HTTP method')}
              options={METHODS}
              value={jsonData.httpMethod ?? 'POST'}
              disabled={readOnly}
              onChange={(httpMethod) => onChange({ httpMethod })}
            />
          </InlineField>
        )}
        {kind !== 'sample' &&
          countField('timeout', {
            id: 'limits-timeout',
            label: t('datasource.config.timeout', 'Timeout (seconds)'),
            tooltip: t('datasource.config.timeoutTooltip', 'How long one request to the source may take'),
            placeholder: String(DEFAULT_TIMEOUT),
          })}
        {countField('maxSeries', {
          id: 'limits-max-series',
          label: t('datasource.config.maxSeries', 'Most series'),
          tooltip: t('datasource.config.maxSeriesTooltip', 'Series of one query beyond this number are left out, and a notice says so'),
          placeholder: String(DEFAULT_MAX_SERIES),
        })}
        {countField('maxSamples', {
          id: 'limits-max-samples',
          label: t('datasource.config.maxSamples', 'Most samples'),
          tooltip: t('datasource.config.maxSamplesTooltip', 'A query that would read more samples than this is refused'),
          placeholder: String(DEFAULT_MAX_SAMPLES),
        })}
        {durationField('settle', {
          id: 'limits-settle',
          label: t('datasource.config.settle', 'Settle window'),
          tooltip: t('datasource.config.settleTooltip', 'Data younger than this can still change, so it is read again at each refresh'),
          placeholder: DEFAULT_SETTLE,
        })}
      </ConfigSection>
    </div>
  );
}
