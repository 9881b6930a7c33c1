import { createTheme, dateTime } from '@grafana/data';
import { GraphThresholdsStyleMode } from '@grafana/schema';
import type uPlot from 'uplot';
import { describe, expect, it, vi } from 'vitest';

import type { Live } from './live';
import { buildScorePlot, type ScoreLook } from './scorePlot';
import { buildValuePlot, type ValueLook } from './valuePlot';

const theme = createTheme({ colors: { mode: 'dark' } });
const live: Live = {
  timeRange: { from: dateTime(1000), to: dateTime(5000), raw: { from: '', to: '' } },
  paint: { isDark: true, background: '#000', visible: new Set() },
  series: [],
  focus: null,
  annotations: [],
  formatValue: (value) => `${value} req/s`,
};
const frame = { theme, timeZone: 'utc', axisWidth: 64, timeAxis: true, worded: true, syncKey: 'panel', live: () => live };

const valuePlot = (changes: Partial<ValueLook> = {}) =>
  buildValuePlot({
    ...frame,
    lines: [{ color: '#aaa', width: 1, fill: 0 }],
    focusColor: '#aaa',
    showExpected: true,
    showBand: true,
    showPoints: true,
    showRegions: true,
    showYAxis: true,
    truths: false,
    axisLabel: '',
    thresholdsStyle: GraphThresholdsStyleMode.Off,
    ...changes,
  }).getConfig();

const scorePlot = (changes: Partial<ScoreLook> = {}) =>
  buildScorePlot({ ...frame, threshold: 0.6, display: 'line', detectors: 0, ...changes }).getConfig();

type Range = (u: uPlot, low: number, high: number, key: string) => [number, number];
const rangeOf = (config: ReturnType<typeof valuePlot>, key: string) => {
  const scale = config.scales?.[key] ?? {};
  const u = { scales: { [key]: { ...scale, distr: 1 } } } as unknown as uPlot;
  return (low: number, high: number) => (scale.range as Range)(u, low, high, key);
};

describe('the value plot', () => {
  it('shows the range of the panel, whatever the data spans', () => {
    expect(rangeOf(valuePlot(), 'x')(2000, 3000)).toEqual([1000, 5000]);
  });

  it("holds the field's own limits", () => {
    const [low, high] = rangeOf(valuePlot({ min: 0, max: 500 }), 'y')(20, 30);
    expect([low, high]).toEqual([0, 500]);
  });

  it('leaves air around the data without limits', () => {
    const [low, high] = rangeOf(valuePlot(), 'y')(20, 30);
    expect(low).toBeLessThan(20);
    expect(high).toBeGreaterThan(30);
  });

  it('writes values as the field is configured', () => {
    const axis = valuePlot().axes?.find(({ scale }) => scale === 'y');
    const write = axis?.values as (u: uPlot, splits: number[], axis: number, space: number, step: number) => string[];
    expect(write({} as uPlot, [10, 20], 1, 30, 10)).toEqual(['10 req/s', '20 req/s']);
  });

  it('never draws across a gap', () => {
    expect(valuePlot().series.slice(1).map(({ spanGaps }) => spanGaps ?? false)).toEqual([false, false, false, false]);
  });

  it('fills between upper and lower, behind every value', () => {
    const config = valuePlot({ lines: [{ color: '#aaa', width: 1, fill: 0 }, { color: '#bbb', width: 1, fill: 0 }] });
    expect(config.series).toHaveLength(1 + 2 + 3);
    expect(config.bands).toEqual([expect.objectContaining({ series: [5, 4] })]);
  });

  it('leaves out what the user turned off', () => {
    const config = valuePlot({ showBand: false, showExpected: false, showPoints: false, showRegions: false });
    expect(config.bands).toBeUndefined();
    expect(config.series.slice(2).map(({ show }) => show)).toEqual([false, false, false]);
    const bare = { draw: 1, drawClear: 1 };
    expect({ draw: config.hooks?.draw?.length, drawClear: config.hooks?.drawClear?.length }).toEqual(bare);
  });

  it('reads the newest state at each drawing, not that of its making', () => {
    const read = vi.fn(() => live);
    const config = valuePlot({ live: read });
    expect(read).not.toHaveBeenCalled();
    const hooks = [config.hooks?.draw, config.hooks?.drawClear].flat();
    for (const hook of hooks) {
      (hook as ((u: uPlot) => void) | undefined)?.({} as uPlot);
    }
    expect(read).toHaveBeenCalledTimes(hooks.length);
  });
});

describe('the score strip', () => {
  it('is 0..1 high, whatever the scores are', () => {
    const [low, high] = rangeOf(scorePlot(), 'score')(0.2, 0.3);
    expect(low).toBe(0);
    expect(high).toBeCloseTo(1, 1);
  });

  it('has a line for the score and one for each detector', () => {
    expect([scorePlot().series.length, scorePlot({ detectors: 4 }).series.length]).toEqual([2, 6]);
  });

  it('draws the threshold only where there is one and it is wanted', () => {
    const hooks = (look: Partial<ScoreLook>) => scorePlot(look).hooks?.drawClear?.length;
    expect([hooks({}), hooks({ display: 'off' }), hooks({ threshold: null })]).toEqual([3, 2, 2]);
  });

  it('shares the cursor and the width of the axis with the values', () => {
    const [value, score] = [valuePlot(), scorePlot()];
    expect(score.cursor?.sync?.key).toBe(value.cursor?.sync?.key);
    const width = (config: typeof value) => config.axes?.find(({ scale }) => scale !== 'x')?.size;
    expect([width(value), width(score)]).toEqual([64, 64]);
  });
});
