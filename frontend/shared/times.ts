/** Rows in the order of time. */

/** The first row at or after a time; as many as there are rows where none is. `times` ascends. */
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
