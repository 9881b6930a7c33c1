import React from 'react';
import { t } from '@grafana/i18n';
import { InlineField, RadioButtonGroup } from '@grafana/ui';

import type { Output } from './types';

interface Props {
  id: string;
  output: Output;
  /** An alert rule needs numbers: a list is no choice then. */
  inAlert?: boolean;
  onChange: (output: Output) => void;
}

/** What the answer holds. */
export function OutputSelect({ id, output, inAlert, onChange }: Props) {
  const label = t('datasource.output.label', 'Output');
  return (
    <InlineField
      label={label}
      labelWidth={16}
      tooltip={t(
        'datasource.output.tooltip',
        'Everything is for the severity panel; alert rules and expressions need one number for each series; events are a list for tables and annotations'
      )}
    >
      <RadioButtonGroup
        id={id}
        aria-label={label}
        options={outputs()}
        disabledOptions={inAlert ? ['events'] : []}
        value={output}
        onChange={onChange}
      />
    </InlineField>
  );
}

function outputs(): Array<{ value: Output; label: string; description?: string }> {
  return [
    { value: 'panel', label: t('datasource.output.panel', 'Everything') },
    { value: 'score', label: t('datasource.output.score', 'Score'), description: '0..1' },
    { value: 'severity', label: t('datasource.output.severity', 'Severity'), description: '0..4' },
    { value: 'deviation', label: t('datasource.output.deviation', 'Deviation'), description: 'σ' },
    { value: 'expected', label: t('datasource.output.expected', 'Expected value') },
    { value: 'events', label: t('datasource.output.events', 'Events') },
  ];
}
