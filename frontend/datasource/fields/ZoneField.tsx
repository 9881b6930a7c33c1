import React, { useMemo } from 'react';
import { t } from '@grafana/i18n';
import { Combobox, InlineField } from '@grafana/ui';

import { zoneNames } from '../timezone';

interface Props {
  id: string;
  timezone: string | undefined;
  invalid: boolean;
  onChange: (timezone: string) => void;
}

/**
 * A time zone by its IANA name. Not Grafana's own picker: that offers `browser` and writes UTC in a way of its own, and
 * a query holds neither.
 */
export function ZoneField({ id, timezone = 'UTC', invalid, onChange }: Props) {
  const options = useMemo(() => zoneNames().map((name) => ({ value: name, label: name })), []);
  return (
    <InlineField
      label={t('datasource.detection.timezone', 'Time zone')}
      labelWidth={14}
      htmlFor={id}
      invalid={invalid}
      tooltip={t(
        'datasource.detection.timezoneTooltip',
        'The zone of daily and weekly seasons; it is kept with the query, so that the score does not depend on who looks'
      )}
    >
      <Combobox
        id={id}
        width={26}
        invalid={invalid}
        options={options}
        value={{ value: timezone, label: timezone }}
        onChange={({ value }) => onChange(value)}
      />
    </InlineField>
  );
}
