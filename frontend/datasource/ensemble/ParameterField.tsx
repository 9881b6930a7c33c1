import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Field, useStyles2 } from '@grafana/ui';

import { verbatim } from '../../shared/i18n/verbatim';
import { DraftInput } from '../fields/DraftInput';
import type { ParameterInfo } from './detectors';

interface Props {
  id: string;
  info: ParameterInfo;
  value: unknown;
  invalid: boolean;
  onChange: (value: number | undefined) => void;
  onRun: () => void;
}

/** One parameter, with its description and bounds under its name. */
export function ParameterField({ id, info, value, invalid, onChange, onRun }: Props) {
  const styles = useStyles2(getStyles);
  const { name, default: usual, minimum, maximum, isWhole, unit, summary } = info;
  const bounds = t('datasource.ensemble.bounds', '{{minimum}} to {{maximum}}, usually {{usual}}.', { minimum, maximum, usual, ...verbatim });
  return (
    <Field
      className={styles.field}
      label={name.replaceAll('_', ' ')}
      description={`${summary} ${bounds}`}
      invalid={invalid}
      error={invalid ? bounds : undefined}
      htmlFor={id}
      noMargin
    >
      <DraftInput
        id={id}
        type="number"
        min={minimum}
        max={maximum}
        step={isWhole ? 1 : undefined}
        width={20}
        suffix={unit || undefined}
        invalid={invalid}
        value={String(value ?? usual)}
        onCommit={(text) => onChange(text.trim() === '' ? undefined : Number(text))}
        onRun={onRun}
      />
    </Field>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  field: css({ flex: '1 1 200px', maxWidth: 320, display: 'flex', flexDirection: 'column', justifyContent: 'space-between', gap: theme.spacing(0.5) }),
});
