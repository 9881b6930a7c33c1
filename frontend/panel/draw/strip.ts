/** The score strip under the values: 0..1, coloured by severity, with the threshold and on wish a line for each detector. */
import type { GrafanaTheme2 } from '@grafana/data';
import { UPLOT_AXIS_FONT_SIZE } from '@grafana/ui';
import type uPlot from 'uplot';

import { formatShare } from '../../shared/format';
import { severityColor } from '../../shared/severity';
import type { ScoredSeries } from '../model';
import type { SeverityOptions } from '../options';

import { detectorColor, faded } from './colors';
import { fillFromZero, placeOf, strokeColumn } from './lines';
import type { Live } from './live';
import { clipped, drawScoreColumns, drawThreshold, isCrowded } from './marks';
import { peaksOf } from './peaks';
import { linear, stripOf, type Linear, type View } from './view';

export interface StripLook {
  theme: GrafanaTheme2;
  /** How the threshold is shown. */
  threshold: SeverityOptions['threshold'];
  /** Whether a line for each detector follows the score. */
  detectors: boolean;
  showYAxis: boolean;
}

/** Closer to 100 % than this, the label of the threshold takes the place of the label at the top. */
const CROWDED = 0.8;
/** Detectors' lines lie side by side; finer than this, they would be one smear (canvas pixels). */
const DETECTOR_STEP = 2;
const TICK = 4;

/** Draws the strip of a series. */
export function drawStrip(u: uPlot, live: Live, focus: ScoredSeries, look: StripLook): void {
  const view = stripOf(u);
  if (!view) {
    return;
  }
  const y = linear(view, 'score', 0, 1);
  const place = placeOf(view, focus.times, y);
  const { verdict } = focus;
  const neutral = look.theme.colors.text.secondary;
  // Rows that are narrower than their columns have lines that would bury them.
  const onTop = isCrowded(view, verdict);
  if (!onTop) {
    drawScoreColumns(view, verdict, live.paint);
  }
  markThreshold(view, verdict.threshold, look);
  clipped(view, () => {
    fillFromZero(view, place, verdict.score, faded(neutral, 0.14));
    strokeColumn(view, place, verdict.score, faded(neutral, look.theme.isDark ? 0.6 : 0.42));
    if (look.detectors) {
      strokeVotes(view, y, focus, look.theme);
    }
  });
  if (onTop) {
    drawScoreColumns(view, verdict, live.paint);
  }
  if (look.showYAxis) {
    label(view, scoreTicks(verdict.threshold, look.threshold), look.theme);
  }
}

function markThreshold(view: View, threshold: number | null, { theme, threshold: display }: StripLook): void {
  if (threshold !== null && display !== 'off') {
    const line = faded(theme.colors.text.primary, 0.7);
    const shade = display === 'shaded' ? faded(severityColor(4, theme.isDark), 0.12) : null;
    drawThreshold(view, threshold, { line, shade });
  }
}

function strokeVotes(view: View, y: Linear, { times, verdict }: ScoredSeries, theme: GrafanaTheme2): void {
  const columns = verdict.votes.flatMap(({ confidence }) => (confidence ? [confidence] : []));
  columns.forEach((confidence, number) => {
    const peaks = peaksOf(times, confidence);
    const color = faded(detectorColor(number, theme.isDark), 0.85);
    strokeColumn(view, placeOf(view, peaks.times, y, DETECTOR_STEP), peaks.cells, color);
  });
}

/** Where the strip is labelled: the ends, and the threshold where it is drawn. */
export function scoreTicks(threshold: number | null, display: SeverityOptions['threshold']): number[] {
  if (threshold === null || display === 'off') {
    return [0, 1];
  }
  return threshold > CROWDED ? [0, threshold] : [0, threshold, 1];
}

function label({ ctx: context, bbox, valToPos }: View, ticks: number[], theme: GrafanaTheme2): void {
  const ratio = globalThis.devicePixelRatio || 1;
  context.save();
  context.font = `${UPLOT_AXIS_FONT_SIZE * ratio}px ${theme.typography.fontFamily}`;
  context.fillStyle = theme.colors.text.secondary;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const score of ticks) {
    context.fillText(formatShare(score), bbox.left - (TICK + 5) * ratio, valToPos(score, 'score', true));
  }
  context.restore();
}
