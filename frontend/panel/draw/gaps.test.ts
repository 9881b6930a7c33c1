import { describe, expect, it } from 'vitest';

import { readSeverity } from '../fields';
import { plainFrame, seismoFrame } from '../testing/frames';

import { alignValues } from './align';
import { pixelColumns, traceBand, traceLine } from './thin';

/** One row each ten pixels; zero stands at the height of 100. */
function trace(values: unknown[], draw: typeof traceLine | 'fill' = traceLine) {
  const frame = values.some((value) => value === 0) ? seismoFrame({ value: values as number[], score: values.map(() => 0), severity: values.map(() => 0) }) : plainFrame(values);
  const read = readSeverity([frame]);
  const [times, column] = alignValues(read.kind === 'data' ? read.series[0]! : null!) as [number[], Array<number | null>];
  const path: Array<[string, number, number]> = [];
  const pen = { moveTo: (x: number, y: number) => path.push(['move', x, y]), lineTo: (x: number, y: number) => path.push(['line', x, y]) };
  const columns = pixelColumns(times, { from: times[0]!, at: 0, factor: 10 / 60_000 }, 1);
  const y = { from: 0, at: 100, factor: -1 };
  if (draw === 'fill') {
    traceBand(pen, columns, y, 0, column);
  } else {
    draw(pen, columns, y, column);
  }
  return path;
}

const AT_ZERO = 100;

describe('a gap', () => {
  it.each<[string, unknown[]]>([
    ['of null', [10, 20, null, 30, 40]],
    ['of no number', [10, 20, NaN, 30, 40]],
    ['of infinity', [10, 20, Infinity, 30, 40]],
    ['of nothing', [10, 20, undefined, 30, 40]],
  ])('%s ends the line, and the next one begins after it', (_, values) => {
    expect(trace(values)).toEqual([
      ['move', 0, 90],
      ['line', 10, 80],
      ['move', 30, 70],
      ['line', 40, 60],
    ]);
  });

  it.each<[string, unknown[]]>([
    ['at the start', [null, 20, 30]],
    ['at the end', [20, 30, null]],
    ['of many rows', [20, null, null, null, 30]],
    ['on either side of a row', [null, 20, null]],
  ])('%s is never drawn at zero', (_, values) => {
    expect(trace(values).filter(([, , y]) => y === AT_ZERO)).toEqual([]);
  });

  it('is no part of a fill', () => {
    const inGap = trace([10, 20, null, 30, 40], 'fill').filter(([, x]) => x > 10 && x < 30);
    expect(inGap).toEqual([]);
  });

  it('is something else than zero, which is drawn', () => {
    expect(trace([10, 0, 10])).toContainEqual(['line', 10, AT_ZERO]);
  });

  it('is all there is where every row is one', () => {
    expect(trace([null, null])).toEqual([]);
  });
});
