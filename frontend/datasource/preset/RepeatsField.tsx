import React from 'react';
import { t } from '@grafana/i18n';
import { InlineField, RadioButtonGroup, Stack, Text } from '@grafana/ui';

import type { Repeats } from '../../contract/types';


interface Props {
  idPrefix: string;
  repeats: Repeats;
  invalid: boolean;
  onChange: (repeats: Repeats) => void;
}

/** The treatment of recurring incidents, with a sentence that explains the choice. */
export function RepeatsField({ idPrefix, repeats, invalid, onChange }: Props) {
  const label = t('datasource.repeats.label', 'Repeats');
  const options = choices();
  return (
    <Stack gap={0.5} wrap="wrap" alignItems="center">
      <InlineField
        label={label}
        labelWidth={20}
        invalid={invalid}
        tooltip={t('datasource.repeats.tooltip', 'What recurs at the same time of day or week is ordinary either way.')}
      >
        <RadioButtonGroup id={`${idPrefix}-repeats`} aria-label={label} options={options} value={repeats} onChange={onChange} />
      </InlineField>
      <Text variant="bodySmall" color="secondary">
        {options.find(({ value }) => value === repeats)?.description ?? ''}
      </Text>
    </Stack>
  );
}

function choices(): Array<{ value: Repeats; label: string; description: string }> {
  return [
    {
      value: 'alarm',
      label: t('datasource.repeats.alarm', 'Keep alarming'),
      description: t('datasource.repeats.alarmMeans', 'Incidents that recur at no fixed time keep raising alarms.'),
    },
    {
      value: 'accept',
      label: t('datasource.repeats.accept', 'Accept as ordinary'),
      description: t('datasource.repeats.acceptMeans', 'Recurring incidents count as ordinary after a few times.'),
    },
  ];
}
