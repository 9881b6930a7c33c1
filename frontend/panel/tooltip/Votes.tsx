import { css } from '@emotion/css';
import React from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';

import { formatShare } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { detectorColor } from '../draw/colors';

import type { Explanation } from './explain';

interface Props {
  votes: Explanation['votes'];
}

/** Each detector's confidence as a bar, with its weight in the ensemble. */
export function Votes({ votes }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  return (
    <div className={styles.votes}>
      <div className={styles.title}>{t('panel.tooltip.votes', 'Detectors (weight)')}</div>
      {votes.map(({ detector, confidence }, place) => (
        <div key={detector.id} className={styles.vote}>
          <span>
            {detector.name}
            {Number.isFinite(detector.weight) && (
              <span className={styles.weight}> ({detector.weight.toFixed(2)})</span>
            )}
          </span>
          <span className={styles.track}>
            <span
              className={styles.bar}
              style={{ width: `${(confidence ?? 0) * 100}%`, background: detectorColor(place, theme.isDark) }}
            />
          </span>
          <span className={styles.share}>{confidence === null ? silence(detector) : formatShare(confidence)}</span>
          {detector.state !== 'voting' && detector.reason !== null && (
            <span className={styles.reason}>{detector.reason}</span>
          )}
        </div>
      ))}
    </div>
  );
}

function silence({ state }: Explanation['votes'][number]['detector']): string {
  switch (state) {
    case 'dropped':
      return t('panel.tooltip.dropped', 'dropped');
    case 'learning':
      return t('panel.tooltip.learning', 'learning');
    default:
      return t('panel.tooltip.silent', 'silent');
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  votes: css({
    display: 'grid',
    gridTemplateColumns: 'auto 56px auto',
    columnGap: theme.spacing(1),
    rowGap: 2,
    alignItems: 'center',
    marginTop: theme.spacing(0.75),
    paddingTop: theme.spacing(0.5),
    borderTop: `1px solid ${theme.colors.border.weak}`,
  }),
  title: css({ gridColumn: '1 / -1', color: theme.colors.text.secondary }),
  vote: css({ display: 'contents' }),
  weight: css({ color: theme.colors.text.secondary }),
  track: css({ height: 5, borderRadius: 3, background: theme.colors.action.hover, overflow: 'hidden' }),
  bar: css({ display: 'block', height: '100%' }),
  share: css({ textAlign: 'right' }),
  reason: css({ gridColumn: '1 / -1', color: theme.colors.text.secondary, whiteSpace: 'normal' }),
});
