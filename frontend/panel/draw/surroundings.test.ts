import type uPlot from 'uplot';
import { describe, expect, it } from 'vitest';

import { drawAnnotations } from '../annotations/draw';
import type { Annotation } from '../annotations/read';

import { drawExcluded, type Hatch } from './excluded';

/** A plot of 1000 ms on 500 pixels that writes down what is drawn. */
function canvas() {
  const calls: Array<[string, ...unknown[]]> = [];
  const write =
    (name: string) =>
    (...args: unknown[]) =>
      calls.push([name, ...args]);
  const names = ['save', 'restore', 'beginPath', 'rect', 'clip', 'moveTo', 'lineTo', 'stroke', 'fill', 'fillRect', 'closePath', 'setLineDash', 'fillText'];
  const opacities: number[] = [];
  const ctx = {
    set globalAlpha(alpha: number) {
      opacities.push(alpha);
    },
    ...Object.fromEntries(names.map((name) => [name, write(name)])), measureText: (text: string) => ({ width: text.length * 5 }),
  };
  const u = { ctx, bbox: { left: 0, top: 0, width: 500, height: 100 }, valToPos: (ms: number) => ms / 2 };
  const count = (name: string) => calls.filter(([one]) => one === name).length;
  const all = (name: string) => calls.filter(([one]) => one === name).map(([, ...args]) => args);
  return { u: u as unknown as uPlot, count, all, opacities };
}

const note = (timeMs: number, given: Partial<Annotation> = {}): Annotation => ({ timeMs, endMs: null, title: '', text: '', tags: [], color: '#00f', subject: null, over: null, ...given });

describe('annotations on the canvas', () => {
  it('are a line at their time, with a mark under it where the plot has times', () => {
    const { u, all, count } = canvas();
    drawAnnotations(u, [note(200)], true);
    expect(all('moveTo')).toEqual([[100, 0], [100, 100]]);
    expect(count('fill')).toBe(1);
  });

  it('have no mark where the plot has no times', () => {
    const { u, count } = canvas();
    drawAnnotations(u, [note(200)], false);
    expect([count('stroke'), count('fill')]).toEqual([1, 0]);
  });

  it('with an end shade what is between', () => {
    const { u, all } = canvas();
    drawAnnotations(u, [note(200, { endMs: 400 })], false);
    expect(all('fillRect')).toEqual([[100, 0, 100, 100]]);
  });

  it('are one batch a colour and one line a pixel, however many there are', () => {
    const { u, count } = canvas();
    drawAnnotations(u, Array.from({ length: 5000 }, (_, i) => note(i / 5, { color: i % 2 ? '#f00' : '#00f' })), true);
    expect(count('stroke')).toBe(2);
    expect(count('lineTo')).toBeLessThanOrEqual(2 * 501 * 3);
  });

  it.each<[string, number, number]>([
    ['have their full colour where they are few', 10, 1],
    ['step back where they are many', 100, 0.25],
    ['never vanish', 5000, 0.15],
  ])('%s', (_, count, opacity) => {
    const { u, opacities } = canvas();
    drawAnnotations(u, Array.from({ length: count }, (_one, i) => note((i * 1000) / count)), false);
    expect(opacities[0]).toBeCloseTo(opacity, 6);
  });

  it('draw nothing where there are none', () => {
    const { u, count } = canvas();
    drawAnnotations(u, [], true);
    expect(count('save')).toBe(0);
  });
});

describe('excluded windows on the canvas', () => {
  const hatch: Hatch = { line: '#888', text: '#888', font: '12px x', words: () => ['excluded: not reported', 'excluded'] };
  const window = (fromMs: number, toMs: number) => ({ fromMs, toMs, report: false, learn: false });
  it.each([
    ['wide enough for all words', window(0, 800), [['excluded: not reported', 4, 4]]],
    ['wide enough for one word', window(200, 400), [['excluded', 104, 4]]],
    ['too narrow for words', window(200, 240), []],
    ['that begins before the plot', window(-5000, 200), [['excluded', 4, 4]]],
  ])('%s', (_, one, words) => {
    const { u, all, count } = canvas();
    drawExcluded(u, [one], hatch);
    expect(all('fillText')).toEqual(words);
    expect(count('stroke')).toBe(1);
  });

  it('beyond the plot draw nothing', () => {
    const { u, count } = canvas();
    drawExcluded(u, [window(-400, -200), window(5000, 6000)], hatch);
    expect(count('stroke')).toBe(0);
  });
});
