import { FieldType, toDataFrame } from '@grafana/data';
import { describe, expect, it } from 'vitest';

import { durationText } from '../duration';
import { readSeverity } from '../fields';
import { minute, MINUTE_MS, seismoEvent, seismoFrame } from '../testing/frames';

import { isEventsFrame, readEvents } from './frame';
import { lastingText, reasonText } from './reason';
import { listEvents, rangeAround, type EventRow } from './rows';

const rows = { value: [1, 2, 3, 4, 5], score: [0, 0, 0, 0, 0], severity: [0, 0, 0, 0, 0] };
const ALL = new Set([1, 2, 3, 4] as const);

function listed(name: string, ...events: ReturnType<typeof seismoEvent>[]): EventRow[] {
  const read = readSeverity([seismoFrame({ ...rows, name }, { events })]);
  return read.kind === 'data' ? listEvents(read.series, read.reported, ALL) : [];
}

describe('the rows of events', () => {
  it('say how long an event took, and whether it still goes on', () => {
    const found = listed('api', seismoEvent(0, { toMs: minute(2) }), seismoEvent(3), seismoEvent(4));
    expect(found.map(({ durationMs, open }) => [durationMs! / MINUTE_MS, open])).toEqual([
      [3, false],
      [1, true],
      [1, true],
    ]);
  });

  it('know the row of the peak, for links', () => {
    expect(listed('api', seismoEvent(0, { peakMs: minute(2) }))[0]?.row).toBe(2);
  });

  it('know how wide the band is there, also where the values that can be end', () => {
    const spreads = (lower: Array<number | null>) => {
      const read = readSeverity([seismoFrame({ ...rows, lower }, { events: [seismoEvent(1)] })]);
      return read.kind === 'data' ? listEvents(read.series, null, ALL).map(({ spread }) => spread) : [];
    };
    expect([spreads([0, 7, 0, 0, 0]), spreads([0, 10, 0, 0, 0]), spreads([0, null, 0, 0, 0])]).toEqual([[3], [3], [null]]);
  });

  it('are made once an answer', () => {
    const read = readSeverity([seismoFrame(rows, { events: [seismoEvent(1)] })]);
    const list = () => (read.kind === 'data' ? listEvents(read.series, null, ALL) : []);
    expect(list()[0]).toBe(list()[0]);
  });

  it('leave out levels that are not drawn, and what never was scored', () => {
    const read = readSeverity([seismoFrame(rows, { events: [seismoEvent(1), seismoEvent(2, { severity: 1 })] })]);
    expect(read.kind === 'data' && listEvents(read.series, null, new Set([1])).map(({ severity }) => severity)).toEqual([1]);
  });
});

describe('events of a frame that has lost its list', () => {
  it('join anomalous rows that are at most two rows apart', () => {
    const frame = seismoFrame(
      { value: [9, 1, 8, 1, 1, 7, 6], score: [0.7, 0, 0.95, 0, 0, 0.62, 0.61], severity: [2, 0, 4, 0, 0, 1, 1], expected: [1, 2, 3, 4, 5, 6, 7] },
      null
    );
    const read = readSeverity([frame]);
    const found = read.kind === 'data' ? listEvents(read.series, null, ALL) : [];
    expect(found.map(({ fromMs, toMs, severity, score, value, expected }) => [fromMs, toMs, severity, score, value, expected])).toEqual([
      [minute(0), minute(2), 4, 0.95, 8, 3],
      [minute(5), minute(6), 1, 0.62, 7, 6],
    ]);
    expect(found[0]).toMatchObject({ open: false, durationMs: null });
  });

  it('tell their cause from all of their rows', () => {
    const frame = seismoFrame({ value: [9, 8, 8, 1, 1, 1, 7], score: [0.9, 0.7, 0.7, 0, 0, 0, 0.7], severity: [3, 1, 1, 0, 0, 0, 1], cause: [1, 3, 3, 0, 0, 0, 0] }, null);
    const read = readSeverity([frame]);
    const found = read.kind === 'data' ? listEvents(read.series, null, ALL) : [];
    expect(found.map(({ told }) => told.cause)).toEqual(['level_shift', 'none']);
  });

  it('tell what the statistic measured at the peak, where that has the cause', () => {
    const calm = [0, 0, 0];
    const frame = seismoFrame(
      {
        value: [9, 8, ...calm, 7, 8, ...calm, 5],
        score: [0.9, 0.8, ...calm, 0.7, 0.9, ...calm, 0.7],
        severity: [3, 2, ...calm, 1, 3, ...calm, 1],
        cause: [1, 3, ...calm, 3, 3, ...calm, 10],
        measure: { samples: [1, 20, ...calm, 20, 21, ...calm, 23], size: [8, 4, ...calm, 5, 6, ...calm, null] },
      },
      null
    );
    const read = readSeverity([frame]);
    const found = read.kind === 'data' ? listEvents(read.series, null, ALL) : [];
    expect(found.map(({ told }) => [told.cause, told.causeSamples, told.causeSize])).toEqual([
      ['spike', 1, 8],
      ['level_shift', 21, 6],
      ['flat', 23, null],
    ]);
  });
});

describe('the range around an event', () => {
  it.each([
    ['one row, with thirty before and after', 0, 1, [-30, 30]],
    ['a long one, with twice as long before and after', 40, 41, [-80, 120]],
    ['one whose rows nobody knows', 0, null, [-15, 15]],
  ])('shows %s', (_, length, duration, [from, to]) => {
    const event = { fromMs: 0, toMs: length * MINUTE_MS, durationMs: duration === null ? null : duration * MINUTE_MS };
    expect(rangeAround(event)).toEqual({ from: from! * MINUTE_MS, to: to! * MINUTE_MS });
  });
});

describe('the words of an event', () => {
  it.each([
    ['cause, numbers and rarity', { cause: 'spike', deviation: -3.2, alarmsPerWeek: 0.2 }, 'Sudden drop: 1 where 4 ± 3 was expected (−3.2 σ), about once in 5 weeks'],
    ['what the statistic measured', { cause: 'drift', causeSamples: 20, causeSize: -4.2, deviation: -0.6 }, 'Drift: mean of 20 samples 4.2 σ below, 1 where 4 ± 3 was expected'],
    ['what an older frame knows', { cause: 'drift' }, 'Drift: 1 where 4 ± 3 was expected'],
    ['what is known of it', { cause: 'none', deviation: -4, alarmsPerWeek: null }, '−4.0 σ'],
    ['the metrics to blame', { metrics: [{ name: 'cpu', contribution: 0.7 }] }, 'cpu 70 %'],
    ['the sentence of a list', { text: 'Drift: 3 where 1 was expected', deviation: 2 }, 'Drift: 3 where 1 was expected'],
    ['nothing, where nothing is known', {}, '–'],
  ] as const)('are %s', (_, told, text) => {
    expect(reasonText({ told: told as EventRow['told'], value: 1, expected: 4, spread: 3 }, { value: String, difference: String })).toBe(text);
  });

  it.each([
    [0, '1 s'],
    [59_400, '59 s'],
    [60_000, '1 min'],
    [4_800_000, '1 h 20 min'],
    [3_600_000, '1 h'],
    [90_061_000, '1 d 1 h'],
  ])('%i ms last %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });

  it.each([
    [{ open: false, durationMs: 60_000 }, '1 min'],
    [{ open: true, durationMs: 60_000 }, '1 min, open'],
    [{ open: true, durationMs: null }, 'open'],
    [{ open: false, durationMs: null }, '–'],
  ])('%o is "%s"', (event, text) => {
    expect(lastingText(event)).toBe(text);
  });
});

describe('a frame of events', () => {
  const frame = (changes: Record<string, unknown[] | undefined> = {}) => {
    const columns: Record<string, unknown[] | undefined> = {
      time: [minute(0), minute(3)],
      timeEnd: [minute(2), null],
      severity: [4, 3],
      score: [0.95, 0.8],
      value: [9, null],
      expected: [1, 1],
      deviation: [8, null],
      alarmsPerWeek: [0.2, null],
      series: ['api', 'web'],
      text: ['Spike', 'Drift'],
      tags: ['critical,spike,instance=a', 'high'],
      ...changes,
    };
    const typeOf = (name: string) =>
      name.startsWith('time') ? FieldType.time : ['series', 'text', 'tags'].includes(name) ? FieldType.string : FieldType.number;
    const fields = Object.entries(columns).flatMap(([name, values]) => (values ? [{ name, type: typeOf(name), values }] : []));
    return toDataFrame({ name: 'events', fields });
  };

  it('is read a row an event', () => {
    expect(readEvents([frame()])).toMatchObject([
      { name: 'api', series: null, scheme: 'four_level', severity: 4, fromMs: minute(0), toMs: minute(2), open: false, durationMs: 2 * MINUTE_MS, score: 0.95, value: 9, expected: 1, row: 0 },
      { name: 'web', severity: 3, open: true, toMs: minute(3), durationMs: null, value: null, told: { deviation: null, text: 'Drift' } },
    ]);
  });

  it('tells its scheme by the names of severities', () => {
    expect(readEvents([frame({ tags: ['critical', 'warning,drift'] })])?.[0]?.scheme).toBe('three_level');
  });

  it('leaves out rows without a time or a severity', () => {
    expect(readEvents([frame({ time: [null, minute(3)], severity: [4, 0] })])).toEqual([]);
  });

  it('may be without rows: nothing happened', () => {
    const empty = Object.fromEntries(['time', 'timeEnd', 'severity', 'series', 'text', 'score', 'value', 'expected', 'tags'].map((name) => [name, []]));
    const read = readSeverity([frame({ ...empty, deviation: [], alarmsPerWeek: [] })]);
    expect(read).toMatchObject({ kind: 'data', series: [], reported: [] });
  });

  it.each([
    ['without an end', { timeEnd: undefined }],
    ['without a severity', { severity: undefined }],
    ['without a sentence', { text: undefined }],
  ])('%s is another frame', (_, changes) => {
    expect(isEventsFrame(frame(changes))).toBe(false);
    expect(readEvents([frame(changes)])).toBeNull();
  });

  it('is another one where it is a panel frame', () => {
    expect(isEventsFrame(seismoFrame(rows))).toBe(false);
  });
});
