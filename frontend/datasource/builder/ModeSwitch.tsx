import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { InlineField, RadioButtonGroup, useStyles2 } from '@grafana/ui';

import { verbatim } from '../../shared/i18n/verbatim';

interface Props {
  id: string;
  isBuilder: boolean;
  /** Where the text holds more than the builder can show: from here on. */
  rest: string | undefined;
  onChange: (isBuilder: boolean) => void;
}

/** Builder or code; where a text is only for code, it says why. */
export function ModeSwitch({ id, isBuilder, rest, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const label = t('datasource.mode.label', 'Edit with');
  return (
    <div className={styles.row}>
      <InlineField label={label} labelWidth={16}>
        <RadioButtonGroup
          id={id}
          aria-label={label}
          options={[
            { value: true, label: t('datasource.mode.builder', 'Builder') },
            { value: false, label: t('datasource.mode.code', 'Code') },
          ]}
          disabledOptions={rest === undefined ? [] : [true]}
          value={isBuilder}
          onChange={onChange}
        />
      </InlineField>
      {rest !== undefined && <span className={styles.reason}>{reasonFor(rest)}</span>}
    </div>
  );
}

function reasonFor(rest: string): string {
  return rest === ''
    ? t('datasource.mode.unfinished', 'It stays code: the query is not finished.')
    : t('datasource.mode.rest', 'It stays code: the builder cannot show “{{rest}}”.', { rest, ...verbatim });
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
  reason: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
