/** Rows in the order of time. */

/** Index of the first row at or after a time; the number of rows if there is none. `times` ascends. */
export function firstFrom(times: number[], fromMs: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < fromMs) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
