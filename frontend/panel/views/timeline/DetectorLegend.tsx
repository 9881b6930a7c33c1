import { css } from '@emotion/css';
import React from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';

import { t } from '../../../shared/i18n/text';
import { detectorColor } from '../../draw/colors';
import type { SeveritySeries } from '../../model';

interface Props {
  /** Any of the series: the detectors of one query are the same for all. */
  series: SeveritySeries;
  height: number;
}

/** The line of each detector in the score strip. */
export function DetectorLegend({ series, height }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const votes = (series.verdict?.votes ?? []).filter(({ confidence }) => confidence !== null);
  return (
    <ul className={styles.legend} style={{ height }} aria-label={t('panel.detectors.label', 'Detectors')}>
      {votes.map(({ detector }, place) => (
        <li key={detector.id} className={styles.entry}>
          <span className={styles.line} style={{ background: detectorColor(place, theme.isDark) }} />
          {detector.name}
        </li>
      ))}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  legend: css({
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: theme.spacing(2),
    margin: 0,
    padding: theme.spacing(0, 1.5),
    listStyle: 'none',
    overflow: 'hidden',
    flexShrink: 0,
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  entry: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.75), height: 20 }),
  line: css({ width: 12, height: 2, flexShrink: 0 }),
});
