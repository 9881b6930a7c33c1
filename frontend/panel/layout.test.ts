import { describe, expect, it } from 'vitest';

import { plotWidth, shareRoom, type Need } from './layout';
import { defaultOptions, readOptions } from './options';

const withEvents = readOptions({ views: ['timeline', 'events'] });

const need = (changes: Partial<Need> = {}): Need => ({
  width: 900,
  height: 500,
  plots: 1,
  legendEntries: 1,
  scored: true,
  notes: 0,
  events: 0,
  options: defaultOptions,
  ...changes,
});

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
    ['events', { events: 3, options: withEvents }],
    ['more events than fit', { events: 90, notes: 1, options: withEvents }],
    ['detectors', { options: { ...defaultOptions, scoreStrip: 'detectors' } }],
  ])('is all given out, and no more, to %s', (_, changes) => {
    const room = shareRoom(need(changes));
    expect(room.header + room.body + room.legend + room.detectors + room.events + room.notes).toBe(changes.height ?? 500);
    expect(room.title + room.value + room.strip).toBe(room.plotHeight);
    expect(Math.min(...Object.values(room).map(Number))).toBeGreaterThanOrEqual(0);
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

  it('has a list of events where there are some, the user wants it, and the values keep most of the room', () => {
    const options = withEvents;
    const heights = (changes: Partial<Need>) => shareRoom(need(changes)).events;
    expect(heights({ events: 3, options })).toBe(89);
    expect(heights({ events: 90, options })).toBe(155);
    expect(heights({ events: 90, options, height: 390 })).toBe(130);
    expect([heights({ events: 0, options }), heights({ events: 3 }), heights({ events: 3, options, height: 350 })]).toEqual([0, 0, 0]);
  });

  it('is narrower for plots beside a scroll bar', () => {
    expect([plotWidth(300, false), plotWidth(300, true), plotWidth(4, true)]).toEqual([300, 290, 0]);
  });
});
