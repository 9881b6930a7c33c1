import { css } from '@emotion/css';
import React from 'react';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import { eventsOf } from '../events/rows';
import { isScored, type SeveritySeries } from '../model';
import { SeverityIcon } from '../SeverityIcon';
import { StandingIcon } from '../StandingIcon';
import { eventsText, rowsText, standingText } from '../words';

interface Props {
  series: SeveritySeries;
  color: string;
  height: number;
  /** Of what is shown. */
  rangeMs: number;
  timeZone: TimeZone;
}

/** Whose plot follows, and how bad it is. */
export function PlotTitle({ series, color, height, rangeMs, timeZone }: Props) {
  const styles = useStyles2(getStyles);
  const { verdict, standing } = series;
  const unknown = standingText(standing, rangeMs, timeZone);
  return (
    <div className={styles.title} style={{ height }}>
      <span className={styles.line} style={{ background: color }} />
      <span className={styles.name} title={series.name}>
        {series.name}
      </span>
      <span className={styles.right}>
        {standing.kind !== 'known' && (
          <span className={styles.count}>
            <StandingIcon kind={standing.kind} />
            {unknown}
          </span>
        )}
        {isScored(series) && verdict?.worst && (
          <span className={styles.count}>
            <SeverityIcon level={verdict.worst.level} scheme={verdict.scheme} />
            {eventsText(eventsOf(series).length)}
            <span className={styles.weak}>{rowsText(verdict.counts.anomalies)}</span>
          </span>
        )}
      </span>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  title: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.75),
    padding: theme.spacing(0, 1.5, 0, 1),
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  line: css({ width: 12, height: 3, borderRadius: 2, flexShrink: 0 }),
  name: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  count: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    whiteSpace: 'nowrap',
  }),
  right: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(1.5), marginLeft: 'auto' }),
  weak: css({ color: theme.colors.text.secondary }),
});
