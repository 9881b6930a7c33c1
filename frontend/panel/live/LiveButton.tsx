import { css, cx, keyframes } from '@emotion/css';
import React from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import { t } from '../../shared/i18n/text';
import { selectors } from '../../shared/selectors';

interface Props {
  following: boolean;
  onToggle: () => void;
}

/**
 * Whether streamed rows are drawn. Its words differ from those of Explore's own button "Live", which repeats the query.
 */
export function LiveButton({ following, onToggle }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <button
      type="button"
      data-testid={selectors.panel.live}
      aria-pressed={following}
      title={
        following
          ? t('panel.live.following', 'New rows are drawn as they arrive. Press to pause the drawing.')
          : t('panel.live.held', 'The drawing is paused. Press to continue with the newest rows.')
      }
      className={cx(styles.button, following && styles.on)}
      onClick={onToggle}
    >
      <span aria-hidden className={cx(styles.mark, following ? styles.dot : styles.bars)} />
      {t('panel.live.follow', 'Follow new rows')}
    </button>
  );
}

const pulse = keyframes({ '0%, 100%': { opacity: 1 }, '50%': { opacity: 0.35 } });

const getStyles = (theme: GrafanaTheme2) => ({
  button: css({
    display: 'inline-flex',
    flexShrink: 0,
    alignItems: 'center',
    gap: theme.spacing(0.75),
    height: 24,
    padding: theme.spacing(0, 1),
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.pill,
    background: theme.colors.background.primary,
    color: theme.colors.text.primary,
    fontSize: theme.typography.bodySmall.fontSize,
    lineHeight: 1,
    whiteSpace: 'nowrap',
    cursor: 'pointer',
    '&:hover': { background: theme.colors.background.secondary },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 1 },
  }),
  on: css({ borderColor: theme.colors.success.border }),
  mark: css({ width: 8, height: 8, flexShrink: 0 }),
  dot: css({
    borderRadius: theme.shape.radius.circle,
    background: theme.colors.success.text,
    '@media (prefers-reduced-motion: no-preference)': { animation: `${pulse} 2s ease-in-out infinite` },
  }),
  bars: css({ borderLeft: `3px solid ${theme.colors.text.secondary}`, borderRight: `3px solid ${theme.colors.text.secondary}` }),
});
