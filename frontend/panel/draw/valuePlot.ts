/** The plot of values: line, expected line, band, events behind and severity points in front. */
import { colorManipulator, type ThresholdsConfig } from '@grafana/data';
import { AxisPlacement, GraphDrawStyle, GraphThresholdsStyleMode, ScaleDirection, ScaleOrientation, VisibilityMode } from '@grafana/schema';
import type { UPlotConfigBuilder } from '@grafana/ui';

import { labelWidth } from './axis';
import { startPlot, type PlotFrame } from './base';
import { drawPoints, drawRegions } from './marks';

export interface ValueLook extends PlotFrame {
  /** One line a value, with the opacity of its fill in percent; in this order in the data; expected, lower and upper follow. */
  lines: Array<{ color: string; width: number; fill: number }>;
  /** Colour of the expected line and of the band. */
  focusColor: string;
  showExpected: boolean;
  showBand: boolean;
  showPoints: boolean;
  showRegions: boolean;
  /** The user's own limits of the y axis. */
  min?: number | null;
  max?: number | null;
  decimals?: number | null;
  /** The values are truths, 1 and 0: nothing stands between them. */
  truths: boolean;
  /** Beside the labels of the y axis; empty for none. */
  axisLabel: string;
  /** The user's thresholds of the value, which are not that of the score. */
  thresholds?: ThresholdsConfig;
  thresholdsStyle: GraphThresholdsStyleMode;
  showYAxis: boolean;
}

const SCALE = 'y';

/** A builder for `alignValues` and `alignOverlay`. */
export function buildValuePlot(look: ValueLook): UPlotConfigBuilder {
  const { theme, live } = look;
  const builder = startPlot(look, 8);
  builder.addScale({
    scaleKey: SCALE,
    orientation: ScaleOrientation.Vertical,
    direction: ScaleDirection.Up,
    min: look.min,
    max: look.max,
    decimals: look.decimals ?? undefined,
  });
  builder.addAxis({
    scaleKey: SCALE,
    theme,
    placement: AxisPlacement.Left,
    show: look.showYAxis,
    size: look.axisWidth - labelWidth(look.axisLabel),
    label: look.showYAxis ? look.axisLabel : undefined,
    grid: { show: true },
    color: theme.colors.text.secondary,
    splits: look.truths ? () => [0, 1] : undefined,
    formatValue: (value: number, decimals?: number | null) => live().formatValue(value, decimals),
  });
  for (const line of look.lines) {
    builder.addSeries({
      scaleKey: SCALE,
      theme,
      drawStyle: GraphDrawStyle.Line,
      lineColor: line.color,
      lineWidth: line.width,
      fillOpacity: line.fill,
      showPoints: VisibilityMode.Auto,
      pointSize: 4,
      spanNulls: false,
    });
  }
  addThresholds(builder, look);
  addExpectation(builder, look);
  addMarks(builder, look);
  return builder;
}

function addThresholds(builder: UPlotConfigBuilder, { theme, thresholds, thresholdsStyle, min, max }: ValueLook): void {
  if (thresholds && thresholdsStyle !== GraphThresholdsStyleMode.Off) {
    const config = { mode: thresholdsStyle };
    builder.addThresholds({ config, thresholds, scaleKey: SCALE, theme, hardMin: min, hardMax: max });
  }
}

function addExpectation(builder: UPlotConfigBuilder, look: ValueLook): void {
  const quiet = { scaleKey: SCALE, theme: look.theme, drawStyle: GraphDrawStyle.Line, showPoints: VisibilityMode.Never };
  builder.addSeries({
    ...quiet,
    show: look.showExpected,
    lineColor: colorManipulator.alpha(look.focusColor, 0.95),
    lineWidth: 1,
    lineStyle: { fill: 'dash', dash: [4, 4] },
  });
  const edge = { ...quiet, show: look.showBand, lineColor: 'transparent', lineWidth: 0 };
  builder.addSeries(edge);
  builder.addSeries(edge);
  if (look.showBand) {
    const lower = look.lines.length + 2;
    const fill = colorManipulator.alpha(look.focusColor, look.theme.isDark ? 0.16 : 0.14);
    builder.addBand({ series: [lower + 1, lower], fill });
  }
}

function addMarks(builder: UPlotConfigBuilder, look: ValueLook): void {
  if (look.showRegions) {
    builder.addHook('drawClear', (u) => {
      const { focus, paint } = look.live();
      if (focus) {
        drawRegions(u, focus.verdict, paint);
      }
    });
  }
  if (look.showPoints) {
    builder.addHook('draw', (u) => {
      const { series, paint } = look.live();
      for (const { verdict } of series) {
        if (verdict) {
          drawPoints(u, verdict, paint);
        }
      }
    });
  }
}
