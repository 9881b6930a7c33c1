import React, { useMemo } from 'react';
import { InlineField } from '@grafana/ui';

import type { Completion } from '../complete/completion';
import type { LookUp } from '../complete/useCompletion';
import { completeWhole } from '../complete/whole';
import { SuggestField } from './SuggestField';

interface Props {
  id: string;
  label: string;
  tooltip?: string;
  /** As wide as the labels around it. */
  labelWidth?: number;
  value: string;
  width: number;
  /** What is offered; anything else can be typed. */
  choices: Completion['lookup'];
  /** Needed where the choices are the backend's. */
  lookUp?: LookUp;
  invalid?: boolean;
  onChange: (value: string) => void;
  onRun: () => void;
}

/**
 * A text with the usual answers on offer. Grafana's Combobox does not serve: where its chosen option stands further down
 * than the options that match what is typed, Enter chooses none of them, and it fails.
 */
export function ChoiceField({ id, label, tooltip, labelWidth = 16, value, width, choices, lookUp, invalid, onChange, onRun }: Props) {
  const complete = useMemo(() => completeWhole(choices), [choices]);
  return (
    <InlineField label={label} labelWidth={labelWidth} tooltip={tooltip} htmlFor={id} invalid={invalid}>
      <SuggestField
        id={id}
        label={label}
        width={width}
        value={value}
        invalid={invalid}
        complete={complete}
        lookUp={lookUp}
        onCommit={(text) => onChange(text.trim())}
        onRun={onRun}
      />
    </InlineField>
  );
}
