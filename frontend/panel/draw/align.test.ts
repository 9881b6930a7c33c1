import { describe, expect, it } from 'vitest';

import { readSeverity } from '../fields';
import { isScored, type SeveritySeries } from '../model';
import { minute, plainFrame, seismoFrame } from '../testing/frames';

import { alignOverlay, alignScores, alignValues, shareAxis } from './align';

function seriesOf(frames: Parameters<typeof readSeverity>[0]): SeveritySeries[] {
  const read = readSeverity(frames);
  return read.kind === 'data' ? read.series : [];
}

const [a] = seriesOf([seismoFrame({ name: 'a', value: [1, null, 3], score: [0, null, 0], severity: [0, null, 0] })]);
const late = seismoFrame({ name: 'late', value: [5, 6], score: [0, 0], severity: [0, 0] });
late.fields[0]!.values = [minute(1), minute(3)];
const [b] = seriesOf([late]);

describe('aligned data', () => {
  it('of one series is value, expected, lower and upper', () => {
    expect(alignValues(a!)).toEqual([a!.times, [1, null, 3], [10, 10, 10], [7, 7, 7], [13, 13, 13]]);
  });

  it('of a series without a verdict has empty columns for what was expected', () => {
    expect(alignValues(seriesOf([plainFrame([1, 2])])[0]!).slice(2)).toEqual([
      [null, null],
      [null, null],
      [null, null],
    ]);
  });

  it('of a strip is the score, and each detector on wish', () => {
    const scored = isScored(a!) ? a : undefined;
    expect(alignScores(scored!, false)).toHaveLength(2);
    expect(alignScores(scored!, true)).toEqual([a!.times, [0, null, 0], [0, null, 0]]);
  });

  it('of series with the same times is not copied', () => {
    const axis = shareAxis([a!, a!]);
    expect(axis).toEqual({ times: a!.times, places: [null, null] });
    expect(alignOverlay([a!, a!], axis, null)[1]).toBe(a!.values);
  });

  it('of an overlay joins the times, keeps gaps, and leaves open what has no row', () => {
    const axis = shareAxis([a!, b!]);
    expect(axis.times).toEqual([0, 1, 2, 3].map(minute));
    const data = alignOverlay([a!, b!], axis, b!);
    expect(data[1]).toEqual([1, null, 3, undefined]);
    expect(data[2]).toEqual([undefined, 5, undefined, 6]);
    expect(data[3], 'expected of the one in focus').toEqual([undefined, 10, undefined, 10]);
  });

  it('of an overlay without a focus has no expectation', () => {
    expect(alignOverlay([a!], shareAxis([a!]), null).slice(2)).toEqual([
      [null, null, null],
      [null, null, null],
      [null, null, null],
    ]);
  });

  it('of no series is empty', () => {
    expect(alignOverlay([], shareAxis([]), null)).toEqual([[], [], [], []]);
  });
});
