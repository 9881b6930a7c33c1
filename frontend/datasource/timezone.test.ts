import { describe, expect, it } from 'vitest';

import { ianaZone, isZone, zoneNames } from './timezone';

describe('ianaZone', () => {
  it.each([
    ['a name stays', 'Europe/Berlin', 'Asia/Tokyo', 'Europe/Berlin'],
    ["Grafana's utc", 'utc', 'Asia/Tokyo', 'UTC'],
    ['browser becomes the browser’s name', 'browser', 'Asia/Tokyo', 'Asia/Tokyo'],
    ['nothing becomes the browser’s name', '', 'Asia/Tokyo', 'Asia/Tokyo'],
    ['absent becomes the browser’s name', undefined, 'Asia/Tokyo', 'Asia/Tokyo'],
    ['an unknown name becomes UTC', 'Mars/Olympus', 'Asia/Tokyo', 'UTC'],
    ['a browser without a zone', 'browser', '', 'UTC'],
    ['an offset is no name', '+01:00', 'Asia/Tokyo', 'UTC'],
  ])('%s', (_name, zone, browser, expected) => {
    expect(ianaZone(zone, browser)).toBe(expected);
  });

  it('never offers a name that it would refuse', () => {
    expect(zoneNames()[0]).toBe('UTC');
    expect(zoneNames('Asia/Tokyo').slice(0, 2)).toEqual(['Asia/Tokyo', 'UTC']);
    expect(zoneNames('Asia/Tokyo').filter((name) => name === 'Asia/Tokyo')).toHaveLength(1);
    expect(zoneNames().filter((name) => !isZone(name))).toEqual([]);
  });
});
