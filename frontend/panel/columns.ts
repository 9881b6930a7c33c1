/** Columns of numbers out of fields: gaps as null, times ascending. */
import type { Field } from '@grafana/data';

import type { Column } from './model';

/** The rows to take and their order; null where all rows stand in order already. Rows without a time are left out. */
export function rowOrder(times: unknown[]): number[] | null {
  let previous = -Infinity;
  let inOrder = true;
  for (const time of times) {
    if (typeof time !== 'number' || !(time >= previous)) {
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

/** A field's numbers in order; what is no finite number is a gap. Without need, nothing is copied. */
export function columnOf(field: Pick<Field, 'values'>, order: number[] | null): Column {
  const values: unknown[] = field.values;
  if (!order && values.every((value) => value === null || Number.isFinite(value))) {
    return values as Column;
  }
  const rows = order ? order.map((row) => values[row]) : values;
  return rows.map((value) => (typeof value === 'number' && Number.isFinite(value) ? value : null));
}

/** Lowest and highest number; null where there is none. */
export function extentOf(columns: Array<Column | null | undefined>): [number, number] | null {
  let low = Infinity;
  let high = -Infinity;
  for (const column of columns) {
    for (const value of column ?? []) {
      if (value !== null) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
  }
  return low <= high ? [low, high] : null;
}
