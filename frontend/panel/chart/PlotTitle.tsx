import { css } from '@emotion/css';
import React from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import type { SeveritySeries } from '../model';
import { SeverityIcon } from '../SeverityIcon';
import { anomaliesText } from '../words';

interface Props {
  series: SeveritySeries;
  color: string;
  height: number;
}

/** Whose plot follows, and how bad it is. */
export function PlotTitle({ series, color, height }: Props) {
  const styles = useStyles2(getStyles);
  const { verdict } = series;
  const anomalies = verdict?.counts.anomalies ?? 0;
  return (
    <div className={styles.title} style={{ height }}>
      <span className={styles.line} style={{ background: color }} />
      <span className={styles.name} title={series.name}>
        {series.name}
      </span>
      {verdict?.worst && (
        <span className={styles.count}>
          <SeverityIcon level={verdict.worst.level} scheme={verdict.scheme} />
          {anomaliesText(anomalies)}
        </span>
      )}
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
    marginLeft: 'auto',
    whiteSpace: 'nowrap',
    color: theme.colors.text.secondary,
  }),
});
