/** The figures of the stats bar and of the chart's spoken summary. */
import type { SeismoCounts, SeverityLevel } from '../../shared/contract';
import type { EventRow } from '../events/rows';
import { isScored, type Peak, type SeveritySeries } from '../model';
import { graver } from '../verdict';

export interface Summary {
  series: number;
  /** Series with at least one anomaly. */
  affected: number;
  counts: SeismoCounts;
  /** Anomalous share of the scored rows; null where no row has a score. */
  rate: number | null;
  /** Lowest and highest threshold in use; null where no frame names one. */
  threshold: [number, number] | null;
  worst: (Peak & { series: string }) | null;
}

const ZERO: SeismoCounts = { points: 0, scored: 0, gaps: 0, anomalies: 0, low: 0, medium: 0, high: 0, critical: 0 };

/** Adds up what the frames say of themselves. */
export function summarise(all: SeveritySeries[], reported: EventRow[] | null = null): Summary {
  if (all.length === 0 && reported) {
    return summariseEvents(reported);
  }
  const scored = all.filter(isScored);
  const counts = scored.reduce((sum, { verdict }) => add(sum, verdict.counts), ZERO);
  const thresholds = scored.flatMap(({ verdict }) => verdict.threshold ?? []);
  const worst = scored.reduce<Summary['worst']>((sofar, { name, verdict }) => {
    const graverOne = graver(sofar, verdict.worst);
    return graverOne && graverOne !== sofar ? { ...graverOne, series: name } : sofar;
  }, null);
  return {
    series: all.length,
    affected: scored.filter(({ verdict }) => verdict.counts.anomalies > 0).length,
    counts,
    rate: counts.scored > 0 ? counts.anomalies / counts.scored : null,
    threshold: thresholds.length > 0 ? [Math.min(...thresholds), Math.max(...thresholds)] : null,
    worst,
  };
}

/** Of a list of events alone: what is counted are events. */
function summariseEvents(events: EventRow[]): Summary {
  const rowsOf = (level: SeverityLevel) => events.filter(({ severity }) => severity === level).length;
  const names = new Set(events.map(({ name }) => name));
  const worst = events.reduce<Summary['worst']>((sofar, { name, severity, score, fromMs }) => {
    const one = { level: severity, score: score ?? 0, timeMs: fromMs, series: name };
    return graver(sofar, one) === one ? one : sofar;
  }, null);
  return {
    series: names.size,
    affected: names.size,
    counts: { ...ZERO, anomalies: events.length, low: rowsOf(1), medium: rowsOf(2), high: rowsOf(3), critical: rowsOf(4) },
    rate: null,
    threshold: null,
    worst,
  };
}

function add(a: SeismoCounts, b: SeismoCounts): SeismoCounts {
  return {
    points: a.points + b.points,
    scored: a.scored + b.scored,
    gaps: a.gaps + b.gaps,
    anomalies: a.anomalies + b.anomalies,
    low: a.low + b.low,
    medium: a.medium + b.medium,
    high: a.high + b.high,
    critical: a.critical + b.critical,
  };
}
