import React from 'react';
import { t } from '@grafana/i18n';
import { Combobox, InlineField, type ComboboxOption } from '@grafana/ui';

import type { Output } from './types';

interface Props {
  id: string;
  output: Output;
  onChange: (output: Output) => void;
}

/** What the answer holds. */
export function OutputSelect({ id, output, onChange }: Props) {
  return (
    <InlineField
      label={t('datasource.output.label', 'Output')}
      labelWidth={14}
      htmlFor={id}
      tooltip={t(
        'datasource.output.tooltip',
        'Everything is for the severity panel; alert rules and expressions need one number for each series'
      )}
    >
      <Combobox id={id} width={26} options={outputs()} value={output} onChange={({ value }) => onChange(value)} />
    </InlineField>
  );
}

function outputs(): Array<ComboboxOption<Output>> {
  return [
    { value: 'panel', label: t('datasource.output.panel', 'Everything') },
    { value: 'score', label: t('datasource.output.score', 'Score'), description: '0..1' },
    { value: 'severity', label: t('datasource.output.severity', 'Severity'), description: '0..4' },
    { value: 'deviation', label: t('datasource.output.deviation', 'Deviation'), description: 'σ' },
    { value: 'expected', label: t('datasource.output.expected', 'Expected value') },
  ];
}
