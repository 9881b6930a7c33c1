/** What every plot begins with: the axis of time, the cursor, the room of the strip. */
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { AxisPlacement, ScaleDirection, ScaleOrientation } from '@grafana/schema';
import { UPLOT_AXIS_FONT_SIZE, UPlotConfigBuilder } from '@grafana/ui';
import type uPlot from 'uplot';

import { drawAnnotations } from '../annotations/draw';
import { timeTicks, type Tick } from '../timeTicks';
import { excludedLabels } from '../words';

import { faded } from './colors';
import { drawExcluded } from './excluded';
import type { ReadLive } from './live';
import { coverStrip, stripOf, tickSize, type View } from './view';

export interface PlotFrame {
  theme: GrafanaTheme2;
  timeZone: TimeZone;
  /** Equal for all plots of the panel, so that their times stand exactly under each other. */
  axisWidth: number;
  /** Height of the score strip between the values and the times; 0 where there is none (CSS pixels). */
  strip: number;
  /** Plots with the same key show one cursor. */
  syncKey: string;
  live: ReadLive;
}

/** Room at the right edge, so that the last label and the last point are not cut (CSS pixels). */
const RIGHT_PADDING = 20;
/** A builder with scales and axes of time and a y axis of fixed width. */
export function startPlot(frame: PlotFrame, topPadding: number): UPlotConfigBuilder {
  const { theme, timeZone, live } = frame;
  const builder = new UPlotConfigBuilder(timeZone);
  builder.addScale({
    scaleKey: 'x',
    isTime: true,
    orientation: ScaleOrientation.Horizontal,
    direction: ScaleDirection.Right,
    range: () => {
      const { from, to } = live().timeRange;
      return [from.valueOf(), to.valueOf()];
    },
  });
  builder.addAxis({
    scaleKey: 'x',
    isTime: true,
    placement: AxisPlacement.Bottom,
    timeZone,
    splits: (u, _axis, fromMs, toMs) => ticksIn(u, { fromMs, toMs }, timeZone).map(({ timeMs }) => timeMs),
    values: (u) => ticksIn(u, rangeOf(u), timeZone).map(({ text }) => text),
    theme,
    color: theme.colors.text.secondary,
    grid: { show: true },
    // Where the times stand is known already, so uPlot need not find out how far apart they have to be.
    space: 1,
    // The lines of time go on through the strip, which is drawn where an axis would have its ticks.
    ticks: { size: tickSize(frame.strip) },
  });
  builder.setPadding([topPadding, RIGHT_PADDING, 0, 0]);
  builder.setCursor({
    sync: { key: frame.syncKey, scales: ['x', null] },
    drag: { x: true, y: false, setScale: false },
    y: false,
  });
  builder.addHook('setSize', coverStrip);
  addSurroundings(builder, frame);
  return builder;
}

function ticksIn(u: uPlot, range: { fromMs: number; toMs: number }, timeZone: TimeZone): Tick[] {
  const width = u.bbox.width / (globalThis.devicePixelRatio || 1);
  const key = `${range.fromMs} ${range.toMs} ${width} ${timeZone}`;
  let ticks = ticksOfPlots.get(key);
  if (!ticks) {
    ticks = timeTicks(range, width, timeZone);
    if (ticksOfPlots.size >= MOST_TICKS) {
      ticksOfPlots.clear();
    }
    ticksOfPlots.set(key, ticks);
  }
  return ticks;
}

/** The plots of a panel have the same times, and each asks several times while it finds its size. */
const ticksOfPlots = new Map<string, Tick[]>();
const MOST_TICKS = 50;

function rangeOf(u: uPlot): { fromMs: number; toMs: number } {
  return { fromMs: u.scales.x?.min ?? 0, toMs: u.scales.x?.max ?? 0 };
}

/** What the query and the dashboard say of the time itself. */
function addSurroundings(builder: UPlotConfigBuilder, { theme, live }: PlotFrame): void {
  const ratio = globalThis.devicePixelRatio || 1;
  const hatch = {
    line: faded(theme.colors.text.secondary, 0.25),
    text: theme.colors.text.secondary,
    font: `${UPLOT_AXIS_FONT_SIZE * ratio}px ${theme.typography.fontFamily}`,
    words: excludedLabels,
  };
  const silent = { ...hatch, words: () => [] };
  builder.addHook('drawClear', (u) => {
    const windows = live().focus?.verdict.meta?.excluded ?? [];
    if (windows.length > 0) {
      drawExcluded(u, windows, hatch);
      inStrip(u, (strip) => drawExcluded(strip, windows, silent));
    }
  });
  // Under the values: however many annotations there are, they can be read.
  builder.addHook('drawClear', (u) => {
    const { annotations } = live();
    if (annotations.length > 0) {
      drawAnnotations(u, annotations, stripOf(u) === null);
      inStrip(u, (strip) => drawAnnotations(strip, annotations, true));
    }
  });
}

function inStrip(u: uPlot, draw: (strip: View) => void): void {
  const strip = stripOf(u);
  if (strip) {
    draw(strip);
  }
}
