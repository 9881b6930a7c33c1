import { describe, expect, it } from 'vitest';

import { axisWidth, ticksBetween } from './axis';
import { scoreTicks } from './strip';

const measure = (text: string) => text.length * 7;
const plain = (value: number, decimals?: number | null) => value.toFixed(decimals ?? 0);

describe('the width of the y axis', () => {
  it('holds the labels of the score where values have none', () => {
    expect(axisWidth([{ extent: null, format: plain }], 800, measure)).toBeGreaterThanOrEqual(measure('100 %'));
  });

  it('holds the widest label of all series', () => {
    const extents: Array<[number, number]> = [[0, 5], [0, 123_456_789]];
    const width = axisWidth(extents.map((extent) => ({ extent, format: plain })), 800, measure);
    expect(width).toBeGreaterThan(measure('123456789'));
  });

  it('never takes more than 40 % of the panel', () => {
    expect(axisWidth([{ extent: [0, 1e15], format: plain }], 200, measure)).toBe(80);
  });

  it.each([
    ['a constant', 5, 5],
    ['zero', 0, 0],
    ['below zero', -3, -1],
    ['tiny', 1e-9, 2e-9],
    ['huge', 1e300, 2e300],
  ])('is a number for %s', (_, low, high) => {
    expect(Number.isFinite(axisWidth([{ extent: [low, high], format: plain }], 800, measure))).toBe(true);
  });

  it('asks for as many decimals as the steps have', () => {
    expect(ticksBetween([0, 0.4]).map(({ decimals }) => decimals)).toEqual([1, 1, 1, 1, 1]);
    expect(ticksBetween([0, 400])[0]?.decimals).toBe(0);
  });
});

describe('the labels of the score', () => {
  it.each([
    ['the ends and the threshold', 0.6, 'line', [0, 0.6, 1]],
    ['the ends alone, where the threshold is off', 0.6, 'off', [0, 1]],
    ['the ends alone, where no frame names a threshold', null, 'line', [0, 1]],
    ['no top, where the threshold is close to it', 0.95, 'shaded', [0, 0.95]],
  ] as const)('are %s', (_, threshold, display, ticks) => {
    expect(scoreTicks(threshold, display)).toEqual(ticks);
  });
});
