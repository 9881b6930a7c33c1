/** What the value plot and the score strip have in common: the axis of time, the cursor, the place of the y axis. */
import { colorManipulator, type GrafanaTheme2, type TimeZone } from '@grafana/data';
import { AxisPlacement, ScaleDirection, ScaleOrientation } from '@grafana/schema';
import { UPLOT_AXIS_FONT_SIZE, UPlotConfigBuilder } from '@grafana/ui';

import { drawAnnotations } from '../annotations/draw';
import { excludedLabels } from '../words';

import { drawExcluded } from './excluded';
import type { ReadLive } from './live';

export interface PlotFrame {
  theme: GrafanaTheme2;
  timeZone: TimeZone;
  /** Equal for all plots of the panel, so that their times stand exactly under each other. */
  axisWidth: number;
  /** Whether the times are written under the plot. */
  timeAxis: boolean;
  /** Plots with the same key show one cursor. */
  syncKey: string;
  /** Whether the words of excluded windows are written into the plot. */
  worded: boolean;
  live: ReadLive;
}

/** Room at the right edge, so that the last label and the last point are not cut (CSS pixels). */
const RIGHT_PADDING = 20;
/** Where no times are written: the gap to what follows. */
const GAP_BELOW = 6;

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
    theme,
    color: theme.colors.text.secondary,
    grid: { show: true },
    ...(frame.timeAxis ? {} : { size: GAP_BELOW, ticks: { show: false }, values: (_u, splits) => splits.map(() => '') }),
  });
  builder.setPadding([topPadding, RIGHT_PADDING, 0, 0]);
  builder.setCursor({
    sync: { key: frame.syncKey, scales: ['x', null] },
    drag: { x: true, y: false, setScale: false },
    y: false,
  });
  addSurroundings(builder, frame);
  return builder;
}

/** What the query and the dashboard say of the time itself. */
function addSurroundings(builder: UPlotConfigBuilder, { theme, timeAxis, worded, live }: PlotFrame): void {
  const ratio = globalThis.devicePixelRatio || 1;
  const hatch = {
    line: colorManipulator.alpha(theme.colors.text.secondary, 0.25),
    text: theme.colors.text.secondary,
    font: `${UPLOT_AXIS_FONT_SIZE * ratio}px ${theme.typography.fontFamily}`,
    words: worded ? excludedLabels : () => [],
  };
  builder.addHook('drawClear', (u) => drawExcluded(u, live().focus?.verdict.meta?.excluded ?? [], hatch));
  builder.addHook('draw', (u) => drawAnnotations(u, live().annotations, timeAxis));
}
