import { describe, expect, it } from 'vitest';

import { shareRoom, type Need } from './layout';
import { defaultOptions, readOptions } from './options';
import { VIEWS, type View } from './views/all';
import { plotWidth } from './views/timeline/room';

const need = (changes: Partial<Need> = {}): Need => ({
  width: 900,
  height: 500,
  plots: 1,
  legendEntries: 1,
  scored: true,
  notes: 0,
  series: 1,
  events: 0,
  opened: false,
  options: defaultOptions,
  ...changes,
});

const having = (...views: View[]) => readOptions({ views });
/** The views in order, each with its height. */
const shares = (changes: Partial<Need>) => shareRoom(need(changes)).views.map(({ view, height }) => [view, height]);
const names = (changes: Partial<Need>) => shareRoom(need(changes)).views.map(({ view }) => view);

describe('the room of a panel', () => {
  it.each<[string, Partial<Need>]>([
    ['a usual panel', {}],
    ['three series', { plots: 3, legendEntries: 3 }],
    ['twenty series', { plots: 20, legendEntries: 20 }],
    ['a tiny panel', { width: 200, height: 100 }],
    ['a flat panel', { height: 60 }],
    ['no height at all', { height: 0 }],
    ['no series left to show', { plots: 0, legendEntries: 4 }],
    ['notes', { notes: 2 }],
    ['events', { events: 3, options: having('timeline', 'events') }],
    ['more events than fit', { events: 90, notes: 1, options: having('timeline', 'events') }],
    ['all views', { events: 90, series: 24, plots: 20, height: 900, options: having(...VIEWS) }],
    ['all views where few fit', { events: 90, series: 24, options: having(...VIEWS) }],
    ['views without a timeline', { events: 4, series: 1000, options: having('lanes', 'cards', 'events') }],
    ['an opened series', { opened: true, series: 24, options: having('lanes') }],
    ['an opened series in a tiny panel', { opened: true, series: 24, width: 200, height: 100, options: having('lanes') }],
    ['a list of events alone in a flat panel', { events: 9, height: 20, options: having('events') }],
    ['detectors', { options: { ...defaultOptions, scoreStrip: 'detectors' } }],
  ])('is all given out, and no more, to %s', (_, changes) => {
    const room = shareRoom(need(changes));
    const heights = room.views.map(({ height }) => height);
    const timeline = room.views.find(({ view }) => view === 'timeline')?.height ?? 0;
    expect(heights.reduce((sum, one) => sum + one, room.header + room.notes)).toBe(changes.height ?? 500);
    expect(room.back + room.body + room.legend + room.detectors).toBe(timeline);
    expect(room.title + room.value + room.strip).toBe(room.plotHeight);
    const { views, ...others } = room;
    expect(Math.min(...heights, ...Object.values(others).map(Number))).toBeGreaterThanOrEqual(0);
  });

  it('goes to the values alone at 200 x 100', () => {
    const room = shareRoom(need({ width: 200, height: 100, notes: 1 }));
    expect(room).toMatchObject({ header: 0, strip: 0, legend: 0, notes: 0, title: 0, value: 100 });
  });

  it('has stats, badges and a strip in a usual panel', () => {
    const room = shareRoom(need());
    expect(room).toMatchObject({ stats: true, badges: true, title: 0, scrolls: false });
    expect(room.strip).toBeGreaterThan(60);
    expect(room.value).toBeGreaterThan(3 * room.strip);
  });

  it('drops the stats before the badges where it is narrow', () => {
    expect(shareRoom(need({ width: 400 }))).toMatchObject({ stats: false, badges: true });
  });

  it('keeps the stats where the user wants no badges', () => {
    const options = { ...defaultOptions, showBadges: false };
    expect(shareRoom(need({ width: 400, options }))).toMatchObject({ stats: true, badges: false });
  });

  it('holds no header and no strip without scores', () => {
    expect(shareRoom(need({ scored: false }))).toMatchObject({ header: 0, strip: 0 });
  });

  it('holds no strip where the user wants none', () => {
    expect(shareRoom(need({ options: { ...defaultOptions, scoreStrip: 'off' } })).strip).toBe(0);
  });

  it('gives the strip more where it has a line for each detector', () => {
    const detectors = shareRoom(need({ options: { ...defaultOptions, scoreStrip: 'detectors' } }));
    expect(detectors.strip).toBeGreaterThan(shareRoom(need()).strip);
    expect([detectors.detectors, shareRoom(need()).detectors]).toEqual([20, 0]);
  });

  it('lets twenty series scroll, each with its strip', () => {
    const room = shareRoom(need({ plots: 20, legendEntries: 20 }));
    expect(room.scrolls).toBe(true);
    expect(room.strip).toBeGreaterThan(0);
    expect(room.value).toBeGreaterThan(60);
  });

  it('needs no scrolling for three series in a high panel', () => {
    expect(shareRoom(need({ plots: 3, legendEntries: 3, height: 900 })).scrolls).toBe(false);
  });

  it('has a legend only where there is something to tell apart', () => {
    expect(shareRoom(need()).legend).toBe(0);
    expect(shareRoom(need({ legendEntries: 2 })).legend).toBeGreaterThan(0);
  });

  it('goes to one view as a whole', () => {
    expect(shares({ options: having('cards') })).toEqual([['cards', 466]]);
    expect(shares({ options: having('events'), events: 2, height: 100 })).toEqual([['events', 100]]);
  });

  it('goes to the timeline for the most part, and to the others as much as they need, in the chosen order', () => {
    expect(shares({ options: having('lanes', 'timeline'), series: 3 })).toEqual([
      ['lanes', 88],
      ['timeline', 378],
    ]);
    expect(shares({ options: having('timeline', 'events'), events: 90 })).toEqual([
      ['timeline', 311],
      ['events', 155],
    ]);
    expect(shares({ options: having('timeline', 'lanes', 'cards', 'events'), series: 24, events: 90, height: 1034 })).toEqual([
      ['timeline', 374],
      ['lanes', 250],
      ['cards', 126],
      ['events', 250],
    ]);
  });

  it('goes to the cards, else to the lanes, where there is no timeline', () => {
    expect(shares({ options: having('lanes', 'cards'), series: 3 })).toEqual([
      ['lanes', 88],
      ['cards', 378],
    ]);
    expect(shares({ options: having('events', 'lanes'), series: 1000, events: 90 })).toEqual([
      ['events', 155],
      ['lanes', 311],
    ]);
  });

  it('keeps a line for a list without events, which says so', () => {
    expect(shares({ options: having('timeline', 'events') })).toEqual([
      ['timeline', 388],
      ['events', 78],
    ]);
  });

  it('drops the last of the chosen views first where there is too little for all', () => {
    const options = having('events', 'lanes', 'timeline');
    expect([600, 300, 200, 100].map((height) => names({ height, options }))).toEqual([
      ['events', 'lanes', 'timeline'],
      ['events', 'lanes'],
      ['events', 'lanes'],
      ['events'],
    ]);
  });

  it('keeps the timeline of an opened series, and a line that leads back', () => {
    const options = having('lanes', 'events');
    const opened = (height: number) => names({ opened: true, height, options });
    expect([opened(600), opened(280), opened(150)]).toEqual([['lanes', 'timeline', 'events'], ['lanes', 'timeline'], ['timeline']]);
    expect(shareRoom(need({ opened: true, options, legendEntries: 9 }))).toMatchObject({ back: 30, legend: 0 });
  });

  it('is narrower for plots beside a scroll bar', () => {
    expect([plotWidth(300, false), plotWidth(300, true), plotWidth(4, true)]).toEqual([300, 290, 0]);
  });
});
