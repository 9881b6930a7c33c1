import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { IconButton, useStyles2 } from '@grafana/ui';

import { verbatim } from '../../shared/i18n/verbatim';
import type { Completion } from '../complete/completion';
import type { LookUp } from '../complete/useCompletion';
import { ChoiceField } from './ChoiceField';

interface Props {
  id: string;
  /** The accessible name of the field that adds a label. */
  label: string;
  labels: readonly string[];
  /** How many there can be. */
  most?: number;
  lookup: Completion['lookup'];
  lookUp: LookUp;
  onChange: (labels: string[]) => void;
  onRun: () => void;
}

/** A field to add the name of a label, and behind it those that were added, each of which can be taken out. */
export function LabelList({ id, label, labels, most = Infinity, lookup, lookUp, onChange, onRun }: Props) {
  const styles = useStyles2(getStyles);
  const add = (name: string) => {
    if (name !== '' && !labels.includes(name) && labels.length < most) {
      onChange([...labels, name]);
    }
  };
  return (
    <div className={styles.list}>
      <ChoiceField id={id} label={label} value="" width={20} choices={lookup} lookUp={lookUp} onChange={add} onRun={onRun} />
      {labels.map((name, at) => (
        <span key={name} className={styles.chip}>
          {name}
          <IconButton
            name="times"
            size="sm"
            tooltip={t('datasource.labels.remove', 'Remove the label {{name}}', { name, ...verbatim })}
            onClick={() => onChange(labels.filter((_, index) => index !== at))}
          />
        </span>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
  chip: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    // As a field has it, so that both stand in one line.
    marginBottom: theme.spacing(0.5),
    padding: theme.spacing(0.25, 0.5, 0.25, 1),
    borderRadius: theme.shape.radius.pill,
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.medium}`,
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
