import React from 'react';
import { InlineField } from '@grafana/ui';

import { DraftInput } from '../fields/DraftInput';

interface Props {
  id: string;
  /** The path of the number in the query, such as `detection.valueRange.minimum`. */
  path: string;
  label: string;
  tooltip: string;
  value: number | undefined;
  wrongFields: ReadonlySet<string>;
  onChange: (value: number | undefined) => void;
  onRun: () => void;
}

/** An optional number. */
export function NumberField({ id, path, label, tooltip, value, wrongFields, onChange, onRun }: Props) {
  return (
    <InlineField label={label} labelWidth={20} tooltip={tooltip} invalid={wrongFields.has(path)}>
      <DraftInput
        id={id}
        type="number"
        width={12}
        invalid={wrongFields.has(path)}
        value={value === undefined ? '' : String(value)}
        onCommit={(text) => onChange(text.trim() === '' ? undefined : Number(text))}
        onRun={onRun}
      />
    </InlineField>
  );
}
