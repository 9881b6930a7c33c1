import React, { type KeyboardEvent } from 'react';
import { Input } from '@grafana/ui';

import { useDraft } from './useDraft';

interface Props {
  id: string;
  value: string;
  placeholder?: string;
  width?: number;
  type?: 'text' | 'number';
  min?: number;
  max?: number;
  step?: number;
  disabled?: boolean;
  invalid?: boolean;
  /** The unit, beside the text. */
  suffix?: string;
  onCommit: (value: string) => void;
  /** Enter asks to run, whether or not the text has changed. */
  onRun?: () => void;
}

/** An input that hands its text over on blur or Enter. */
export function DraftInput({ value, suffix, onCommit, onRun, ...input }: Props) {
  const { text, setDraft, commit } = useDraft(value, onCommit);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      commit();
      onRun?.();
    }
  };

  const suffixId = `${input.id}-suffix`;
  return (
    <Input
      {...input}
      aria-invalid={input.invalid}
      suffix={suffix && <span id={suffixId}>{suffix}</span>}
      aria-describedby={suffix && suffixId}
      value={text}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={() => commit()}
      onKeyDown={onKeyDown}
    />
  );
}
