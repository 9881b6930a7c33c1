import React from 'react';
import { Combobox, InlineField, type ComboboxOption } from '@grafana/ui';

interface Props {
  id: string;
  label: string;
  tooltip: string;
  value: string;
  /** What the menu offers; any other duration can be typed. */
  choices: Array<string | ComboboxOption<string>>;
  invalid: boolean;
  onChange: (value: string) => void;
}

/** A duration, or one of a few words. */
export function DurationField({ id, label, tooltip, value, choices, invalid, onChange }: Props) {
  const options = choices.map((choice) => (typeof choice === 'string' ? { value: choice, label: choice } : choice));
  return (
    <InlineField label={label} labelWidth={14} tooltip={tooltip} htmlFor={id} invalid={invalid}>
      <Combobox
        id={id}
        width={18}
        createCustomValue
        invalid={invalid}
        options={options}
        value={options.find((option) => option.value === value) ?? { value, label: value }}
        onChange={(option) => onChange(option.value.trim())}
      />
    </InlineField>
  );
}
