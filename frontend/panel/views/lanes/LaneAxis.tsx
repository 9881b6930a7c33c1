import { css } from '@emotion/css';
import React from 'react';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import { timeTicks } from '../../timeTicks';

import { xAt } from './draw';

interface Props {
  range: { fromMs: number; toMs: number };
  left: number;
  width: number;
  height: number;
  timeZone: TimeZone;
}

/** The time axis under the lanes, in the panel's zone. */
export function LaneAxis({ range, left, width, height, timeZone }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.axis} style={{ height }} aria-hidden="true">
      {timeTicks(range, width, timeZone).map(({ timeMs, text }) => (
        <span key={timeMs} className={styles.tick} style={{ left: xAt(range, { left, width }, timeMs) }}>
          {text}
        </span>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  axis: css({
    position: 'relative',
    overflow: 'hidden',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
  }),
  tick: css({
    position: 'absolute',
    top: 4,
    transform: 'translateX(-50%)',
    whiteSpace: 'nowrap',
    lineHeight: 1.2,
    '&::before': { content: '""', position: 'absolute', top: -4, left: '50%', height: 3, borderLeft: `1px solid ${theme.colors.border.medium}` },
  }),
});
