/**
 * The lowest and the highest number of a column over 16 rows, over 16 times as many, and so on: whoever wants those of many
 * rows, or looks for a row that stands out, passes over nearly all of them. Made once an answer, where its numbers are read.
 */
import type { Column } from './model';

/** A column's blocks of 16 rows, or blocks of 16 blocks of the level below. */
interface Level {
  low: Float64Array;
  high: Float64Array;
  /** 1 where a row of the block is a gap. */
  gap: Uint8Array;
}

/** What rows have in common. Without a number, the lowest is above the highest. */
export interface Reach {
  low: number;
  high: number;
  gap: boolean;
}

/** Rows of a block, and blocks of a block of the next level. */
const SIDE = 16;
/** As many rows hold at least one whole block; fewer are passed over one by one. */
export const MANY_ROWS = 2 * SIDE;

/** Null for what is no column: it holds text, say, or in an overlay no row at times that only others have. */
const known = new WeakMap<ArrayLike<unknown>, Level[] | null>();

/** Undefined is no row: it is passed over. */
type Cells = ArrayLike<number | null | undefined>;

/** Whether these are numbers and nulls alone, in which case their levels are known from now on. */
export function isColumn(values: unknown[]): values is Column {
  return levelsOf(values) !== null;
}

function levelsOf(cells: ArrayLike<unknown>): Level[] | null {
  let levels = known.get(cells);
  if (levels === undefined) {
    levels = makeLevels(cells);
    known.set(cells, levels);
  }
  return levels;
}

function makeLevels(cells: ArrayLike<unknown>): Level[] | null {
  const rows = lowest(cells);
  if (rows === null) {
    return null;
  }
  const levels = [rows];
  while (levels.at(-1)!.low.length > SIDE) {
    levels.push(above(levels.at(-1)!));
  }
  return levels;
}

/** Null where a value is neither a finite number nor null. */
function lowest(values: ArrayLike<unknown>): Level | null {
  const level = empty(values.length);
  for (let block = 0; block < level.low.length; block++) {
    if (!readBlock(level, block, values)) {
      return null;
    }
  }
  return level;
}

/** A plain loop: every value of an answer passes here. */
function readBlock(level: Level, block: number, values: ArrayLike<unknown>): boolean {
  const end = Math.min(values.length, (block + 1) * SIDE);
  let [low, high] = [Infinity, -Infinity];
  for (let row = block * SIDE; row < end; row++) {
    const value = values[row];
    if (typeof value === 'number' && Number.isFinite(value)) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    } else if (value === null) {
      level.gap[block] = 1;
    } else {
      return false;
    }
  }
  level.low[block] = low;
  level.high[block] = high;
  return true;
}

function above(below: Level): Level {
  const level = empty(below.low.length);
  for (let block = 0; block < level.low.length; block++) {
    const reach = newReach();
    joinBlocks(reach, below, block * SIDE, Math.min(below.low.length, (block + 1) * SIDE));
    level.low[block] = reach.low;
    level.high[block] = reach.high;
    level.gap[block] = Number(reach.gap);
  }
  return level;
}

function empty(parts: number): Level {
  const blocks = Math.ceil(parts / SIDE);
  return { low: new Float64Array(blocks), high: new Float64Array(blocks), gap: new Uint8Array(blocks) };
}

/** Takes the rows from `first` up to `end` into a reach. */
export function join(reach: Reach, column: Cells, first: number, end: number): void {
  const levels = end - first < MANY_ROWS ? null : levelsOf(column);
  if (levels === null) {
    joinRows(reach, column, first, end);
    return;
  }
  // Rows at both ends that fill no block; within, the same of blocks; and so on up.
  const [from, to] = [Math.ceil(first / SIDE), Math.floor(end / SIDE)];
  joinRows(reach, column, first, from * SIDE);
  joinRows(reach, column, to * SIDE, end);
  joinLevels(reach, levels, 0, from, to);
}

function joinLevels(reach: Reach, levels: Level[], place: number, from: number, to: number): void {
  const level = levels[place]!;
  const [within, without] = [Math.ceil(from / SIDE), Math.floor(to / SIDE)];
  if (place === levels.length - 1 || within >= without) {
    joinBlocks(reach, level, from, to);
    return;
  }
  joinBlocks(reach, level, from, within * SIDE);
  joinBlocks(reach, level, without * SIDE, to);
  joinLevels(reach, levels, place + 1, within, without);
}

/** Takes the rows up to the next gap into a reach that begins anew; the row of the gap, or `end`. */
export function joinRun(reach: Reach, column: Cells, first: number, end: number): number {
  if (end - first >= MANY_ROWS) {
    begin(reach);
    join(reach, column, first, end);
    if (!reach.gap) {
      return end;
    }
  }
  begin(reach);
  let row = first;
  for (let cell: number | null | undefined; row < end && (cell = column[row]) !== null; row++) {
    if (cell !== undefined) {
      reach.low = Math.min(reach.low, cell);
      reach.high = Math.max(reach.high, cell);
    }
  }
  return row;
}

/** A reach of no row yet. */
export function newReach(): Reach {
  return { low: Infinity, high: -Infinity, gap: false };
}

function begin(reach: Reach): void {
  reach.low = Infinity;
  reach.high = -Infinity;
  reach.gap = false;
}

function joinRows(reach: Reach, column: Cells, first: number, end: number): void {
  for (let row = first; row < end; row++) {
    const cell = column[row];
    if (typeof cell === 'number') {
      reach.low = Math.min(reach.low, cell);
      reach.high = Math.max(reach.high, cell);
    } else {
      reach.gap = true;
    }
  }
}

function joinBlocks(reach: Reach, { low, high, gap }: Level, first: number, end: number): void {
  for (let block = first; block < end; block++) {
    reach.low = Math.min(reach.low, low[block]!);
    reach.high = Math.max(reach.high, high[block]!);
    reach.gap ||= gap[block] === 1;
  }
}

/** Lowest and highest number of some columns, of the rows from `first` up to `end`; null where there is none. */
export function extentOf(columns: Array<Column | null | undefined>, first = 0, end = Infinity): [number, number] | null {
  const reach = newReach();
  columns.forEach((column) => column && join(reach, column, first, Math.min(end, column.length)));
  return reach.low <= reach.high ? [reach.low, reach.high] : null;
}

/** Calls back with the rows above zero, in order. */
export function forRowsAboveZero(column: Column, found: (row: number, cell: number) => void): void {
  const { high } = levelsOf(column)![0]!;
  for (let block = 0; block < high.length; block++) {
    if (high[block]! > 0) {
      for (let row = block * SIDE; row < Math.min(column.length, (block + 1) * SIDE); row++) {
        const cell = column[row];
        if (typeof cell === 'number' && cell > 0) {
          found(row, cell);
        }
      }
    }
  }
}
