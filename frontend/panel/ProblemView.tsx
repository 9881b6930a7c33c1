import { css, cx } from '@emotion/css';
import React from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import type { Advice } from './problems';

interface Props {
  advice: Advice;
  width: number;
  height: number;
}

/** Size below which only the text has room (CSS pixels). */
const SMALL = { width: 280, height: 140 };

/** Shown in place of the chart: the problem and the advice. */
export function ProblemView({ advice, width, height }: Props) {
  const styles = useStyles2(getStyles);
  const isSmall = width < SMALL.width || height < SMALL.height;
  return (
    <div className={cx(styles.box, isSmall && styles.small)} style={{ width, height }} role="status" title={isSmall ? advice.hint : undefined}>
      <div className={cx(styles.title, isSmall && styles.smallTitle)}>{advice.title}</div>
      {advice.hint && <div className={styles.hint}>{advice.hint}</div>}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: theme.spacing(0.5),
    padding: theme.spacing(1),
    textAlign: 'center',
    overflow: 'hidden',
  }),
  // Aligned to the top, so that the first words are visible if there are too many.
  small: css({ justifyContent: 'safe center', gap: 0, padding: theme.spacing(0.5), lineHeight: 1.25 }),
  smallTitle: css({ fontSize: theme.typography.bodySmall.fontSize }),
  title: css({ fontSize: theme.typography.h5.fontSize, fontWeight: theme.typography.fontWeightMedium }),
  hint: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    maxWidth: 560,
    overflowWrap: 'anywhere',
  }),
});
