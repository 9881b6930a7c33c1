import { css } from '@emotion/css';
import React from 'react';
import { dateTimeFormat, systemDateFormats, type GrafanaTheme2, type TimeZone } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import { xAt } from './draw';
import { ticksOf } from './grid';

interface Props {
  range: { fromMs: number; toMs: number };
  offsetMs: number;
  left: number;
  width: number;
  height: number;
  timeZone: TimeZone;
}

/** A label and the air around it (CSS pixels). */
const LABEL_WIDTH = 70;
const DAY_MS = 86_400_000;

/** The times under the lanes, in the panel's zone. */
export function LaneAxis({ range, offsetMs, left, width, height, timeZone }: Props) {
  const styles = useStyles2(getStyles);
  const { stepMs, times } = ticksOf(range, width / LABEL_WIDTH, offsetMs);
  return (
    <div className={styles.axis} style={{ height }} aria-hidden="true">
      {times.map((timeMs) => (
        <span key={timeMs} className={styles.tick} style={{ left: xAt(range, { left, width }, timeMs) }}>
          {dateTimeFormat(timeMs, { timeZone, format: formatAt(timeMs + offsetMs, stepMs) })}
        </span>
      ))}
    </div>
  );
}

/** As Grafana's axes write times; the first moment of a day is the day's. */
function formatAt(localMs: number, stepMs: number): string {
  const { second, minute, day } = systemDateFormats.interval;
  if (stepMs >= DAY_MS || localMs % DAY_MS === 0) {
    return day;
  }
  return stepMs < 60_000 ? second : minute;
}

const getStyles = (theme: GrafanaTheme2) => ({
  axis: css({
    position: 'relative',
    overflow: 'hidden',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.size.sm,
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
