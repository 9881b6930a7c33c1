import { describe, expect, it } from 'vitest';

import { defaultOptions, readOptions, type SeverityOptions } from './options';

describe('saved options', () => {
  it('are the defaults where nothing was saved', () => {
    expect(readOptions(undefined)).toEqual(defaultOptions);
    expect(readOptions({})).toEqual(defaultOptions);
  });

  it('are kept', () => {
    const saved: SeverityOptions = {
      layout: 'overlay',
      showExpected: false,
      showBand: false,
      showPoints: false,
      showRegions: false,
      scoreStrip: 'detectors',
      threshold: 'shaded',
      minimumSeverity: 3,
      showStats: false,
      showBadges: false,
      showLegend: false,
      showEvents: true,
      maxSeries: 7,
    };
    expect(readOptions(saved)).toEqual(saved);
  });

  it.each([
    ['layout', 'spiral'],
    ['scoreStrip', 'loud'],
    ['threshold', 1],
    ['minimumSeverity', 0],
    ['minimumSeverity', 5],
    ['maxSeries', 0],
    ['maxSeries', 2.5],
    ['maxSeries', null],
  ] as const)('that nobody knows become the default: %s = %s', (name, value) => {
    const saved = { [name]: value } as unknown as Partial<SeverityOptions>;
    expect(readOptions(saved)[name]).toBe(defaultOptions[name]);
  });
});
