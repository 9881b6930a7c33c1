import { css, cx } from '@emotion/css';
import React from 'react';
import { colorManipulator, type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2, useTheme2 } from '@grafana/ui';

import type { SeismoCounts, SeverityLevel, SeverityScheme } from '../../shared/contract';
import { countOf, severityColor, severityGroups, type SeverityName } from '../../shared/severity';
import { SeverityIcon } from '../SeverityIcon';
import { severityWord } from '../words';

interface Props {
  counts: SeismoCounts;
  scheme: SeverityScheme;
  /** The options allow these; other severities have no badge. */
  levels: ReadonlySet<SeverityLevel>;
  hidden: ReadonlySet<SeverityName>;
  /** Without words where the panel is narrow. */
  compact: boolean;
  onToggle: (name: SeverityName) => void;
}

/** A button a severity: its count, and whether it is drawn. The gravest comes first. */
export function SeverityBadges({ counts, scheme, levels, hidden, compact, onToggle }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const groups = severityGroups(scheme).filter((group) => group.levels.some((level) => levels.has(level)));
  return (
    <div className={styles.badges} role="group" aria-label={t('panel.badges.label', 'Severities shown')}>
      {[...groups].reverse().map((group) => {
        const shown = !hidden.has(group.name);
        const count = countOf(group, counts);
        const color = severityColor(group.face, theme.isDark, scheme);
        return (
          <button
            key={group.name}
            type="button"
            className={cx(styles.badge, !shown && styles.off)}
            style={
              shown && count > 0
                ? { borderColor: color, background: colorManipulator.alpha(color, theme.isDark ? 0.16 : 0.1) }
                : undefined
            }
            aria-pressed={shown}
            aria-label={`${severityWord(group.name)}: ${count}`}
            title={shown ? t('panel.badges.hide', 'Hide these') : t('panel.badges.show', 'Show these')}
            onClick={() => onToggle(group.name)}
          >
            <SeverityIcon level={group.face} scheme={scheme} />
            {/* The blank keeps what is seen a part of the name, for those who speak it to their browser. */}
            {!compact && <span>{severityWord(group.name)}</span>} <strong>{count}</strong>
          </button>
        );
      })}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  badges: css({ display: 'flex', gap: theme.spacing(0.5), marginLeft: 'auto', flexShrink: 0 }),
  badge: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    height: 24,
    padding: theme.spacing(0, 1),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.pill,
    background: 'transparent',
    color: theme.colors.text.primary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
    '&:hover': { borderColor: theme.colors.border.strong },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 1 },
  }),
  off: css({ opacity: 0.5, textDecoration: 'line-through' }),
});
