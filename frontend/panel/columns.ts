/** Reads columns of numbers from fields: gaps as null, times ascending. */
import type { Field } from '@grafana/data';

import { isColumn } from './levels';
import type { Column } from './model';

/** The rows to use and their order; null if all rows are in order already. Rows without a time are left out. */
export function rowOrder(times: unknown[]): number[] | null {
  let previous = -Infinity;
  let inOrder = true;
  for (const time of times) {
    if (typeof time !== 'number' || !(time >= previous && time < Infinity)) {
      inOrder = false;
      break;
    }
    previous = time;
  }
  if (inOrder) {
    return null;
  }
  const rows = times.flatMap((time, row) => (typeof time === 'number' && Number.isFinite(time) ? [row] : []));
  return rows.sort((a, b) => Number(times[a]) - Number(times[b]));
}

/** The times in order. */
export function timesOf(times: unknown[], order: number[] | null): number[] {
  return order ? order.map((row) => Number(times[row])) : (times as number[]);
}

/** The times of a field in ms. Some sources write them as text; an invalid time is null. Copies only if necessary. */
export function instantsOf(field: Pick<Field, 'values'>): unknown[] {
  return field.values.some((time) => typeof time !== 'number' && time !== null) ? field.values.map(instantOf) : field.values;
}

/** An instant in ms; null if it is invalid. Text without an offset is UTC, so that everybody sees the same. */
export function instantOf(time: unknown): number | null {
  if (typeof time === 'number') {
    return Number.isFinite(time) ? time : null;
  }
  if (time instanceof Date) {
    return instantOf(time.valueOf());
  }
  const parts = typeof time === 'string' ? DATE.exec(time.trim()) : null;
  return parts ? instantOf(Date.parse(`${parts[1]}T${parts[2] ?? '00:00'}${parts[3] ?? 'Z'}`)) : null;
}

/** A day, a time and an offset, in the formats of ISO 8601 and of databases. */
const DATE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s?(Z|[+-]\d\d:?\d\d)?)?$/;

/**
 * A field's numbers in order; anything but a finite number is a gap, and booleans are 1 or 0. Copies only if necessary.
 */
export function columnOf(field: Pick<Field, 'values'>, order: number[] | null): Column {
  const values: unknown[] = field.values;
  if (!order && isColumn(values)) {
    return values;
  }
  const rows = order ? order.map((row) => values[row]) : values;
  return rows.map(numberOf);
}

function numberOf(value: unknown): number | null {
  if (typeof value === 'boolean') {
    return Number(value);
  }
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
