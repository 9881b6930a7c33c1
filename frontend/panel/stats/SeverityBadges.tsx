import { css, cx } from '@emotion/css';
import React from 'react';
import { colorManipulator, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';

import type { SeverityScheme } from '../../contract/types';
import type { SeverityLevel } from '../../shared/contract';
import { t } from '../../shared/i18n/text';
import { countOf, severityColor, severityGroups, type SeverityName } from '../../shared/severity';
import { NOTHING } from '../events/reason';
import { SeverityIcon } from '../SeverityIcon';
import { StandingIcon } from '../StandingIcon';
import { learningSummary, severityWord } from '../words';

import type { Summary } from './summary';

interface Props {
  summary: Pick<Summary, 'byLevel' | 'known' | 'learning'>;
  scheme: SeverityScheme;
  /** The severities that the options allow; others have no badge. */
  levels: ReadonlySet<SeverityLevel>;
  hidden: ReadonlySet<SeverityName>;
  /** Without words, for a narrow panel. */
  compact: boolean;
  onToggle: (name: SeverityName) => void;
}

/**
 * The number of learning series; then one button per severity with its number of events, which shows or hides them. The
 * most severe comes first.
 */
export function SeverityBadges({ summary, scheme, levels, hidden, compact, onToggle }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const groups = severityGroups(scheme).filter((group) => group.levels.some((level) => levels.has(level)));
  return (
    <div className={styles.badges} role="group" aria-label={t('panel.badges.label', 'Severities shown')}>
      {summary.learning && (
        <span className={styles.badge} role="note" aria-label={learningSummary(summary.learning)} title={learningSummary(summary.learning)}>
          <StandingIcon kind="learning" />
          {!compact && <span>{t('panel.badges.learning', 'Learning')}</span>} <strong>{summary.learning.count}</strong>
        </span>
      )}
      {[...groups].reverse().map((group) => {
        const shown = !hidden.has(group.name);
        const count = countOf(group, summary.byLevel);
        const told = summary.known || count > 0 ? count : NOTHING;
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
            aria-label={`${severityWord(group.name)}: ${told}`}
            title={shown ? t('panel.badges.hide', 'Hide these') : t('panel.badges.show', 'Show these')}
            onClick={() => onToggle(group.name)}
          >
            <SeverityIcon level={group.face} scheme={scheme} />
            {/* The blank keeps what is seen a part of the name, for those who speak it to their browser. */}
            {!compact && <span>{severityWord(group.name)}</span>} <strong>{told}</strong>
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
