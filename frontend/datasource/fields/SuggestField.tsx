import React from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { TextArea, useStyles2, useTheme2 } from '@grafana/ui';

import type { Completer } from '../complete/completion';
import type { LookUp } from '../complete/useCompletion';
import { OfferList } from './OfferList';
import { useSuggest } from './useSuggest';

interface Props {
  id: string;
  /** The accessible name. */
  label: string;
  value: string;
  placeholder?: string;
  invalid?: boolean;
  /** In units of the theme's grid; as wide as there is room without it. */
  width?: number;
  complete: Completer;
  /** Only a completer that offers lists of its own does without. */
  lookUp?: LookUp;
  onCommit: (value: string) => void;
  onRun: () => void;
}

/** A text of one line that offers names. Handed over on blur and on Enter, which runs it as well. */
export function SuggestField({ label, placeholder, invalid, width, ...options }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const { area, list } = useSuggest({ ...options, isSingleLine: true });

  return (
    <div className={cx(styles.root, width === undefined && styles.wide)} style={{ width: width && theme.spacing(width) }}>
      <TextArea {...area} rows={1} placeholder={placeholder} invalid={invalid} aria-invalid={invalid} aria-label={label} className={styles.line} />
      <OfferList {...list} label={label} isMixed={false} />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  root: css({ position: 'relative', maxWidth: '100%' }),
  wide: css({ flexGrow: 1, minWidth: 160 }),
  line: css({
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    resize: 'none',
    minHeight: theme.spacing(4),
    height: theme.spacing(4),
    padding: theme.spacing(0, 1),
    // As high as the field, so that its one line stands in the middle; less its border.
    lineHeight: `calc(${theme.spacing(4)} - 2px)`,
    overflow: 'hidden',
    whiteSpace: 'nowrap',
  }),
});
