/** What plots read while they draw. A plot is built once a structure; the data under it changes without rebuilding. */
import type { TimeRange } from '@grafana/data';

import type { Annotation } from '../annotations/read';
import type { ScoredSeries, SeveritySeries } from '../model';

import type { Paint } from './marks';

export interface Live {
  timeRange: TimeRange;
  paint: Paint;
  /** Whose points are drawn. */
  series: SeveritySeries[];
  /** Whose events, band and score are drawn. */
  focus: ScoredSeries | null;
  annotations: Annotation[];
  formatValue: (value: number, decimals?: number | null) => string;
}

/** The newest state; asked at each drawing. */
export type ReadLive = () => Live;
