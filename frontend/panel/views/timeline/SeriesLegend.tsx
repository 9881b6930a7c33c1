import { css, cx } from '@emotion/css';
import React from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';

import { t } from '../../../shared/i18n/text';
import { lineColor } from '../../draw/colors';
import { isHiddenFrom } from '../../fieldConfig';
import type { SeveritySeries } from '../../model';
import { SeverityIcon } from '../../SeverityIcon';

interface Props {
  series: SeveritySeries[];
  /** The colour index of each series, by its id. */
  places: ReadonlyMap<string, number>;
  hidden: ReadonlySet<string>;
  height: number;
  onToggle: (id: string) => void;
  /** In an overlay: the series whose events are drawn, and how to choose another. */
  focus?: { id: string; choose: (id: string) => void; hover: (id: string | null) => void };
}

/** Each series as a button that hides its line; in an overlay its name selects the series whose events are drawn. */
export function SeriesLegend({ series, places, hidden, height, onToggle, focus }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  return (
    <ul className={styles.legend} style={{ height }} aria-label={t('panel.legend.label', 'Series')}>
      {series.filter(({ field }) => !isHiddenFrom(field, 'legend')).map((one) => {
        const shown = !hidden.has(one.id);
        const worst = one.verdict?.worst;
        const line = <span className={styles.line} style={{ background: lineColor(one.field, places.get(one.id) ?? 0, theme) }} />;
        const grave = worst && <SeverityIcon level={worst.level} scheme={one.verdict!.scheme} />;
        const name = <span className={styles.name}>{one.name}</span>;
        const toggle = {
          type: 'button' as const,
          'aria-pressed': shown,
          title: shown ? t('panel.legend.hide', 'Hide this series') : t('panel.legend.show', 'Show this series'),
          onClick: () => onToggle(one.id),
        };
        return (
          <li key={one.id} className={cx(styles.entry, !shown && styles.off)}>
            {focus ? (
              <>
                <button {...toggle} className={styles.button} aria-label={`${toggle.title}: ${one.name}`}>
                  {line}
                </button>
                <button
                  type="button"
                  className={cx(styles.button, focus.id === one.id && styles.chosen)}
                  aria-pressed={focus.id === one.id}
                  title={t('panel.legend.choose', 'Explain this series')}
                  disabled={!shown}
                  onClick={() => focus.choose(one.id)}
                  onMouseEnter={() => focus.hover(one.id)}
                  onMouseLeave={() => focus.hover(null)}
                >
                  {name}
                  {grave}
                </button>
              </>
            ) : (
              <button {...toggle} className={styles.button}>
                {line}
                {name}
                {grave}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  legend: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignContent: 'flex-start',
    columnGap: theme.spacing(1.5),
    margin: 0,
    padding: theme.spacing(0, 1),
    listStyle: 'none',
    overflowY: 'auto',
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  entry: css({ display: 'inline-flex', alignItems: 'center', height: 26, maxWidth: 260 }),
  button: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.75),
    minWidth: 0,
    height: 22,
    padding: theme.spacing(0, 0.5),
    border: 'none',
    borderRadius: theme.shape.radius.default,
    background: 'transparent',
    color: theme.colors.text.primary,
    fontSize: 'inherit',
    '&:hover': { background: theme.colors.action.hover },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 1 },
  }),
  chosen: css({ background: theme.colors.action.selected, fontWeight: theme.typography.fontWeightMedium }),
  off: css({ opacity: 0.5 }),
  line: css({ width: 14, height: 4, borderRadius: 2, flexShrink: 0 }),
  name: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
});
