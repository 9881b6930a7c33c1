import React from 'react';
import { t } from '@grafana/i18n';
import { InlineField, InlineSwitch } from '@grafana/ui';

interface Props {
  id: string;
  live: boolean;
  onChange: (live: boolean) => void;
}

/** The switch for streaming new rows. */
export function LiveSwitch({ id, live, onChange }: Props) {
  return (
    <InlineField
      label={t('datasource.live.label', 'Stream scores')}
      htmlFor={id}
      labelWidth={16}
      tooltip={t(
        'datasource.live.tooltip',
        'New rows come as soon as they are scored, without a refresh. All viewers of this query share one stream. It needs a time range that ends now. You do not need Explore’s own button "Live".'
      )}
    >
      <InlineSwitch id={id} value={live} onChange={(event) => onChange(event.currentTarget.checked)} />
    </InlineField>
  );
}
