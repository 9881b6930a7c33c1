import React, { useMemo } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2, useTheme2 } from '@grafana/ui';

import { SeverityIcon } from '../../panel/SeverityIcon';
import type { SeismoEvent } from '../../shared/contract';
import { formatInstant } from '../../shared/format';
import { verbatim } from '../../shared/i18n/verbatim';
import { severityColor } from '../../shared/severity';
import { linePath, scaleOf, SIDE } from './line';
import type { PreviewSeries } from './summary';

interface Props {
  series: PreviewSeries;
  range: { fromMs: number; toMs: number };
  timeZone: string;
}

/**
 * One series in small: its line, and for each event its duration and a mark at its peak, in the severity's colour and
 * shape.
 */
export function Sparkline({ series, range, timeZone }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const { name, times, values, events, scheme } = series;
  const scale = useMemo(() => scaleOf(range, values), [range, values]);
  const path = useMemo(() => linePath(times, values, scale), [times, values, scale]);
  const label = t('datasource.preview.series', '{{name}}: {{count}} events', {
    name,
    count: events.length,
    defaultValue_one: '{{name}}: 1 event',
    ...verbatim,
  });

  return (
    <figure className={styles.figure}>
      <figcaption className={styles.name} title={name}>
        {name}
      </figcaption>
      <div className={styles.box} role="img" aria-label={label}>
        <svg className={styles.line} viewBox={`0 0 ${SIDE} ${SIDE}`} preserveAspectRatio="none" aria-hidden="true">
          {events.map((event) => (
            <rect
              key={event.fromMs}
              x={scale.x(event.fromMs)}
              width={Math.max(0.4, scale.x(event.toMs) - scale.x(event.fromMs))}
              y={0}
              height={SIDE}
              fill={severityColor(event.severity, theme.isDark, scheme)}
              opacity={0.18}
            />
          ))}
          <path d={path} fill="none" stroke={theme.colors.text.secondary} strokeWidth={1.25} vectorEffect="non-scaling-stroke" />
        </svg>
        {events.map((event) => (
          <span
            key={event.fromMs}
            className={styles.mark}
            style={{ left: `${scale.x(event.peakMs)}%`, top: `${scale.y(event.value)}%` }}
            title={markTitle(event, timeZone)}
          >
            <SeverityIcon level={event.severity} scheme={scheme} />
          </span>
        ))}
      </div>
      <span className={styles.count}>{t('datasource.preview.events', '{{count}} events', { count: events.length, defaultValue_one: '1 event' })}</span>
    </figure>
  );
}

function markTitle({ peakMs, peakScore }: SeismoEvent, timeZone: string): string {
  return t('datasource.preview.mark', '{{time}}, score {{score}}', {
    time: formatInstant(peakMs, timeZone),
    score: peakScore.toFixed(2),
    ...verbatim,
  });
}

const getStyles = (theme: GrafanaTheme2) => ({
  figure: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(80px, 220px) minmax(120px, 1fr) 72px',
    alignItems: 'center',
    gap: theme.spacing(1),
    margin: 0,
    fontSize: theme.typography.bodySmall.fontSize,
    '@container (max-width: 480px)': { gridTemplateColumns: '1fr 72px', '& > div': { gridColumn: '1 / -1', gridRow: 2 } },
  }),
  name: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', color: theme.colors.text.primary }),
  // Room above and below for marks at the ends.
  box: css({ position: 'relative', height: 34, margin: theme.spacing(1, 0.75) }),
  line: css({ position: 'absolute', inset: 0, width: '100%', height: '100%', overflow: 'visible' }),
  mark: css({ position: 'absolute', transform: 'translate(-50%, -50%)', lineHeight: 0 }),
  count: css({ color: theme.colors.text.secondary, whiteSpace: 'nowrap' }),
});
