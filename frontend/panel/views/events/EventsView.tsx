import { css } from '@emotion/css';
import React, { useCallback, useMemo, useState } from 'react';
import type { GrafanaTheme2, TimeRange, TimeZone } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import { t } from '../../../shared/i18n/text';
import { EmptyView } from '../../EmptyView';
import { rangeAround, type EventRow } from '../../events/rows';
import type { Learning } from '../../stats/summary';
import { useVirtual } from '../../useVirtual';
import { learningSummary } from '../../words';

import { columnsAt, EVENT_LINE } from './columns';
import { EventHead } from './EventHead';
import { EventLine } from './EventLine';
import { LATEST_FIRST, nextSorting, sorted } from './sort';

interface Props {
  events: EventRow[];
  /** Whether there is any event, of any severity. */
  anyAtAll: boolean;
  /** Series that are learning, if no series is known yet. */
  learning: Learning | null;
  width: number;
  height: number;
  timeRange: TimeRange;
  timeZone: TimeZone;
  openedId: string | null;
  onOpen: (id: string) => void;
  onZoom: (range: { from: number; to: number }) => void;
}

/**
 * Number of lines from which on the list is virtual. Shorter lists are complete in the page, so that the browser's own
 * search finds every line.
 */
const VIRTUAL_FROM = 20;
const SPARE = 5;

/** The list of events with time, severity and reason: one line per event, the latest first. */
export function EventsView({ events, anyAtAll, learning, width, height, timeRange, timeZone, openedId, onOpen, onZoom }: Props) {
  const styles = useStyles2(getStyles);
  const [sorting, setSorting] = useState(LATEST_FIRST);
  const rows = useMemo(() => sorted(events, sorting), [events, sorting]);
  const columns = useMemo(() => columnsAt(width), [width]);
  const { scroller, onScroll, ...virtual } = useVirtual({ count: rows.length, lineHeight: EVENT_LINE, height, spare: SPARE });
  const whole = rows.length <= VIRTUAL_FROM;
  // Lines out of sight are made when somebody comes who may scroll to them.
  const [come, setCome] = useState(false);
  const onCome = () => setCome(true);
  const some = come ? [virtual.first, virtual.end] : [0, Math.min(rows.length, Math.ceil(height / EVENT_LINE))];
  const [first, end] = (whole ? [0, rows.length] : some) as [number, number];
  const rangeMs = timeRange.to.valueOf() - timeRange.from.valueOf();
  const zoomTo = useCallback((event: EventRow) => onZoom(rangeAround(event)), [onZoom]);
  const label = t('panel.events.label', 'Events');
  if (rows.length === 0) {
    return (
      <EmptyView height={height}>
        {noneText(anyAtAll, learning)}
      </EmptyView>
    );
  }
  return (
    <div
      ref={scroller}
      className={styles.list}
      style={{ height }}
      role="region"
      aria-label={label}
      // A scrollable region must be reachable by keyboard.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onPointerEnter={onCome}
      onFocus={onCome}
      onScroll={(event) => {
        onCome();
        onScroll(event);
      }}
    >
      <table aria-rowcount={rows.length + 1}>
        <EventHead columns={columns} sorting={sorting} onSort={(key) => setSorting((now) => nextSorting(now, key))} />
        <tbody>
          <Spacer lines={first} columns={columns.length} />
          {rows.slice(first, end).map((event, i) => (
            <EventLine
              key={event.key}
              event={event}
              place={first + i}
              columns={columns}
              rangeMs={rangeMs}
              timeZone={timeZone}
              opened={event.series !== null && event.series.id === openedId}
              onOpen={onOpen}
              onZoom={zoomTo}
            />
          ))}
          <Spacer lines={rows.length - end} columns={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

/** The reason why the list is empty. */
function noneText(anyAtAll: boolean, learning: Learning | null): string {
  if (anyAtAll) {
    return t('panel.events.none-chosen', 'None of the chosen severities in this range');
  }
  return learning ? learningSummary(learning) : t('panel.events.none', 'No events in this range');
}

/** The space of invisible lines. */
function Spacer({ lines, columns }: { lines: number; columns: number }) {
  return lines === 0 ? null : (
    <tr aria-hidden="true">
      <td colSpan={columns} style={{ height: lines * EVENT_LINE, padding: 0 }} />
    </tr>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    overflow: 'auto',
    padding: theme.spacing(0, 1),
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
    table: { width: '100%', borderCollapse: 'collapse' },
    'th, td': { height: EVENT_LINE, padding: theme.spacing(0, 1.5, 0, 0), textAlign: 'left', whiteSpace: 'nowrap' },
    'tbody tr:hover': { background: theme.colors.action.hover },
  }),
});
