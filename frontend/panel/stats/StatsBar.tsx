import { css } from '@emotion/css';
import React, { type ReactNode } from 'react';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import type { SeverityScheme } from '../../contract/types';
import { formatMoment, formatShare } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { severityGroup } from '../../shared/severity';
import { NOTHING } from '../events/reason';
import { SeverityIcon } from '../SeverityIcon';
import { StandingIcon } from '../StandingIcon';
import { learningCount, leftText, rowsText, seriesText, severityWord } from '../words';

import type { Summary } from './summary';

interface Props {
  summary: Summary;
  scheme: SeverityScheme;
  timeZone: TimeZone;
  rangeMs: number;
}

/**
 * Number of events, unknown series, worst event, anomaly rate, threshold: what does not fit is dropped from the end.
 */
export function StatsBar({ summary, scheme, timeZone, rangeMs }: Props) {
  const styles = useStyles2(getStyles);
  const { events, rows, known, learning, gone, rate, threshold, worst } = summary;
  return (
    <dl className={styles.bar}>
      <Stat label={t('panel.stats.events', 'Events')} title={known ? undefined : t('panel.stats.unknown', 'Nothing is known yet')}>
        {known ? events : NOTHING} {known && rows !== null && <span className={styles.weak}>{rowsText(rows)}</span>}
      </Stat>
      {learning && (
        <Stat label={t('panel.stats.learning', 'Learning')}>
          <StandingIcon kind="learning" /> {learningCount(learning.count, learning.of)} <span className={styles.weak}>{leftText(learning.leftMs)}</span>
        </Stat>
      )}
      {gone > 0 && <Stat label={t('panel.stats.gone', 'Gone')}>{seriesText(gone)}</Stat>}
      {worst && (
        <Stat label={t('panel.stats.worst', 'Worst')} title={worst.series}>
          <SeverityIcon level={worst.level} scheme={scheme} /> {severityWord(severityGroup(scheme, worst.level).name)}{' '}
          <span className={styles.weak}>{formatMoment(worst.timeMs, rangeMs, timeZone)}</span>
        </Stat>
      )}
      {rate !== null && <Stat label={t('panel.stats.rate', 'Rate')}>{formatShare(rate)}</Stat>}
      {threshold && <Stat label={t('panel.stats.threshold', 'Threshold')}>{thresholdText(threshold)}</Stat>}
    </dl>
  );
}

function thresholdText([lowest, highest]: [number, number]): string {
  return lowest === highest ? formatShare(lowest) : `${formatShare(lowest)} … ${formatShare(highest)}`;
}

function Stat({ label, title, children }: { label: string; title?: string; children: ReactNode }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.stat} title={title}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  // One line high: a wrapped item is completely hidden, never cut in two.
  bar: css({
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: theme.spacing(2.5),
    rowGap: theme.spacing(2),
    height: 24,
    margin: 0,
    minWidth: 0,
    overflow: 'hidden',
  }),
  stat: css({
    display: 'flex',
    alignItems: 'baseline',
    gap: theme.spacing(0.75),
    height: 24,
    lineHeight: '24px',
    whiteSpace: 'nowrap',
    dt: {
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      fontWeight: theme.typography.fontWeightRegular,
    },
    dd: {
      margin: 0,
      fontSize: theme.typography.h5.fontSize,
      fontWeight: theme.typography.fontWeightMedium,
      fontVariantNumeric: 'tabular-nums',
      svg: { verticalAlign: '-2px' },
    },
  }),
  weak: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightRegular,
  }),
});
