import { css } from '@emotion/css';
import React from 'react';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { Portal, useStyles2, VizTooltipContainer } from '@grafana/ui';

import { formatShare } from '../../../shared/format';
import { t } from '../../../shared/i18n/text';
import { verbatim } from '../../../shared/i18n/verbatim';
import { severityGroup } from '../../../shared/severity';
import { schemeOf, type SeveritySeries } from '../../model';
import { SeverityIcon } from '../../SeverityIcon';
import { eventsText, rowsText, severityWord, standingText } from '../../words';

import type { Seen } from './cells';
import { endsOf, type Grid } from './grid';
import { bucketText, calmText } from './label';
import { kindIn, spansOf } from './spans';

interface Props {
  series: SeveritySeries;
  grid: Grid;
  bucket: number;
  /** Null if nothing happened in the bucket. */
  seen: Seen | null;
  timeZone: TimeZone;
  /** In pixels of the window. */
  position: { x: number; y: number };
}

/** The explanation of a bucket of a lane. */
export function LaneTooltip({ series, grid, bucket, seen, timeZone, position }: Props) {
  const styles = useStyles2(getStyles);
  const scheme = schemeOf(series);
  const standing = standingText(series.standing, grid.toMs - grid.fromMs, timeZone);
  return (
    <Portal>
      <VizTooltipContainer position={position} offset={{ x: 12, y: 12 }}>
        <div className={styles.name}>{series.name}</div>
        <div className={styles.when}>{bucketText(grid, bucket, timeZone)}</div>
        {seen ? (
          <div className={styles.what}>
            <SeverityIcon level={seen.worst} scheme={scheme} />
            <strong>{severityWord(severityGroup(scheme, seen.worst).name)}</strong>
            <span>{seen.events.size > 0 && eventsText(seen.events.size)}</span>
            <span className={styles.when}>
              {rowsText(seen.rows)}, {t('panel.lanes.peak', 'peak score {{score}}', { score: formatShare(seen.peakScore), ...verbatim })}
            </span>
          </div>
        ) : (
          <div className={styles.what}>{calmText(kindIn(spansOf(series), ...endsOf(grid, bucket)))}</div>
        )}
        {standing !== null && <div className={styles.when}>{standing}</div>}
      </VizTooltipContainer>
    </Portal>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  name: css({ fontWeight: theme.typography.fontWeightMedium, overflowWrap: 'anywhere' }),
  when: css({ color: theme.colors.text.secondary }),
  what: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.75), whiteSpace: 'nowrap' }),
});
