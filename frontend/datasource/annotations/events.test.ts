import { readFileSync } from 'node:fs';

import { dataFrameFromJSON, type DataFrame, type DataFrameJSON } from '@grafana/data';
import { describe, expect, it } from 'vitest';

import { annotationEvents, wantedSeverities } from './events';

const golden = (name: string): DataFrame =>
  dataFrameFromJSON(JSON.parse(readFileSync(`tests/contract/${name}.frame.json`, 'utf8')) as DataFrameJSON);

describe('the events of a frame', () => {
  const frame = golden('events');
  const events = annotationEvents([frame], { wanted: null });

  it('become annotations, one each, in the order of time', () => {
    expect(events).toHaveLength(frame.length);
    expect(events.length).toBeGreaterThan(1);
    expect(events.map(({ time }) => time)).toEqual(frame.fields[0]?.values);
    expect(events[0]).toMatchObject({ isRegion: true, title: 'checkout: critical' });
    expect(events[0]?.text).toContain('where');
    expect(events[0]?.tags).toEqual(['critical', 'spike', 'service=checkout']);
    expect(events[1]).toMatchObject({ isRegion: false, title: 'checkout: critical' });
    expect(events[1]?.timeEnd).toBe(events[1]?.time);
    expect(events.at(-1)).toMatchObject({ isRegion: true });
  });

  it('are drawn to the newest row while they are open', () => {
    const open = golden('events');
    open.fields[1]!.values = open.fields[1]!.values.map(() => null);
    const newest = (open.meta?.custom?.seismoEvents as { newestMs: number }).newestMs;
    expect(annotationEvents([open], { wanted: null }).map(({ timeEnd, isRegion }) => [timeEnd, isRegion])).toEqual(events.map(() => [newest, true]));
    open.meta!.custom!.seismoEvents.newestMs = null;
    expect(annotationEvents([open], { wanted: null }).every(({ time, timeEnd, isRegion }) => time === timeEnd && !isRegion)).toBe(true);
  });

  it('can be those of some severities', () => {
    const titles = (text: string) => annotationEvents([frame], { wanted: wantedSeverities(text) }).map(({ title }) => title);
    expect(titles('critical')).toEqual(['checkout: critical', 'checkout: critical']);
    expect(titles('low')).toEqual([]);
    expect(titles('High, critical')).toHaveLength(events.length);
    expect(titles('{critical,medium}')).toHaveLength(2);
  });

  it.each(['', 'All', '$__all', ' , ', undefined])('are all of them for %o', (text) => {
    expect(wantedSeverities(text)).toBeNull();
  });
});

describe('other frames', () => {
  it.each(['panel', 'panel-empty', 'alert-score', 'events-none'])('%s holds no event', (name) => {
    expect(annotationEvents([golden(name)], { wanted: null })).toEqual([]);
  });

  it('that lack fields or hold other cells give what they have', () => {
    const broken = golden('events');
    broken.fields = broken.fields.filter(({ name }) => !['timeEnd', 'text', 'tags'].includes(name));
    expect(annotationEvents([broken], { wanted: null })[0]).toMatchObject({ text: '', tags: [] });
    broken.fields = broken.fields.filter(({ name }) => name !== 'severity');
    expect(annotationEvents([broken], { wanted: null })).toEqual([]);
    broken.fields = [];
    expect(annotationEvents([broken], { wanted: null })).toEqual([]);
  });
});
