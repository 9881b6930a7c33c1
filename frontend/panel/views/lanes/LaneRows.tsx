import { css, cx } from '@emotion/css';
import React, { memo } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import { schemeOf, type SeveritySeries } from '../../model';
import { SeverityIcon } from '../../SeverityIcon';
import { StandingIcon } from '../../StandingIcon';

import type { Seen } from './cells';

export interface Lane {
  series: SeveritySeries;
  /** The part of the name that distinguishes the lanes. */
  name: string;
  /** Null without visible anomalies. */
  worst: Seen | null;
  label: string;
}

interface Props {
  lanes: Lane[];
  /** Index of the first lane among all, and the number of all lanes. */
  first: number;
  count: number;
  lineHeight: number;
  namesWidth: number;
  /** The lane with the keyboard focus. */
  active: number;
  openedId: string | null;
  idOf: (place: number) => string;
  onOpen: (id: string) => void;
  onActive: (place: number) => void;
}

/**
 * The visible lanes as lines that can be focused, read out and opened; their appearance is on the canvas under them.
 */
export const LaneRows = memo(function LaneRows({ lanes, first, count, lineHeight, namesWidth, active, openedId, idOf, onOpen, onActive }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <>
      {lanes.map(({ series, name, worst, label }, i) => {
        const place = first + i;
        return (
          // The container handles the keys, as in any list box.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={series.id}
            id={idOf(place)}
            role="option"
            tabIndex={place === active ? 0 : -1}
            aria-selected={series.id === openedId}
            aria-label={label}
            aria-setsize={count}
            aria-posinset={place + 1}
            className={cx(styles.row, series.id === openedId && styles.opened)}
            style={{ top: place * lineHeight, height: lineHeight }}
            onClick={() => onOpen(series.id)}
            onFocus={() => onActive(place)}
          >
            <span className={cx(styles.name, series.standing.kind !== 'known' && styles.unknown)} style={{ width: namesWidth }} title={series.name}>
              <span className={styles.text}>{name}</span>
              {series.standing.kind !== 'known' && <StandingIcon kind={series.standing.kind} />}
              {worst && <SeverityIcon level={worst.worst} scheme={schemeOf(series)} />}
            </span>
          </div>
        );
      })}
    </>
  );
});

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({
    position: 'absolute',
    left: 0,
    right: 0,
    cursor: 'pointer',
    '&:hover': { background: theme.colors.action.hover },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2, zIndex: 1 },
  }),
  opened: css({ background: theme.colors.action.selected }),
  name: css({
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'flex-end',
    gap: theme.spacing(0.5),
    height: '100%',
    padding: theme.spacing(0, 0.75, 0, 0.5),
    fontSize: theme.typography.bodySmall.fontSize,
    // An icon keeps its size.
    svg: { flexShrink: 0 },
  }),
  unknown: css({ color: theme.colors.text.secondary, fontStyle: 'italic' }),
  text: css({ minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
});
