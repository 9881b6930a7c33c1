import React, { type ReactNode } from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2 } from '@grafana/ui';

import { useStored } from './useStored';

interface Props {
  /** Names it within the query, and where it is kept whether it is open. */
  name: string;
  idPrefix: string;
  title: string;
  /** What is set within, in a line, while it is closed. */
  summary?: string;
  /** How many of its fields are wrong. */
  problems?: number;
  children: ReactNode;
}

/** A part of the query that folds away, and says in its title what it holds. */
export function Section({ name, idPrefix, title, summary, problems = 0, children }: Props) {
  const styles = useStyles2(getStyles);
  const [isOpen, setOpen] = useStored(name, false);
  const bodyId = `${idPrefix}-section-${name}`;
  return (
    <div className={styles.section}>
      <button type="button" className={styles.title} aria-expanded={isOpen} aria-controls={bodyId} onClick={() => setOpen(!isOpen)}>
        <Icon name={isOpen ? 'angle-down' : 'angle-right'} />
        <span className={styles.name}>{title}</span>
        {problems > 0 && (
          <span className={styles.problems}>{t('datasource.section.problems', '{{count}} to correct', { count: problems, defaultValue_one: '1 to correct' })}</span>
        )}
        {!isOpen && summary && <span className={styles.summary}>{summary}</span>}
      </button>
      {/* It stays in the page while closed: a button that controls something has to name it. */}
      <div id={bodyId} className={cx(isOpen ? styles.body : styles.closed)}>
        {isOpen && children}
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ borderTop: `1px solid ${theme.colors.border.weak}` }),
  title: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    width: '100%',
    minWidth: 0,
    padding: theme.spacing(0.75, 0.5),
    background: 'transparent',
    border: 'none',
    borderRadius: theme.shape.radius.default,
    color: theme.colors.text.primary,
    textAlign: 'left',
    '&:hover': { background: theme.colors.action.hover },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
  }),
  name: css({ fontWeight: theme.typography.fontWeightMedium, fontSize: theme.typography.bodySmall.fontSize }),
  problems: css({ color: theme.colors.error.text, fontSize: theme.typography.bodySmall.fontSize, whiteSpace: 'nowrap' }),
  summary: css({
    flex: 1,
    minWidth: 0,
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  }),
  body: css({ padding: theme.spacing(0.5, 0.5, 1) }),
  closed: css({ display: 'none' }),
});
