/** What the backend answered, read from the network rather than from the page. */
import type { Response } from 'playwright-core';

import { FIELD } from '../../../frontend/contract/limits';
import type { SeismoMeta } from '../../../frontend/shared/contract';

interface WireFrame {
  schema: { name?: string; fields: Array<{ name: string }>; meta?: { custom?: { seismo?: SeismoMeta } } };
  data: { values: Array<Array<number | null>> };
}

export interface Row {
  value: number | null;
  score: number | null;
  severity: number | null;
}

export interface Series {
  name: string;
  meta: SeismoMeta;
  rows: Map<number, Row>;
}

/** The series of a panel answer, in its order. */
export async function seriesOf(response: Response): Promise<Series[]> {
  if (!response.ok()) {
    throw new Error(`${response.status()} instead of an answer: ${await response.text()}`);
  }
  const { results } = (await response.json()) as { results: Record<string, { frames?: WireFrame[] }> };
  const frames = Object.values(results).flatMap(({ frames }) => frames ?? []);
  return frames.flatMap((frame) => {
    const meta = frame.schema.meta?.custom?.seismo;
    return meta ? [{ name: frame.schema.name ?? '', meta, rows: rowsOf(frame) }] : [];
  });
}

/** All anomalous rows of all series. */
export function anomaliesIn(series: Series[]): number {
  return sum(series.map(({ meta }) => meta.counts.anomalies));
}

/** All events of all series; those of a severity (1 low to 4 critical) where one is given. */
export function eventsIn(series: Series[], severity?: number): number {
  return sum(series.map(({ meta }) => meta.events.filter((event) => severity === undefined || event.severity === severity).length));
}

/** The rows that two answers have in common, each as a pair. */
export function commonRows(one: Series[], other: Series[]): Array<{ at: string; one: Row; other: Row }> {
  return one.flatMap(({ name, rows }) => {
    const others = other.find((series) => series.name === name)?.rows;
    return [...rows].flatMap(([time, row]) => {
      const same = others?.get(time);
      return same ? [{ at: `${name} ${new Date(time).toISOString()}`, one: row, other: same }] : [];
    });
  });
}

function rowsOf({ schema, data }: WireFrame): Map<number, Row> {
  const column = (name: string) => data.values[schema.fields.findIndex((field) => field.name === name)] ?? [];
  const [times, values, scores, severities] = [FIELD.time, FIELD.value, FIELD.score, FIELD.severity].map(column);
  return new Map(
    times!.map((time, i) => [
      time!,
      { value: values![i] ?? null, score: scores![i] ?? null, severity: severities![i] ?? null },
    ])
  );
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
