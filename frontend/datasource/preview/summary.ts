/** Summarises a query's answer over a range. Pure. */
import type { DataFrame } from '@grafana/data';

import { FIELD } from '../../contract/limits';
import type { SeverityScheme } from '../../contract/types';
import { seismoMetaOf, type SeismoEvent } from '../../shared/contract';
import { DAY_MS } from '../duration';

export interface PreviewSeries {
  name: string;
  /** Of the same length; null is a gap. */
  times: number[];
  values: Array<number | null>;
  anomalies: number;
  events: SeismoEvent[];
  scheme: SeverityScheme;
}

export interface Summary {
  anomalies: number;
  events: number;
  /** Events per week and series, at the rate of the range; null without series. */
  perWeek: number | null;
  /** Worst first. */
  series: PreviewSeries[];
  notices: string[];
}

/** Summarises panel frames over a range of `rangeMs`. */
export function summarise(frames: readonly DataFrame[], rangeMs: number): Summary {
  const series = frames.flatMap((frame) => seriesOf(frame) ?? []).sort(worstFirst);
  const events = sum(series.map((one) => one.events.length));
  return {
    anomalies: sum(series.map((one) => one.anomalies)),
    events,
    perWeek: series.length > 0 && rangeMs > 0 ? (events / series.length) * ((7 * DAY_MS) / rangeMs) : null,
    series,
    notices: [...new Set(frames.flatMap(({ meta }) => meta?.notices ?? []).map(({ text }) => text))],
  };
}

function seriesOf(frame: DataFrame): PreviewSeries | null {
  const meta = seismoMetaOf(frame.meta?.custom);
  const column = (name: string) => frame.fields.find((field) => field.name === name)?.values;
  const [times, values] = [column(FIELD.time), column(FIELD.value)];
  if (!meta || !times || !values) {
    return null;
  }
  return {
    name: frame.name ?? '',
    times: Array.from(times, Number),
    values: Array.from(values, (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : null)),
    anomalies: meta.counts.anomalies,
    events: meta.events,
    scheme: meta.severityScheme,
  };
}

function worstFirst(one: PreviewSeries, other: PreviewSeries): number {
  return peakOf(other) - peakOf(one) || other.events.length - one.events.length;
}

function peakOf({ events }: PreviewSeries): number {
  return events.reduce((peak, { peakScore }) => Math.max(peak, peakScore), 0);
}

/** A readable rate: whole numbers from 10 on, one digit below, and never 0 if anything happened. */
export function roundRate(rate: number): string {
  if (rate > 0 && rate < 0.1) {
    return '<0.1';
  }
  return rate >= 9.95 || Number.isInteger(rate) ? String(Math.round(rate)) : rate.toFixed(1);
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
