/** The plot of values: line, expected line, band, events behind and severity points in front, and the strip below. */
import type { ThresholdsConfig } from '@grafana/data';
import { AxisPlacement, GraphDrawStyle, GraphThresholdsStyleMode, ScaleDirection, ScaleOrientation, VisibilityMode } from '@grafana/schema';
import { UPlotConfigBuilder } from '@grafana/ui';
import type uPlot from 'uplot';

import type { Verdict } from '../model';
import type { SeverityOptions } from '../options';

import { labelWidth } from './axis';
import { startPlot, type PlotFrame } from './base';
import { faded } from './colors';
import { dashColumn, extentIn, fillBetween, placeOf, valueLine, valuesOf, type Place } from './lines';
import { clipped, drawPoints, drawRegions } from './marks';
import { drawStrip } from './strip';

export interface ValueLook extends PlotFrame {
  /** One line a value, with the opacity of its fill in percent; in this order in the data. */
  lines: Array<{ color: string; width: number; fill: number }>;
  /** Colour of the expected line and of the band. */
  focusColor: string;
  showExpected: boolean;
  showBand: boolean;
  showPoints: boolean;
  showRegions: boolean;
  /** How the threshold stands in the score strip, and whether a line for each detector does. */
  threshold: SeverityOptions['threshold'];
  detectors: boolean;
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

type ScaleProps = Parameters<UPlotConfigBuilder['addScale']>[0];

const SCALE = 'y';

/** A builder for `alignValues` and `alignOverlay`. */
export function buildValuePlot(look: ValueLook): UPlotConfigBuilder {
  const { theme, live } = look;
  const builder = startPlot(look, 8);
  const scale: ScaleProps = {
    scaleKey: SCALE,
    orientation: ScaleOrientation.Vertical,
    direction: ScaleDirection.Up,
    min: look.min,
    max: look.max,
    decimals: look.decimals ?? undefined,
  };
  builder.addScale({ ...scale, range: rangeWithExpectation(look, scale) });
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
      pathBuilder: valueLine,
      showPoints: VisibilityMode.Auto,
      pointSize: 4,
      spanNulls: false,
    });
  }
  addThresholds(builder, look);
  addExpectation(builder, look);
  addMarks(builder, look);
  builder.addHook('draw', (u) => {
    const now = live();
    if (now.focus) {
      drawStrip(u, now, now.focus, look);
    }
  });
  return builder;
}

function addThresholds(builder: UPlotConfigBuilder, { theme, thresholds, thresholdsStyle, min, max }: ValueLook): void {
  if (thresholds && thresholdsStyle !== GraphThresholdsStyleMode.Off) {
    const config = { mode: thresholdsStyle };
    builder.addThresholds({ config, thresholds, scaleKey: SCALE, theme, hardMin: min, hardMax: max });
  }
}

/** What was expected belongs between the ends of the axis as far as it is drawn, though uPlot does not draw it. */
function rangeWithExpectation(look: ValueLook, scale: ScaleProps): uPlot.Range.Function {
  const range = standardRange(scale);
  return (u, low, high, key) => {
    const { focus, timeRange } = look.live();
    const { expected, lower, upper } = focus?.verdict ?? {};
    const drawn = [look.showExpected && expected, look.showBand && lower, look.showBand && upper];
    const ends = focus ? extentIn(drawn, focus.times, timeRange) : null;
    return ends ? range(u, Math.min(low ?? Infinity, ends[0]), Math.max(high ?? -Infinity, ends[1]), key) : range(u, low, high, key);
  };
}

const standardRanges = new Map<string, uPlot.Range.Function>();

/** Grafana's own range of a scale: made once for all plots that look alike. */
function standardRange(scale: ScaleProps): uPlot.Range.Function {
  const key = JSON.stringify(scale);
  let range = standardRanges.get(key);
  if (!range) {
    const builder = new UPlotConfigBuilder();
    builder.addScale(scale);
    range = builder.getConfig().scales![SCALE]!.range as uPlot.Range.Function;
    standardRanges.set(key, range);
  }
  return range;
}

function addExpectation(builder: UPlotConfigBuilder, look: ValueLook): void {
  const { live, theme, focusColor } = look;
  const line = faded(focusColor, 0.95);
  const fill = faded(focusColor, theme.isDark ? 0.16 : 0.14);
  const focused = (u: uPlot, draw: (place: Place, verdict: Verdict) => void) => {
    const { focus } = live();
    if (focus) {
      clipped(u, () => draw(placeOf(u, focus.times, valuesOf(u)), focus.verdict));
    }
  };
  if (look.showBand) {
    builder.addHook('drawClear', (u) =>
      focused(u, (place, { lower, upper }) => lower && upper && fillBetween(u, place, lower, upper, fill))
    );
  }
  if (look.showExpected) {
    builder.addHook('draw', (u) => focused(u, (place, { expected }) => expected && dashColumn(u, place, expected, line)));
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
