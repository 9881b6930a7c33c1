/** A detector is silent nearly always. Four lines along the floor say nothing, so what lies there is left out. */
import { forRowsAboveZero } from '../levels';
import type { Column } from '../model';

/** The rows at which a line leaves the floor, and one beside them on either side. */
export interface Peaks {
  times: number[];
  /** Null between two peaks. */
  cells: Column;
}

const known = new WeakMap<Column, Peaks>();

/** The peaks of a column; found once an answer. */
export function peaksOf(times: number[], column: Column): Peaks {
  let peaks = known.get(column);
  if (!peaks) {
    peaks = findPeaks(times, column);
    known.set(column, peaks);
  }
  return peaks;
}

function findPeaks(times: number[], column: Column): Peaks {
  const peaks: Peaks = { times: [], cells: [] };
  // The first row that is not taken yet.
  let next = 0;
  forRowsAboveZero(column, (row) => {
    if (row - 1 > next && peaks.times.length > 0) {
      add(peaks, times[next]!, null);
    }
    for (let taken = Math.max(next, row - 1); taken <= Math.min(row + 1, column.length - 1); taken++) {
      add(peaks, times[taken]!, column[taken]!);
    }
    next = Math.min(row + 2, column.length);
  });
  return peaks;
}

function add(peaks: Peaks, time: number, cell: number | null): void {
  peaks.times.push(time);
  peaks.cells.push(cell);
}
