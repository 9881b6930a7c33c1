/** The labels that distinguish the series of a query. Pure. */
import type { DataFrame, Labels } from '@grafana/data';

import type { SeismoQuery } from '../types';

export interface SeriesLabels {
  /** Every label of a series, including `__name__`. */
  all: string[];
  /** Those in which the series differ, `__name__` last. */
  differing: string[];
}

const METRIC = '__name__';

/** The labels known from the query and its last answer; null if none are. */
export function seriesLabels({ detection, source }: SeismoQuery, answer: DataFrame[] = []): SeriesLabels | null {
  if (detection?.together) {
    return { all: detection.together.by, differing: detection.together.by };
  }
  if (source.kind === 'sample') {
    return { all: [METRIC, 'service'], differing: ['service', METRIC] };
  }
  const series = answer.map((frame) => frame.fields.find(({ labels }) => labels)?.labels).filter((labels) => labels !== undefined);
  return series.length === 0 ? null : labelsOf(series);
}

function labelsOf(series: Labels[]): SeriesLabels {
  const all = [...new Set(series.flatMap((labels) => Object.keys(labels)))].sort();
  const differing = all.filter((name) => new Set(series.map((labels) => labels[name])).size > 1);
  return { all, differing: [...differing.filter((name) => name !== METRIC), ...differing.filter((name) => name === METRIC)] };
}
