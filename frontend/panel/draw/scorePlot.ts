/** The score strip: 0..1, coloured by severity, with the threshold and on wish a line for each detector. */
import { colorManipulator } from '@grafana/data';
import { AxisPlacement, GraphDrawStyle, ScaleDirection, ScaleOrientation, VisibilityMode } from '@grafana/schema';
import type { UPlotConfigBuilder } from '@grafana/ui';

import { formatShare } from '../../shared/format';
import { severityColor } from '../../shared/severity';
import type { SeverityOptions } from '../options';

import { startPlot, type PlotFrame } from './base';
import { detectorColor } from './colors';
import { drawScoreColumns, drawThreshold } from './marks';

export interface ScoreLook extends PlotFrame {
  threshold: number | null;
  display: SeverityOptions['threshold'];
  /** How many detector lines follow the score in the data. */
  detectors: number;
}

const SCALE = 'score';
/** Above 1, so that the highest score does not touch the edge. */
const TOP = 1.04;
/** Closer to 100 % than this, the label of the threshold takes the place of the label at the top. */
const CROWDED = 0.8;

/** A builder for `alignScores`. */
export function buildScorePlot(look: ScoreLook): UPlotConfigBuilder {
  const { theme, live } = look;
  const builder = startPlot(look, 8);
  const neutral = theme.colors.text.secondary;
  builder.addScale({
    scaleKey: SCALE,
    orientation: ScaleOrientation.Vertical,
    direction: ScaleDirection.Up,
    auto: false,
    range: () => [0, TOP],
  });
  builder.addAxis({
    scaleKey: SCALE,
    theme,
    placement: AxisPlacement.Left,
    size: look.axisWidth,
    grid: { show: false },
    color: neutral,
    splits: () => scoreTicks(look),
    values: (_u, splits) => splits.map(formatShare),
    space: () => 8,
  });
  builder.addSeries({
    scaleKey: SCALE,
    theme,
    drawStyle: GraphDrawStyle.Line,
    lineColor: colorManipulator.alpha(neutral, theme.isDark ? 0.6 : 0.42),
    lineWidth: 1,
    fillColor: colorManipulator.alpha(neutral, 0.14),
    showPoints: VisibilityMode.Auto,
    pointSize: 4,
  });
  for (let place = 0; place < look.detectors; place++) {
    builder.addSeries({
      scaleKey: SCALE,
      theme,
      drawStyle: GraphDrawStyle.Line,
      lineColor: colorManipulator.alpha(detectorColor(place, theme.isDark), 0.85),
      lineWidth: 1,
      showPoints: VisibilityMode.Never,
    });
  }
  builder.addHook('drawClear', (u) => {
    const { focus, paint } = live();
    if (focus) {
      drawScoreColumns(u, focus.verdict, paint);
    }
  });
  addThreshold(builder, look);
  return builder;
}

/** Where the strip's axis is labelled: the ends, and the threshold where it is drawn. */
export function scoreTicks({ threshold, display }: Pick<ScoreLook, 'threshold' | 'display'>): number[] {
  if (threshold === null || display === 'off') {
    return [0, 1];
  }
  return threshold > CROWDED ? [0, threshold] : [0, threshold, 1];
}

function addThreshold(builder: UPlotConfigBuilder, look: ScoreLook): void {
  const { threshold, display, theme } = look;
  if (threshold === null || display === 'off') {
    return;
  }
  const line = colorManipulator.alpha(theme.colors.text.primary, 0.7);
  const shade = display === 'shaded' ? colorManipulator.alpha(severityColor(4, theme.isDark), 0.12) : null;
  builder.addHook('drawClear', (u) => drawThreshold(u, threshold, { line, shade }));
}
