import { css, cx } from '@emotion/css';
import React, { memo, useCallback, useMemo } from 'react';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';

import type { SeverityLevel } from '../../../shared/contract';
import { formatShare } from '../../../shared/format';
import { severityColor } from '../../../shared/severity';
import { formatOf } from '../../chart/shared';
import { lineColor } from '../../draw/colors';
import type { SeveritySeries } from '../../model';
import { SeverityIcon } from '../../SeverityIcon';
import { StandingIcon } from '../../StandingIcon';
import { useCanvas } from '../../useCanvas';
import { eventsText } from '../../words';

import { factsOf } from './facts';
import { cardLabel, changeText, isTold, stateText } from './label';
import { drawSparkline } from './sparkline';

interface Props {
  series: SeveritySeries;
  /** Index among all series: determines the colour. */
  place: number;
  visible: ReadonlySet<SeverityLevel>;
  fromMs: number;
  toMs: number;
  timeZone: TimeZone;
  width: number;
  height: number;
  opened: boolean;
  onOpen: (id: string) => void;
}

/** Border, padding and lines of text within a card (CSS pixels). */
const WITHIN = { width: 22, height: 76 };
/** Smallest useful height of a sparkline (CSS pixels). */
const LOWEST_SPARKLINE = 12;

/** One series at a glance: its current value, its sparkline, its severity. */
export const MetricCard = memo(function MetricCard({ series, place, visible, fromMs, toMs, timeZone, width, height, opened, onOpen }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const facts = useMemo(() => factsOf(series, visible), [series, visible]);
  const format = useMemo(() => formatOf(series.field, theme), [series.field, theme]);
  const value = facts.now ? format(facts.now.value) : '';
  const state = stateText(facts, toMs - fromMs, timeZone);
  const { kind } = facts.standing;
  const size = { width: Math.max(20, width - WITHIN.width), height: height - WITHIN.height };
  const color = lineColor(series.field, place, theme);
  const paint = useCallback(
    (context: CanvasRenderingContext2D) => {
      const look = { line: color, isDark: theme.isDark, background: theme.colors.background.secondary, visible };
      drawSparkline(context, series, { fromMs, toMs }, { width: size.width, height: size.height }, look);
    },
    [series, color, theme, visible, fromMs, toMs, size.width, size.height]
  );
  const canvas = useCanvas(size.width, size.height, paint);
  const level = facts.now?.level ?? null;
  const score = kind === 'known' ? (facts.now?.score ?? null) : null;
  return (
    <button
      type="button"
      className={cx(styles.card, kind !== 'known' && styles.unknown, opened && styles.opened)}
      style={{ height, borderLeftColor: level === null ? theme.colors.border.medium : severityColor(level, theme.isDark, facts.scheme) }}
      title={cardLabel(series.name, facts, value, state)}
      aria-pressed={opened}
      onClick={() => onOpen(series.id)}
    >
      <span className={styles.line}>
        <span className={cx(styles.name, styles.title)}>{series.name}</span>
      </span>{' '}
      <span className={styles.line}>
        <span className={cx(styles.value, kind === 'gone' && styles.weak)}>{value}</span> <span className={styles.weak}>{kind === 'known' && changeText(facts.change)}</span>
      </span>{' '}
      {size.height >= LOWEST_SPARKLINE && <canvas ref={canvas} style={size} aria-hidden="true" />}
      <span className={cx(styles.line, styles.foot)}>
        <span className={styles.state}>
          {level !== null && <SeverityIcon level={level} scheme={facts.scheme} />}
          {level === null && kind !== 'known' && <StandingIcon kind={kind} />}
          <span className={styles.name}>{state}</span> {score !== null && <span className={styles.weak}>{formatShare(score)}</span>}
        </span>{' '}
        <span className={styles.right}>
          {facts.worst && <SeverityIcon level={facts.worst.level} scheme={facts.scheme} />}
          {facts.happened && isTold(facts) && <span className={styles.name}>{eventsText(facts.happened.events)}</span>}
        </span>
      </span>
    </button>
  );
});

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'space-between',
    width: '100%',
    padding: '5px 8px 4px 8px',
    border: `1px solid ${theme.colors.border.weak}`,
    borderLeft: '4px solid',
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
    textAlign: 'left',
    overflow: 'hidden',
    '&:hover': { background: theme.colors.emphasize(theme.colors.background.secondary, 0.03) },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 1 },
  }),
  // Its current state is unknown.
  unknown: css({ borderStyle: 'dashed', borderLeftStyle: 'dashed' }),
  opened: css({ borderColor: theme.colors.primary.border }),
  line: css({
    display: 'flex',
    alignItems: 'baseline',
    gap: theme.spacing(0.75),
    minWidth: 0,
    whiteSpace: 'nowrap',
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
  }),
  // An icon has no baseline, so words beside one would be higher than words without one.
  foot: css({ alignItems: 'center' }),
  name: css({ minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis' }),
  title: css({ fontWeight: theme.typography.fontWeightMedium }),
  state: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5), minWidth: 0, svg: { flexShrink: 0 } }),
  value: css({ fontSize: theme.typography.h4.fontSize, fontWeight: theme.typography.fontWeightMedium, lineHeight: 1.2 }),
  right: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5), flexShrink: 0, marginLeft: 'auto', svg: { flexShrink: 0 } }),
  weak: css({ color: theme.colors.text.secondary }),
});
