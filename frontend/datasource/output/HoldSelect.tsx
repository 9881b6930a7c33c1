import React from 'react';
import { t } from '@grafana/i18n';
import { InlineField, RadioButtonGroup } from '@grafana/ui';

import type { Hold, Output } from '../../contract/types';


interface Props {
  id: string;
  /** Undefined: the caller's default applies. */
  hold: Hold | undefined;
  onChange: (hold: Hold | undefined) => void;
}

/** The option for an absent `hold`. */
const AUTO = 'auto';

/** Whether an output expresses how bad an event is, so that it can be held. */
export function isHeld(output: Output): boolean {
  return output === 'score' || output === 'severity';
}

/** How long a score or severity is held. */
export function HoldSelect({ id, hold, onChange }: Props) {
  const label = t('datasource.hold.label', 'Hold');
  return (
    <InlineField
      label={label}
      labelWidth={16}
      tooltip={t(
        'datasource.hold.tooltip',
        'While event: a row within an event says how bad the event has been so far, so an alert does not resolve while the incident goes on. Each row: its own score. Auto is while event for alert rules, and each row otherwise.'
      )}
    >
      <RadioButtonGroup
        id={id}
        aria-label={label}
        options={[
          { value: AUTO, label: t('datasource.hold.auto', 'Auto') },
          { value: 'event', label: t('datasource.hold.event', 'While event') },
          { value: 'row', label: t('datasource.hold.row', 'Each row') },
        ]}
        value={hold ?? AUTO}
        onChange={(chosen) => onChange(chosen === AUTO ? undefined : (chosen as Hold))}
      />
    </InlineField>
  );
}
