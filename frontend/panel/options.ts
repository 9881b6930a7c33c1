/** The options of the panel. */
import type { PanelModel } from '@grafana/data';

import { SEVERITY_LEVELS } from '../contract/limits';
import type { SeverityLevel } from '../shared/contract';

import { VIEWS, type View } from './views/all';

export const THRESHOLD_DISPLAYS = ['off', 'line', 'shaded'] as const;
export const SCORE_STRIPS = ['off', 'score', 'detectors'] as const;
export const SERIES_LAYOUTS = ['multiples', 'overlay'] as const;
/** `worst`: open events first; `query`: the order of the answer. */
export const SERIES_ORDERS = ['worst', 'name', 'query'] as const;
export type SeriesOrder = (typeof SERIES_ORDERS)[number];
/** The widths of a lane's buckets: one that fits the room, or a duration. */
export const LANE_BUCKETS = ['auto', '1m', '5m', '15m', '1h', '6h', '1d'] as const;
export type LaneBucket = (typeof LANE_BUCKETS)[number];

export interface SeverityOptions {
  /** The views, from top to bottom. */
  views: View[];
  /** Names of severities, separated by commas; empty means all. Dashboard variables are filled in. */
  severities: string;
  /** Order of lanes and cards. */
  order: SeriesOrder;
  /** Order of the timeline's plots. */
  plotOrder: SeriesOrder;
  laneBucket: LaneBucket;
  /** The layout of the series: one plot each, or all in one. */
  layout: (typeof SERIES_LAYOUTS)[number];
  showExpected: boolean;
  showBand: boolean;
  showPoints: boolean;
  showRegions: boolean;
  /** The plot of the score under the values; `detectors` adds a line per detector. */
  scoreStrip: (typeof SCORE_STRIPS)[number];
  /** The display of the threshold in the score strip. */
  threshold: (typeof THRESHOLD_DISPLAYS)[number];
  /** Milder anomalies are not drawn. */
  minimumSeverity: SeverityLevel;
  showStats: boolean;
  showBadges: boolean;
  showLegend: boolean;
  /** Largest number of series in the timeline; the others are only counted. */
  maxSeries: number;
  /** The initial state: whether streamed rows are drawn as they arrive, or the drawing is held. */
  live: boolean;
}

export const defaultOptions: SeverityOptions = {
  views: ['timeline'],
  severities: '',
  order: 'worst',
  plotOrder: 'worst',
  laneBucket: 'auto',
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
  maxSeries: 20,
  live: true,
};

/**
 * Options as a dashboard may store them. `showEvents` was the option for a list of events before there were views.
 * `timelineOrder` was the order of the plots when `query` was the default, which was saved without being chosen.
 */
type SavedOptions = Partial<SeverityOptions> & { showEvents?: boolean; timelineOrder?: SeriesOrder };

/** Options as saved in a dashboard: missing or unknown ones become the default. */
export function readOptions(saved: SavedOptions | undefined): SeverityOptions {
  const merged = { ...defaultOptions, ...migrated(saved ?? {}) };
  return {
    ...merged,
    views: viewsAmong(merged.views),
    severities: typeof merged.severities === 'string' ? merged.severities : defaultOptions.severities,
    order: oneOf(SERIES_ORDERS, merged.order, defaultOptions.order),
    plotOrder: oneOf(SERIES_ORDERS, merged.plotOrder, defaultOptions.plotOrder),
    laneBucket: oneOf(LANE_BUCKETS, merged.laneBucket, defaultOptions.laneBucket),
    layout: oneOf(SERIES_LAYOUTS, merged.layout, defaultOptions.layout),
    scoreStrip: oneOf(SCORE_STRIPS, merged.scoreStrip, defaultOptions.scoreStrip),
    threshold: oneOf(THRESHOLD_DISPLAYS, merged.threshold, defaultOptions.threshold),
    minimumSeverity: oneOf(SEVERITY_LEVELS, merged.minimumSeverity, defaultOptions.minimumSeverity),
    maxSeries: Number.isInteger(merged.maxSeries) && merged.maxSeries > 0 ? merged.maxSeries : defaultOptions.maxSeries,
    live: merged.live !== false,
  };
}

/** Grafana calls this when it opens a dashboard saved by an older version. */
export function migrateOptions(panel: Pick<PanelModel<SavedOptions>, 'options'>): Partial<SeverityOptions> {
  return migrated(panel.options ?? {});
}

function migrated({ showEvents, timelineOrder, ...saved }: SavedOptions): Partial<SeverityOptions> {
  const views: View[] | undefined = showEvents && !saved.views ? [...defaultOptions.views, 'events'] : saved.views;
  const plotOrder = saved.plotOrder ?? (timelineOrder === 'query' ? undefined : timelineOrder);
  return { ...saved, ...(views && { views }), ...(plotOrder && { plotOrder }) };
}

/** Each known view once; the default if none is known. */
export function viewsAmong(names: unknown): View[] {
  const known = (Array.isArray(names) ? names : []).flatMap((name) => VIEWS.find((view) => view === name) ?? []);
  return known.length > 0 ? [...new Set(known)] : defaultOptions.views;
}

function oneOf<T>(known: readonly T[], value: T, fallback: T): T {
  return known.includes(value) ? value : fallback;
}
