import { describe, expect, it } from 'vitest';

import { severityColor } from '../../../shared/severity';
import { readSeverity } from '../../fields';
import { minute, MINUTE_MS, seismoFrame } from '../../testing/frames';

import { drawLane, timeAt, xAt, type LanesPaint } from './draw';
import { gridOf } from './grid';

/** A context that records the rectangles with their fill colours. */
function recorder() {
  const rects: Array<{ color: string; box: number[] }> = [];
  let pending: number[][] = [];
  const context = {
    fillStyle: '',
    beginPath: () => (pending = []),
    rect: (...box: number[]) => pending.push(box),
    fillRect: (...box: number[]) => rects.push({ color: context.fillStyle, box }),
    fill: () => rects.push(...pending.map((box) => ({ color: context.fillStyle, box }))),
    ...Object.fromEntries(['save', 'restore', 'clip', 'stroke', 'moveTo', 'lineTo', 'arc', 'closePath'].map((name) => [name, () => undefined])),
  };
  return { context: context as unknown as CanvasRenderingContext2D, rects };
}

const grid = gridOf({ fromMs: minute(0), toMs: minute(10) }, 100, 'auto', MINUTE_MS);
const lane = { left: 50, top: 0, width: 100, height: 23 };
const paint: LanesPaint = { isDark: true, background: 'bg', track: 'track', unscored: 'grey', hatch: 'hatch', visible: new Set([1, 2, 3, 4]) };

function drawn(severity: Array<number | null>, visible = paint.visible, scheme: 'four_level' | 'three_level' = 'four_level') {
  const frame = seismoFrame(
    { value: severity.map((one) => (one === null ? null : 1)), score: severity.map((one) => (one === null ? null : 0.7)), severity },
    { severityScheme: scheme }
  );
  const read = readSeverity([frame]);
  const { context, rects } = recorder();
  drawLane(context, (read.kind === 'data' ? read.series : [])[0]!, grid, lane, { ...paint, visible });
  const color = (level: 1 | 2 | 3 | 4) => severityColor(level, true, scheme);
  return { cells: rects.filter((rect) => rect.color.startsWith('#')), tracks: rects.filter((rect) => !rect.color.startsWith('#')), color };
}

describe('a lane', () => {
  it('is the higher in a bucket the graver it was, and has the colour of the worst', () => {
    const { cells, color } = drawn([1, 2, 3, 4]);
    expect(cells.map((cell) => cell.color)).toEqual([color(1), color(2), color(3), color(4)]);
    expect(cells.map(({ box }) => box)).toEqual([
      [50, 13.5, 9, 8],
      [60, 9.5, 9, 12],
      [70, 5.5, 9, 16],
      [80, 1.5, 9, 20],
    ]);
  });

  it('has one look for the levels that a scheme calls by one name', () => {
    const { cells, color } = drawn([2, 3], paint.visible, 'three_level');
    expect(cells.map((cell) => cell.color)).toEqual([color(3), color(3)]);
    expect(new Set(cells.map(({ box }) => box[3])).size).toBe(1);
  });

  it('leaves out what is not visible', () => {
    expect(drawn([1, 4], new Set([4])).cells).toHaveLength(1);
  });

  it('has a track only where there are samples, and ends at its edges', () => {
    const { tracks, cells } = drawn([0, 0, null, 0]);
    expect(cells).toEqual([]);
    expect(tracks.filter(({ color }) => color === 'track').map(({ box }) => [box[0], box[2]])).toEqual([
      [50, 15],
      [75, 10],
    ]);
  });

  it('finds the time of a place again, and never one beyond the range', () => {
    const x = xAt(grid, lane, minute(4));
    expect([x, timeAt(grid, lane, x), timeAt(grid, lane, 0), timeAt(grid, lane, 999)]).toEqual([90, minute(4), minute(0), minute(10)]);
  });
});
