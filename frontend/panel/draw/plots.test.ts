import { createTheme, dateTime } from '@grafana/data';
import { GraphThresholdsStyleMode } from '@grafana/schema';
import type uPlot from 'uplot';
import { describe, expect, it, vi } from 'vitest';

import { readSeverity } from '../fields';
import { isScored } from '../model';
import { minute, seismoFrame } from '../testing/frames';

import type { Live } from './live';
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
const frame = { theme, timeZone: 'utc', axisWidth: 64, strip: 0, syncKey: 'panel', live: () => live };

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
    threshold: 'line',
    detectors: false,
    ...changes,
  }).getConfig();

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

  it('has room for what is expected, which uPlot itself does not draw', () => {
    const told = seismoFrame({ value: [10, 11], score: [0, 0], severity: [0, 0], lower: [-40, 0], upper: [20, 80], expected: [10, 90] });
    const read = readSeverity([told]);
    const [series] = read.kind === 'data' ? read.series.filter(isScored) : [];
    const timeRange = { from: dateTime(minute(0)), to: dateTime(minute(9)), raw: { from: '', to: '' } };
    const [low, high] = rangeOf(valuePlot({ live: () => ({ ...live, timeRange, focus: series! }) }), 'y')(10, 11);
    expect(low).toBeLessThan(-40);
    expect(high).toBeGreaterThan(90);
    const alone = { live: () => ({ ...live, timeRange, focus: series! }), showBand: false, showExpected: false };
    expect(rangeOf(valuePlot(alone), 'y')(10, 11)[1]).toBeLessThan(12);
  });

  it('has a series a value and nothing else, for the rest is drawn around them', () => {
    const config = valuePlot({ lines: [{ color: '#aaa', width: 1, fill: 0 }, { color: '#bbb', width: 1, fill: 0 }] });
    expect([config.series.length, config.bands]).toEqual([1 + 2, undefined]);
  });

  it('draws nothing that the user turned off', () => {
    const hooks = (changes: Partial<ValueLook>) => ['draw', 'drawClear'].map((name) => (valuePlot(changes).hooks as Record<string, unknown[]>)[name]!.length);
    const [front, behind] = hooks({}) as [number, number];
    expect(hooks({ showBand: false })).toEqual([front, behind - 1]);
    expect(hooks({ showRegions: false })).toEqual([front, behind - 1]);
    expect(hooks({ showExpected: false })).toEqual([front - 1, behind]);
    expect(hooks({ showPoints: false })).toEqual([front - 1, behind]);
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
