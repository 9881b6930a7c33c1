/** The figures of the stats bar and of the chart's spoken summary: events first. */
import { SEVERITY_LEVELS } from '../../contract/limits';
import type { SeverityLevel } from '../../shared/contract';
import { eventsOf, type EventRow } from '../events/rows';
import { isScored, type Peak, type ScoredSeries, type SeveritySeries } from '../model';
import { graver } from '../verdict';

export interface Summary {
  series: number;
  /** Series with at least one event. */
  affected: number;
  events: number;
  byLevel: Record<SeverityLevel, number>;
  /** Anomalous rows; null if unknown, as for a list of events. */
  rows: number | null;
  /** Anomalous share of the scored rows; null without scores. */
  rate: number | null;
  /** Lowest and highest threshold in use; null if no frame has one. */
  threshold: [number, number] | null;
  worst: (Peak & { series: string }) | null;
  learning: Learning | null;
  /** Series without current samples. */
  gone: number;
  /** False if series are learning and no row has a score: then the absence of events means nothing. */
  known: boolean;
}

/** Number of series that are not scored yet, of how many, and the time until all are. */
export interface Learning {
  count: number;
  of: number;
  leftMs: number;
}

const NONE: Record<SeverityLevel, number> = { 1: 0, 2: 0, 3: 0, 4: 0 };

/** Adds up the counts in the metadata of frames. */
export function summarise(all: SeveritySeries[], reported: EventRow[] | null = null): Summary {
  if (all.length === 0 && reported) {
    return summariseEvents(reported);
  }
  const scored = all.filter(isScored);
  const thresholds = scored.flatMap(({ verdict }) => verdict.threshold ?? []);
  const worst = scored.reduce<Summary['worst']>((sofar, { name, verdict }) => {
    const graverOne = graver(sofar, verdict.worst);
    return graverOne && graverOne !== sofar ? { ...graverOne, series: name } : sofar;
  }, null);
  const rows = sum(scored, ({ verdict }) => verdict.counts.anomalies);
  const scoredRows = sum(scored, ({ verdict }) => verdict.counts.scored);
  const learning = learningOf(all);
  return {
    series: all.length,
    affected: scored.filter(({ verdict }) => verdict.counts.anomalies > 0).length,
    events: sum(scored, (one) => eventsOf(one).length + notListed(one)),
    byLevel: byLevel(scored.flatMap(eventsOf)),
    rows,
    rate: scoredRows > 0 ? rows / scoredRows : null,
    threshold: thresholds.length > 0 ? [Math.min(...thresholds), Math.max(...thresholds)] : null,
    worst,
    learning,
    gone: all.filter(({ standing }) => standing.kind === 'gone').length,
    known: learning === null || scoredRows > 0,
  };
}

/** For a list of events alone. */
function summariseEvents(events: EventRow[]): Summary {
  const names = new Set(events.map(({ name }) => name));
  const worst = events.reduce<Summary['worst']>((sofar, { name, severity, score, fromMs }) => {
    const one = { level: severity, score: score ?? 0, timeMs: fromMs, series: name };
    return graver(sofar, one) === one ? one : sofar;
  }, null);
  return {
    series: names.size,
    affected: names.size,
    events: events.length,
    byLevel: byLevel(events),
    rows: null,
    rate: null,
    threshold: null,
    worst,
    learning: null,
    gone: 0,
    known: true,
  };
}

/** Number of events missing from a frame's list, which has a maximum length. */
function notListed({ verdict }: ScoredSeries): number {
  return sum(verdict.meta?.dropped ?? [], ({ what, count }) => (what === 'events' ? count : 0));
}

function learningOf(all: SeveritySeries[]): Learning | null {
  const left = all.flatMap(({ standing }) => (standing.kind === 'learning' ? [standing.leftMs] : []));
  return left.length === 0 ? null : { count: left.length, of: all.length, leftMs: Math.max(...left) };
}

function byLevel(events: EventRow[]): Record<SeverityLevel, number> {
  const counts = { ...NONE };
  for (const level of SEVERITY_LEVELS) {
    counts[level] = events.filter(({ severity }) => severity === level).length;
  }
  return counts;
}

function sum<T>(all: T[], of: (one: T) => number): number {
  return all.reduce((total, one) => total + of(one), 0);
}
