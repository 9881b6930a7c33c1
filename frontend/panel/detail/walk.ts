/** Moves through a series row by row, or from anomaly to anomaly. Pure. */
import type { SeverityLevel } from '../../shared/contract';
import { asSeverityLevel } from '../../shared/severity';
import type { SeveritySeries } from '../model';

export type Step = 'next' | 'previous' | 'next-anomaly' | 'previous-anomaly' | 'page-on' | 'page-back' | 'first' | 'last';

/** Number of pages in a series of any length. */
const PAGES = 10;

const STEPS = new Map<string, Step>([
  ['ArrowRight', 'next'],
  ['ArrowLeft', 'previous'],
  ['PageDown', 'page-on'],
  ['PageUp', 'page-back'],
  ['Home', 'first'],
  ['End', 'last'],
  ['n', 'next-anomaly'],
  ['p', 'previous-anomaly'],
]);

/** The step for a key; null for other keys, and for those that the browser or Grafana use. */
export function stepOf(event: { key: string; shiftKey: boolean; ctrlKey: boolean; metaKey: boolean; altKey: boolean }): Step | null {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return null;
  }
  const step = STEPS.get(event.key.length === 1 ? event.key.toLowerCase() : event.key) ?? null;
  const leaps = event.shiftKey && (step === 'next' || step === 'previous');
  return leaps ? `${step}-anomaly` : step;
}

/** The row after a step from a row or from none; null if there is none. */
export function walk(series: SeveritySeries, from: number | null, step: Step, visible: ReadonlySet<SeverityLevel>): number | null {
  const last = series.times.length - 1;
  if (last < 0) {
    return null;
  }
  const page = Math.max(1, Math.round((last + 1) / PAGES));
  switch (step) {
    case 'next':
      return from === null ? 0 : Math.min(last, from + 1);
    case 'previous':
      return from === null ? last : Math.max(0, from - 1);
    case 'page-on':
      return from === null ? 0 : Math.min(last, from + page);
    case 'page-back':
      return from === null ? last : Math.max(0, from - page);
    case 'first':
      return 0;
    case 'last':
      return last;
    case 'next-anomaly':
      return anomalyAfter(series, from, visible);
    case 'previous-anomaly':
      return anomalyBefore(series, from, visible);
  }
}

/** The first row of the next run of anomalous rows. */
function anomalyAfter(series: SeveritySeries, from: number | null, visible: ReadonlySet<SeverityLevel>): number | null {
  const { length } = series.times;
  for (let row = from === null ? 0 : from + 1; row < length; row++) {
    if (starts(series, row, visible)) {
      return row;
    }
  }
  return null;
}

/** The first row of the run before. */
function anomalyBefore(series: SeveritySeries, from: number | null, visible: ReadonlySet<SeverityLevel>): number | null {
  for (let row = (from ?? series.times.length) - 1; row >= 0; row--) {
    if (starts(series, row, visible)) {
      return row;
    }
  }
  return null;
}

function starts(series: SeveritySeries, row: number, visible: ReadonlySet<SeverityLevel>): boolean {
  return isAnomalous(series, row, visible) && !isAnomalous(series, row - 1, visible);
}

function isAnomalous({ verdict }: SeveritySeries, row: number, visible: ReadonlySet<SeverityLevel>): boolean {
  const level = asSeverityLevel(verdict?.severity[row]);
  return level !== null && visible.has(level);
}
