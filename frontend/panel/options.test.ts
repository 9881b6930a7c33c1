import { describe, expect, it } from 'vitest';

import { defaultOptions, migrateOptions, readOptions, type SeverityOptions } from './options';

describe('saved options', () => {
  it('are the defaults where nothing was saved', () => {
    expect(readOptions(undefined)).toEqual(defaultOptions);
    expect(readOptions({})).toEqual(defaultOptions);
  });

  it('are kept', () => {
    const saved: SeverityOptions = {
      views: ['cards', 'events'],
      severities: '$severity',
      order: 'name',
      plotOrder: 'name',
      laneBucket: '1h',
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
      maxSeries: 7,
      live: false,
    };
    expect(readOptions(saved)).toEqual(saved);
  });

  it.each([
    ['layout', 'spiral'],
    ['views', ['pie']],
    ['views', 'lanes'],
    ['views', []],
    ['severities', 3],
    ['order', 'best'],
    ['plotOrder', null],
    ['laneBucket', '7m'],
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

  it('name each view once, in the order that was chosen', () => {
    expect(readOptions({ views: ['events', 'lanes', 'events', 'pie' as never] }).views).toEqual(['events', 'lanes']);
  });
});

describe('options of an older version', () => {
  it.each<[string, Record<string, unknown>, Partial<SeverityOptions>]>([
    ['a list of events becomes a view', { showEvents: true, showBand: false }, { showBand: false, views: ['timeline', 'events'] }],
    ['no list of events', { showEvents: false, layout: 'overlay' }, { layout: 'overlay' }],
    ['views that were chosen since stay', { showEvents: true, views: ['lanes'] }, { views: ['lanes'] }],
    ['an order of plots that nobody chose, for it was the default', { timelineOrder: 'query' }, {}],
    ['an order of plots that was chosen stays', { timelineOrder: 'name', layout: 'overlay' }, { plotOrder: 'name', layout: 'overlay' }],
    ['so does the worst first', { timelineOrder: 'worst' }, { plotOrder: 'worst' }],
    ['as queried, where it was chosen since', { timelineOrder: 'query', plotOrder: 'query' }, { plotOrder: 'query' }],
    ['nothing saved', {}, {}],
  ])('%s', (_, options, expected) => {
    expect(migrateOptions({ options })).toEqual(expected);
    expect(readOptions(options)).toEqual({ ...defaultOptions, ...expected });
    expect(migrateOptions({ options: expected }), 'once more').toEqual(expected);
  });
});
