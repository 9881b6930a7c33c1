import { FieldType, toDataFrame, type DataFrame } from '@grafana/data';
import { describe, expect, it } from 'vitest';

import { readSeverity, rowAt } from './fields';
import type { Problem, SeverityData } from './model';
import { minute, plainFrame, seismoFrame } from './testing/frames';

function drawn(frames: DataFrame[]): SeverityData {
  const read = readSeverity(frames);
  if (read.kind !== 'data') {
    throw new Error(`expected data, got the problem ${read.kind}`);
  }
  return read;
}

const calm = (name: string) => seismoFrame({ name, value: [10, 11], score: [0.1, 0.2], severity: [0, 0] });

describe('the field of causes', () => {
  const rows = { value: [10, 50], score: [0.1, 0.95], severity: [0, 4], votes: { auto: [0.1, 0.95] }, cause: [0, 3] };
  const without = (...names: string[]) => {
    const frame = seismoFrame(rows);
    return { ...frame, fields: frame.fields.filter(({ name }) => !names.includes(name)) };
  };

  it('is neither a series nor a vote, and moves no axis', () => {
    const { series } = drawn([seismoFrame({ ...rows, value: [1000, 1000], expected: [1000, 1000] })]);
    expect(series).toHaveLength(1);
    expect(series[0]?.verdict?.cause).toEqual([0, 3]);
    expect(series[0]?.verdict?.votes.map(({ detector }) => detector.id)).toEqual(['auto']);
    expect(series[0]?.extent).toEqual([997, 1003]);
  });

  it('is no line where the scores were taken away', () => {
    expect(drawn([without('score')]).series.map(({ field }) => field.name)).toEqual(['value', 'expected', 'lower', 'upper', 'severity', 'score_auto']);
  });

  it('is drawn where it is all that is left, and where another data source means something else by it', () => {
    const all = ['value', 'expected', 'lower', 'upper', 'score', 'severity', 'score_auto'];
    expect(drawn([without(...all)]).series.map(({ field }) => field.name)).toEqual(['cause']);
    const foreign = plainFrame([1, 2]);
    foreign.fields[1]!.name = 'cause';
    expect(drawn([foreign]).series).toHaveLength(1);
  });
});

describe('a Seismo frame', () => {
  const frame = seismoFrame(
    {
      name: 'api-1',
      value: [10, null, 30, 50],
      score: [0.1, null, 0.72, 0.95],
      severity: [0, null, 2, 4],
      votes: { z_score: [0, null, 0.5, 1], isolation_forest: [0.2, null, 0.9, 0.9] },
    },
    {
      events: [
        { fromMs: minute(2), toMs: minute(3), points: 2, peakScore: 0.95, peakMs: minute(3), severity: 4, value: 50, expected: 10 },
      ],
    }
  );
  const [series] = drawn([frame]).series;

  it('becomes one series with the legend as its name', () => {
    expect(drawn([frame]).series).toHaveLength(1);
    expect(series).toMatchObject({ name: 'api-1', times: [0, 1, 2, 3].map(minute), values: [10, null, 30, 50] });
  });

  it('keeps gaps as gaps, in the value, the score and the severity', () => {
    expect([series?.values[1], series?.verdict?.score[1], series?.verdict?.severity[1]]).toEqual([null, null, null]);
  });

  it('has its anomalous rows gathered by level, and no ordinary one', () => {
    expect(series?.verdict?.marks).toEqual({
      1: { times: [], values: [], scores: [] },
      2: { times: [minute(2)], values: [30], scores: [0.72] },
      3: { times: [], values: [], scores: [] },
      4: { times: [minute(3)], values: [50], scores: [0.95] },
    });
  });

  it('has each detector with name, weight and confidence', () => {
    expect(series?.verdict?.votes).toEqual([
      { detector: expect.objectContaining({ id: 'z_score', name: 'Z-score', weight: 0.5 }), confidence: [0, null, 0.5, 1] },
      {
        detector: expect.objectContaining({ id: 'isolation_forest', weight: 0.5 }),
        confidence: [0.2, null, 0.9, 0.9],
      },
    ]);
  });

  it('has threshold, scheme, counts and the worst event of its explanation', () => {
    expect(series?.verdict).toMatchObject({
      threshold: 0.6,
      scheme: 'four_level',
      counts: { anomalies: 2, medium: 1, critical: 1, gaps: 1, scored: 3 },
      worst: { level: 4, score: 0.95, timeMs: minute(3) },
    });
  });

  it('spans value and band', () => {
    expect(series?.extent).toEqual([7, 50]);
  });

  it('takes counts from before thinning, not from the rows that are left', () => {
    const thinned = seismoFrame(
      { value: [10], score: [0.1], severity: [0] },
      {
        counts: { points: 9000, scored: 9000, gaps: 0, anomalies: 40, low: 40, medium: 0, high: 0, critical: 0 },
        thinned: { from: 9000, to: 1 },
      }
    );
    expect(drawn([thinned]).series[0]?.verdict?.counts).toMatchObject({ points: 9000, anomalies: 40 });
  });

  it('has its worst row even where the list of events leaves it out', () => {
    const event = { fromMs: minute(2), toMs: minute(2), points: 1, peakScore: 0.65, peakMs: minute(2), value: 30, expected: 10 };
    const rows = { value: [10, 90, 30], score: [0.1, 0.97, 0.65], severity: [0, 4, 1] };
    const cut = seismoFrame(rows, { events: [{ ...event, severity: 1 }] });
    expect(drawn([cut]).series[0]?.verdict?.worst).toEqual({ level: 4, score: 0.97, timeMs: minute(1) });
  });

  it('is read by its field names where a transformation took the explanation away', () => {
    const bare = seismoFrame({ value: [10, 50, 52], score: [0.1, 0.92, 0.97], severity: [0, 4, 4] }, null);
    expect(drawn([bare]).series[0]?.verdict).toMatchObject({
      meta: null,
      threshold: null,
      counts: { points: 3, scored: 3, anomalies: 2, critical: 2 },
      worst: { level: 4, score: 0.97, timeMs: minute(2) },
      votes: [{ detector: { id: 'z_score', name: 'z_score' } }],
    });
  });

  it('may have no expectation: band and expected line are null', () => {
    const none = seismoFrame({ value: [1], score: [0.1], severity: [0], expected: [null] });
    expect(drawn([none]).series[0]).toMatchObject({ extent: [1, 1], verdict: { expected: [null], lower: [null] } });
  });

  it('has no verdict without the severity column', () => {
    const frameWithout = seismoFrame({ value: [1, 2], score: [0, 0], severity: [0, 0] });
    frameWithout.fields = frameWithout.fields.filter((field) => field.name === 'time' || field.name === 'value');
    expect(drawn([frameWithout]).series[0]?.verdict).toBeNull();
  });

  it('shows the display name that the user set', () => {
    const named = seismoFrame({ value: [1], score: [0], severity: [0], config: { displayName: 'Checkout' } });
    expect(drawn([named]).series[0]?.name).toBe('Checkout');
  });

  it.each([
    ['a level that the contract lacks', 5],
    ['a fraction', 2.5],
    ['a negative number', -1],
  ])('draws no anomaly for %s', (_, severity) => {
    const { series: read } = drawn([seismoFrame({ value: [1], score: [0.9], severity: [severity] }, null)]);
    expect(read[0]?.verdict?.counts.anomalies).toBe(0);
  });
});

describe('rows', () => {
  it('that are no finite number become gaps', () => {
    const [series] = drawn([plainFrame([1, NaN, Infinity, -Infinity, undefined, null, 2])]).series;
    expect(series?.values).toEqual([1, null, null, null, null, null, 2]);
  });

  it('out of order are put in order, all columns alike', () => {
    const frame = seismoFrame({ value: [3, 1, 2], score: [0.9, 0.1, 0.2], severity: [4, 0, 0] });
    frame.fields[0]!.values = [minute(3), minute(1), minute(2)];
    const [series] = drawn([frame]).series;
    expect(series?.times).toEqual([minute(1), minute(2), minute(3)]);
    expect(series?.values).toEqual([1, 2, 3]);
    expect(series?.verdict?.marks[4].times).toEqual([minute(3)]);
  });

  it('without a time are left out', () => {
    const frame = plainFrame([1, 2, 3]);
    frame.fields[0]!.values = [minute(0), null, minute(2)];
    expect(drawn([frame]).series[0]).toMatchObject({ times: [minute(0), minute(2)], values: [1, 3] });
  });

  it('in order and clean are not copied', () => {
    const frame = calm('api');
    const [series] = drawn([frame]).series;
    expect(series?.values).toBe(frame.fields[1]?.values);
    expect(series?.times).toBe(frame.fields[0]?.values);
  });

  it.each([
    ['one', [5], [5, 5]],
    ['only gaps', [null, null], null],
  ])('may be %s', (_, values, extent) => {
    expect(drawn([plainFrame(values)]).series[0]).toMatchObject({ values, extent });
  });
});

describe('frames of other data sources', () => {
  it('are drawn without a verdict', () => {
    expect(drawn([plainFrame([1, 2])]).series[0]).toMatchObject({ values: [1, 2], verdict: null });
  });

  it('give a series for each numeric field', () => {
    const wide = toDataFrame({
      fields: [
        { name: 'Time', type: FieldType.time, values: [minute(0)] },
        { name: 'cpu', type: FieldType.number, values: [1] },
        { name: 'host', type: FieldType.string, values: ['a'] },
        { name: 'memory', type: FieldType.number, values: [2] },
      ],
    });
    expect(drawn([wide]).series.map(({ name }) => name)).toEqual(['cpu', 'memory']);
  });

  it('stand beside Seismo frames', () => {
    expect(drawn([calm('api'), plainFrame([1])]).series.map(({ verdict }) => verdict !== null)).toEqual([true, false]);
  });
});

describe('times', () => {
  const at = (values: unknown[], type = FieldType.time) =>
    toDataFrame({
      name: 'odd',
      fields: [
        { name: 'when', type, values },
        { name: 'v', type: FieldType.number, values: values.map((_, row) => row) },
      ],
    });
  it.each<[string, unknown[], number[], Array<number | null>]>([
    ['as text become moments', ['2025-06-02T14:00:00Z', '2025-06-02T14:01:00Z'], [minute(0), minute(1)], [0, 1]],
    ['as text without an offset are UTC', ['2025-06-02 14:00', '2025-06-02 14:01:00'], [minute(0), minute(1)], [0, 1]],
    ['as text with an offset keep it', ['2025-06-02T16:00:00+02:00'], [minute(0)], [0]],
    ['as dates become moments', [new Date(minute(0))], [minute(0)], [0]],
    ['that are no moments are left out', ['soon', '2025-06-02T14:00:00Z', '2025-13-45'], [minute(0)], [1]],
    ['without an end are left out', [minute(0), Infinity], [minute(0)], [0]],
    ['that are the same stay, in their order', [minute(1), minute(0), minute(1)], [minute(0), minute(1), minute(1)], [1, 0, 2]],
  ])('%s', (_, values, times, numbers) => {
    expect(drawn([at(values)]).series[0]).toMatchObject({ times, values: numbers });
  });

  it.each<[string, DataFrame, string | null]>([
    ['text', at(['2025-06-02T14:00:00Z'], FieldType.string), 'when'],
    ['text that says something else', at(['soon'], FieldType.string), null],
    ['moments that are none', at(['soon', 'later']), null],
    ['a number called time', toDataFrame({ name: 'odd', fields: [{ name: 'Time', type: FieldType.number, values: [minute(0)] }] }), 'Time'],
  ])('of another type, %s, are named', (_, frame, candidate) => {
    expect(readSeverity([frame])).toEqual({ kind: 'no-time', frame: 'odd', candidate });
  });

  it('remember which row of the frame they stood in', () => {
    expect(drawn([at([minute(1), minute(0)])]).series[0]?.order).toEqual([1, 0]);
    expect(drawn([at([minute(0), minute(1)])]).series[0]?.order).toBeNull();
  });
});

describe('odd frames', () => {
  it('of truths are drawn as 1 and 0', () => {
    expect(drawn([plainFrame([true, false, null], FieldType.boolean)]).series[0]).toMatchObject({ values: [1, 0, null], extent: [0, 1] });
  });

  it('with fields of one name keep them apart', () => {
    const twice = plainFrame([1, 2]);
    twice.fields.push({ ...twice.fields[1]!, values: [3, 4], state: undefined });
    const { series } = drawn([twice]);
    expect(new Set(series.map(({ id }) => id)).size).toBe(2);
    expect(series.map(({ values }) => values[0])).toEqual([1, 3]);
  });

  it('of ten thousand fields or two million rows overflow nothing', () => {
    const wide = toDataFrame({
      fields: [
        { name: 'Time', type: FieldType.time, values: [minute(0)] },
        ...Array.from({ length: 10_000 }, (_, i) => ({ name: `n${i}`, type: FieldType.number, values: [i] })),
      ],
    });
    expect(drawn([wide]).series).toHaveLength(10_000);
    const rows = 2_000_000;
    const values = Array.from({ length: rows }, (_, row) => row % 100);
    const long = plainFrame(values);
    long.fields[0]!.values.reverse();
    const [series] = drawn([long]).series;
    expect([series?.times.length, series?.times[0], series?.extent]).toEqual([rows, minute(0), [0, 99]]);
  });
});

describe('what cannot be drawn', () => {
  const newer = seismoFrame({ value: [1], score: [0], severity: [0] }, { contractVersion: 7 });
  const noTime = toDataFrame({ name: 'table', fields: [{ name: 'v', type: FieldType.number, values: [1] }] });
  const cases: Array<[string, DataFrame[], Problem]> = [
    ['no frame', [], { kind: 'no-data' }],
    ['a frame without fields', [toDataFrame({ fields: [] })], { kind: 'no-data' }],
    ['a frame without rows', [plainFrame([])], { kind: 'no-data' }],
    ['no time field', [noTime], { kind: 'no-time', frame: 'table', candidate: null }],
    ['only strings', [plainFrame(['a'], FieldType.string)], { kind: 'no-number', frame: 'plain' }],
    ['a newer contract', [newer], { kind: 'newer-contract', version: 7 }],
    ['an empty frame and a real trouble: the trouble', [plainFrame([]), noTime], { kind: 'no-time', frame: 'table', candidate: null }],
  ];
  it.each(cases)('%s is named', (_, frames, problem) => {
    expect(readSeverity(frames)).toEqual(problem);
  });

  it('is noted beside what can', () => {
    expect(drawn([calm('api'), newer, plainFrame([])])).toMatchObject({
      series: [{ name: 'api' }],
      skipped: [{ kind: 'newer-contract', version: 7 }],
    });
  });
});

describe('many series', () => {
  it('of one name in two queries say which query they are of, also while one is hidden', () => {
    const [a, b, other] = [calm('api'), { ...calm('api'), refId: 'B' }, calm('web')];
    expect(drawn([a, b, other]).series.map(({ name }) => name)).toEqual(['A: api', 'B: api', 'web']);
    a.fields[1]!.config = { ...a.fields[1]!.config, custom: { hideFrom: { viz: true } } };
    expect(drawn([a, b, other]).series.map(({ name }) => name)).toEqual(['B: api', 'web']);
  });

  it('of one name in one query are told apart by their labels', () => {
    const same = (instance: string) => {
      const frame = calm('api');
      return { ...frame, fields: frame.fields.map((field) => (field.labels ? { ...field, labels: { instance } } : field)) };
    };
    expect(drawn([same('a'), same('b')]).series.map(({ name }) => name)).toEqual(['api (instance="a")', 'api (instance="b")']);
  });

  it('of one name keep ids of their own', () => {
    expect(drawn([calm('api'), calm('api')]).series.map(({ id }) => id)).toEqual(['api', 'api #2']);
  });

  it('of two queries with one legend are told apart, and their ids stay', () => {
    const told = drawn([calm('api'), { ...calm('api'), refId: 'B' }]).series;
    expect(told.map(({ id, name }) => [id, name])).toEqual([['api', 'A: api'], ['api #2', 'B: api']]);
  });

  it('share a scheme where all have the same one', () => {
    const three = seismoFrame({ value: [1], score: [0], severity: [0] }, { severityScheme: 'three_level' });
    expect([drawn([three]).scheme, drawn([three, calm('x')]).scheme]).toEqual(['three_level', 'four_level']);
  });
});

describe('the row of a time', () => {
  const times = [10, 20, 30, 40];
  it.each([
    [10, 0],
    [30, 2],
    [40, 3],
    [25, null],
    [5, null],
    [45, null],
  ])('at %i is %s', (time, row) => {
    expect(rowAt({ times }, time)).toBe(row);
  });

  it('is null in an empty series', () => {
    expect(rowAt({ times: [] }, 1)).toBeNull();
  });
});
