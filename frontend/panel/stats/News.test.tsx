import React from 'react';
import { dateTime, type TimeRange } from '@grafana/data';
import { render } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import type { SeverityLevel } from '../../shared/contract';
import { readSeverity } from '../fields';
import { minute, seismoFrame } from '../testing/frames';

import { News } from './News';

const ALL: ReadonlySet<SeverityLevel> = new Set([1, 2, 3, 4]);
const following = (raw = 'now-10m', to = 'now'): TimeRange => ({ from: dateTime(minute(0)), to: dateTime(minute(10)), raw: { from: raw, to } });

function seriesOf(...severity: number[]) {
  const read = readSeverity([seismoFrame({ value: severity.map(() => 1), score: severity.map((level) => level / 4), severity })]);
  return read.kind === 'data' ? read.series : [];
}

function shown() {
  const news = (series: ReturnType<typeof seriesOf>, timeRange = following(), visible = ALL) => (
    <News series={series} scheme="four_level" visible={visible} timeRange={timeRange} timeZone="utc" />
  );
  const { container, rerender } = render(news(seriesOf(0, 4, 0)));
  return { text: () => container.textContent, next: (...given: Parameters<typeof news>) => rerender(news(...given)) };
}

describe('a refresh', () => {
  it('says nothing of what was there from the start', () => {
    expect(shown().text()).toBe('');
  });

  it('tells of an event that it brought, and does not repeat it', () => {
    const { text, next } = shown();
    next(seriesOf(0, 4, 0, 0, 2));
    expect(text()).toBe('New event: medium at 14:04 in api');
    next(seriesOf(0, 4, 0, 0, 2, 1));
    expect(text()).toBe('New event: medium at 14:04 in api');
  });

  it('tells of an event that has become graver', () => {
    const { text, next } = shown();
    next(seriesOf(0, 4, 0, 0, 2));
    next(seriesOf(0, 4, 0, 0, 2, 3));
    expect(text()).toBe('New event: high at 14:04 in api');
  });

  it('is silent where another range shows more', () => {
    const { text, next } = shown();
    next(seriesOf(0, 4, 0, 0, 2), following('now-1h'));
    expect(text()).toBe('');
  });

  it.each<[string, TimeRange, ReadonlySet<SeverityLevel>]>([
    ['where the range does not follow the time', following('2025-06-02', '2025-06-03'), ALL],
    ['where its severity is not shown', following(), new Set<SeverityLevel>([4])],
  ])('is silent %s', (_, range, visible) => {
    const { text, next } = shown();
    next(seriesOf(0, 4, 0), range, visible);
    next(seriesOf(0, 4, 0, 0, 2), range, visible);
    expect(text()).toBe('');
  });

  it('is silent where it brought nothing', () => {
    const { text, next } = shown();
    next(seriesOf(0, 4, 0, 0, 0));
    expect(text()).toBe('');
  });
});
