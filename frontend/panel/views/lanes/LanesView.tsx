import { css } from '@emotion/css';
import React, { useCallback, useId, useLayoutEffect, useMemo, useState, type KeyboardEvent } from 'react';
import { dateTimeForTimeZone, type GrafanaTheme2, type TimeRange, type TimeZone } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';

import type { SeverityLevel } from '../../../shared/contract';
import { t } from '../../../shared/i18n/text';
import { schemeOf, type SeveritySeries } from '../../model';
import type { LaneBucket } from '../../options';
import { useTip } from '../../tips';
import { useCanvas } from '../../useCanvas';
import { useVirtual } from '../../useVirtual';

import { cellsOf, laneOf, seenOf } from './cells';
import { drawLane, timeAt, xAt } from './draw';
import { bucketAt, endsOf, gridOf } from './grid';
import { LANE, laneHeight } from './height';
import { cellLabel, laneLabel } from './label';
import { LaneAxis } from './LaneAxis';
import { LaneRows } from './LaneRows';
import { LaneTooltip } from './LaneTooltip';
import { shortNames } from './names';
import { useCrosshair } from './useCrosshair';
import { useLaneKeys } from './useLaneKeys';
import { usePointer } from './usePointer';

interface Props {
  /** In the order of the lanes. */
  series: SeveritySeries[];
  bucket: LaneBucket;
  visible: ReadonlySet<SeverityLevel>;
  timeZone: TimeZone;
  timeRange: TimeRange;
  /** Width of the names. */
  left: number;
  /** Width up to the end of the plots. */
  plotWidth: number;
  width: number;
  height: number;
  openedId: string | null;
  onOpen: (id: string) => void;
  onZoom: (range: { from: number; to: number }) => void;
}

/** The place of a cell: its lane and its bucket. */
interface CellPosition {
  place: number;
  bucket: number;
}

/** Margin beside the lanes, as beside the plots (CSS pixels). */
const RIGHT = 20;
/** Number of lanes painted beyond the visible ones. */
const SPARE = 8;

/** One lane per series, coloured by the worst severity in each bucket of time. */
export function LanesView({ series, bucket, visible, timeZone, timeRange, left, plotWidth, width, height, openedId, onOpen, onZoom }: Props) {
  const styles = useStyles2(getStyles);
  const prefix = useId();
  const idOf = useCallback((place: number) => `${prefix}${place}`, [prefix]);

  const [fromMs, toMs] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
  const offsetMs = useMemo(() => dateTimeForTimeZone(timeZone, fromMs).utcOffset() * 60_000, [timeZone, fromMs]);
  const box = useMemo(() => ({ left, width: Math.max(1, plotWidth - left - RIGHT) }), [left, plotWidth]);
  const rowMs = series.find(({ verdict }) => verdict?.meta)?.verdict?.meta?.intervalMs ?? 0;
  const grid = useMemo(
    () => gridOf({ fromMs, toMs }, box.width, bucket, rowMs, offsetMs),
    [fromMs, toMs, box.width, bucket, rowMs, offsetMs]
  );

  const axis = height >= LANE.axis + LANE.lowest ? LANE.axis : 0;
  const most = height - axis;
  const lineHeight = laneHeight(series.length, most);
  // The time axis is directly under the last lane.
  const body = Math.min(most, lineHeight * series.length);
  const { scroller, onScroll, first, end, reveal } = useVirtual({ count: series.length, lineHeight, height: body, spare: SPARE });
  // An opened lane makes room for its timeline, and may become invisible because of that.
  const opened = useMemo(() => series.findIndex(({ id }) => id === openedId), [series, openedId]);
  useLayoutEffect(() => {
    if (opened >= 0) {
      reveal(opened);
    }
  }, [opened, reveal]);
  const inSight = useMemo(() => series.slice(first, end), [series, first, end]);
  const canvas = useLanesCanvas({ series: inSight, grid, box, lineHeight, width, visible });

  const seenIn = (place: number) =>
    cellsOf(series[place]!, grid).flatMap((cell) => {
      const seen = seenOf(cell, visible);
      return seen ? [{ bucket: cell.bucket, seen }] : [];
    });
  const keys = useLaneKeys({
    count: series.length,
    page: Math.max(1, Math.floor(body / lineHeight)),
    idOf,
    bucketsOf: (place) => seenIn(place).map((field) => field.bucket),
    reveal,
    onOpen: (place) => onOpen(series[place]!.id),
  });

  // Window position of the first lane's top left corner at the last pointer movement: tooltips are placed relative to
  // it.
  const [origin, setOrigin] = useState({ x: 0, y: 0 });
  const [hovered, setHovered] = useState<CellPosition | null>(null);
  const locate = (list: HTMLElement) => {
    const { left: x, top } = list.getBoundingClientRect();
    const y = top - list.scrollTop;
    setOrigin((before) => (before.x === x && before.y === y ? before : { x, y }));
    return y;
  };
  const { line, point } = useCrosshair((timeMs) => (timeMs < fromMs || timeMs > toMs ? null : xAt(grid, box, timeMs)));
  const pointer = usePointer({
    ...box,
    onMove: (x, event) => {
      const timeMs = x === null ? null : timeAt(grid, box, x);
      point(timeMs);
      const place = Math.floor((event.clientY - locate(event.currentTarget)) / lineHeight);
      const at = timeMs === null ? null : bucketAt(grid, timeMs);
      const next = at === null || place < 0 || place >= series.length ? null : { place, bucket: at };
      setHovered((before) => (before?.place === next?.place && before?.bucket === next?.bucket ? before : next));
    },
    onSelect: (from, to) => onZoom({ from: timeAt(grid, box, from), to: timeAt(grid, box, to) }),
  });
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    keys.onKeyDown(event);
    locate(event.currentTarget);
  };

  const nameOf = useMemo(() => shortNames(series, left), [series, left]);
  const lanes = useMemo(
    () =>
      inSight.map((one) => {
        const worst = laneOf(cellsOf(one, grid), visible);
        const label = laneLabel(one, schemeOf(one), worst, grid.toMs - grid.fromMs, timeZone);
        return { series: one, name: nameOf(one.name), worst, label };
      }),
    [inSight, grid, visible, nameOf, timeZone]
  );
  const walked = keys.bucket === null ? null : { place: keys.active, bucket: keys.bucket };
  const pointed = hovered ?? walked;
  const pointedSeries = pointed && series[pointed.place];
  const tip = useTip(Boolean(pointedSeries) && !pointer.selection);
  const seen = (pointed && pointedSeries && seenIn(pointed.place).find((field) => field.bucket === pointed.bucket)?.seen) || null;
  return (
    <div className={styles.view} style={{ width, height }}>
      {/* The pointer draws a stretch of time; keyboards have the dashboard's own range. */}
      <div
        ref={scroller}
        className={styles.scroll}
        style={{ height: body }}
        role="listbox"
        tabIndex={-1}
        aria-label={t('panel.lanes.label', 'Swim lanes')}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
        {...pointer.handlers}
      >
        <div className={styles.all} style={{ height: series.length * lineHeight }}>
          <canvas ref={canvas} className={styles.canvas} style={{ top: first * lineHeight, width, height: inSight.length * lineHeight }} aria-hidden="true" />
          <LaneRows
            lanes={lanes}
            first={first}
            count={series.length}
            lineHeight={lineHeight}
            namesWidth={left}
            active={keys.active >= first && keys.active < end ? keys.active : first}
            openedId={openedId}
            idOf={idOf}
            onOpen={onOpen}
            onActive={keys.setActive}
          />
        </div>
      </div>
      <div ref={line} className={styles.crosshair} style={{ height: body, display: 'none' }} />
      {pointer.selection && (
        <div
          className={styles.selection}
          style={{ left: pointer.selection.from, width: pointer.selection.to - pointer.selection.from, height: body }}
        />
      )}
      {axis > 0 && <LaneAxis range={grid} {...box} height={axis} timeZone={timeZone} />}
      {tip && pointedSeries && (
        <LaneTooltip
          series={pointedSeries}
          grid={grid}
          bucket={pointed.bucket}
          seen={seen}
          timeZone={timeZone}
          position={{ x: origin.x + middleOf(grid, box, pointed.bucket), y: origin.y + (pointed.place + 1) * lineHeight }}
        />
      )}
      <div className="sr-only" role="status">
        {walked && seen && pointedSeries ? cellLabel(grid, walked.bucket, schemeOf(pointedSeries), seen, timeZone) : ''}
      </div>
    </div>
  );
}

type Drawn = Parameters<typeof drawLane>;

interface Painted {
  series: SeveritySeries[];
  grid: Drawn[2];
  box: { left: number; width: number };
  lineHeight: number;
  width: number;
  visible: ReadonlySet<SeverityLevel>;
}

/** The canvas of these lanes, repainted when they change. */
function useLanesCanvas({ series, grid, box, lineHeight, width, visible }: Painted) {
  const theme = useTheme2();
  const paint = useCallback(
    (context: CanvasRenderingContext2D) => {
      const look: Drawn[4] = {
        isDark: theme.isDark,
        background: theme.colors.background.primary,
        track: theme.colors.background.secondary,
        unscored: theme.colors.border.weak,
        hatch: theme.colors.border.strong,
        visible,
      };
      series.forEach((one, place) => drawLane(context, one, grid, { ...box, top: place * lineHeight, height: lineHeight }, look));
    },
    [theme, visible, series, grid, box, lineHeight]
  );
  return useCanvas(width, series.length * lineHeight, paint);
}

/** The x of the middle of a bucket. */
function middleOf(grid: Drawn[2], box: { left: number; width: number }, bucket: number): number {
  const [fromMs, toMs] = endsOf(grid, bucket);
  return xAt(grid, box, (fromMs + toMs) / 2);
}

const getStyles = (theme: GrafanaTheme2) => ({
  view: css({ position: 'relative', overflow: 'hidden' }),
  scroll: css({ overflowX: 'hidden', overflowY: 'auto', position: 'relative', userSelect: 'none', touchAction: 'pan-y' }),
  all: css({ position: 'relative' }),
  canvas: css({ position: 'absolute', left: 0, display: 'block' }),
  crosshair: css({
    position: 'absolute',
    top: 0,
    left: 0,
    width: 0,
    borderLeft: `1px dashed ${theme.colors.text.secondary}`,
    pointerEvents: 'none',
  }),
  selection: css({ position: 'absolute', top: 0, background: theme.colors.action.focus, pointerEvents: 'none' }),
});
