/** The rows of a line, column of pixels by column of pixels, from gap to gap. */
import { joinRun, newReach, type Reach } from '../levels';
import type { Column } from '../model';

import type { PixelColumns } from './thin';

/** Hands over the lowest and the highest of each run of rows in a column of pixels, and calls where a gap ends the line. */
export function forRuns({ count, start }: PixelColumns, cells: Column, run: (column: number, reach: Reach) => void, gap: () => void): void {
  const reach = newReach();
  for (let column = 0; column < count; column++) {
    const end = start[column + 1]!;
    for (let row = start[column]!; row < end; row++) {
      row = joinRun(reach, cells, row, end);
      if (reach.low <= reach.high) {
        run(column, reach);
      }
      if (row < end) {
        gap();
      }
    }
  }
}
