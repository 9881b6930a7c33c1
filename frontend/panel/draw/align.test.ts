import { describe, expect, it } from 'vitest';

import { readSeverity } from '../fields';
import type { SeveritySeries } from '../model';
import { minute, seismoFrame } from '../testing/frames';

import { alignOverlay, alignValues, shareAxis } from './align';

function seriesOf(frames: Parameters<typeof readSeverity>[0]): SeveritySeries[] {
  const read = readSeverity(frames);
  return read.kind === 'data' ? read.series : [];
}

const [a] = seriesOf([seismoFrame({ name: 'a', value: [1, null, 3], score: [0, null, 0], severity: [0, null, 0] })]);
const late = seismoFrame({ name: 'late', value: [5, 6], score: [0, 0], severity: [0, 0] });
late.fields[0]!.values = [minute(1), minute(3)];
const [b] = seriesOf([late]);

describe('aligned data', () => {
  it('of one series is its values, not copied', () => {
    expect(alignValues(a!)[1]).toBe(a!.values);
    expect(alignValues(a!)).toEqual([a!.times, [1, null, 3]]);
  });

  it('of series with the same times is not copied', () => {
    const axis = shareAxis([a!, a!]);
    expect(axis).toEqual({ times: a!.times, places: [null, null] });
    expect(alignOverlay([a!, a!], axis)[1]).toBe(a!.values);
  });

  it('of an overlay joins the times, keeps gaps, and leaves open what has no row', () => {
    const axis = shareAxis([a!, b!]);
    expect(axis.times).toEqual([0, 1, 2, 3].map(minute));
    const data = alignOverlay([a!, b!], axis);
    expect(data[1]).toEqual([1, null, 3, undefined]);
    expect(data[2]).toEqual([undefined, 5, undefined, 6]);
  });

  it('of no series is empty', () => {
    expect(alignOverlay([], shareAxis([]))).toEqual([[]]);
  });
});
