/** What a user can choose for the panel. */
import { SEVERITY_LEVELS, type SeverityLevel } from '../shared/contract';

export const THRESHOLD_DISPLAYS = ['off', 'line', 'shaded'] as const;
export const SCORE_STRIPS = ['off', 'score', 'detectors'] as const;
export const SERIES_LAYOUTS = ['multiples', 'overlay'] as const;

export interface SeverityOptions {
  /** How the series share the panel: a plot each, or all in one. */
  layout: (typeof SERIES_LAYOUTS)[number];
  showExpected: boolean;
  showBand: boolean;
  showPoints: boolean;
  showRegions: boolean;
  /** The plot of the score under the values; `detectors` adds a line for each detector. */
  scoreStrip: (typeof SCORE_STRIPS)[number];
  /** How the threshold stands in the score strip. */
  threshold: (typeof THRESHOLD_DISPLAYS)[number];
  /** Milder anomalies are not drawn. */
  minimumSeverity: SeverityLevel;
  showStats: boolean;
  showBadges: boolean;
  showLegend: boolean;
  /** Every event as a line of text. */
  showEvents: boolean;
  /** More series than this are counted, not drawn. */
  maxSeries: number;
}

export const defaultOptions: SeverityOptions = {
  layout: 'multiples',
  showExpected: true,
  showBand: true,
  showPoints: true,
  showRegions: true,
  scoreStrip: 'score',
  threshold: 'line',
  minimumSeverity: 1,
  showStats: true,
  showBadges: true,
  showLegend: true,
  showEvents: false,
  maxSeries: 20,
};

/** Options as saved in a dashboard: what is missing or unknown there becomes the default. */
export function readOptions(saved: Partial<SeverityOptions> | undefined): SeverityOptions {
  const merged = { ...defaultOptions, ...saved };
  return {
    ...merged,
    layout: oneOf(SERIES_LAYOUTS, merged.layout, defaultOptions.layout),
    scoreStrip: oneOf(SCORE_STRIPS, merged.scoreStrip, defaultOptions.scoreStrip),
    threshold: oneOf(THRESHOLD_DISPLAYS, merged.threshold, defaultOptions.threshold),
    minimumSeverity: oneOf(SEVERITY_LEVELS, merged.minimumSeverity, defaultOptions.minimumSeverity),
    maxSeries: Number.isInteger(merged.maxSeries) && merged.maxSeries > 0 ? merged.maxSeries : defaultOptions.maxSeries,
  };
}

function oneOf<T>(known: readonly T[], value: T, fallback: T): T {
  return known.includes(value) ? value : fallback;
}
