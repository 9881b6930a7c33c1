import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { dataFrameFromJSON, FieldType, type DataFrame, type DataFrameJSON, type Field } from '@grafana/data';
import { describe, expect, it } from 'vitest';

import { CAUSES, CAUSE_FIELD, CONTRACT_VERSION, EVENT_FIELD, FIELD, MEASURE_FIELD, SEVERITY_LEVELS, SEVERITY_SCHEMES } from '../contract/limits';
import { readSeverity } from '../panel/fields';

import { asCause, detectorOfField, eventsMetaOf, fieldOfDetector, metricOfField, namedCause, type SeismoMeta, seismoMetaOf } from './contract';
import { asSeverityLevel } from './severity';

const FOLDER = 'tests/contract';
const ALERT_OUTPUTS = ['score', 'severity', 'value', 'expected', 'deviation', 'lower', 'upper', 'cause', 'cause_samples', 'cause_size', 'since', 'age'];

interface Golden {
  file: string;
  frame: DataFrame;
}

/** Written by the Rust side; see the README of the folder. */
const goldens: Golden[] = (existsSync(FOLDER) ? readdirSync(FOLDER) : [])
  .filter((file) => file.endsWith('.frame.json'))
  .flatMap((file) => {
    const parsed = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as DataFrameJSON | DataFrameJSON[];
    return [parsed].flat().map((json) => ({ file, frame: dataFrameFromJSON(json) }));
  });
const explained = goldens.filter(({ frame }) => seismoMetaOf(frame.meta?.custom) !== null);
const eventFrames = goldens.filter(({ frame }) => eventsMetaOf(frame.meta?.custom) !== null);
const isGroup = ({ frame }: Golden) => seismoMetaOf(frame.meta?.custom)?.together !== undefined;
const panelFrames = explained.filter((golden) => !isGroup(golden));
const groupFrames = explained.filter(isGroup);
const emptyFrames = goldens.filter(({ frame }) => frame.fields.length === 0);
const alertFrames = goldens.filter(({ frame }) => frame.meta?.custom === undefined && frame.fields.length > 0);

const values = (field: Field | undefined) => (field?.values ?? []) as Array<number | null>;
const named = (frame: DataFrame, name: string) => frame.fields.find((field) => field.name === name);

describe('the golden frames', () => {
  it('are there, with at least one panel frame', () => {
    expect(goldens.map(({ file }) => file), `no *.frame.json in ${FOLDER}; the Rust tests write them`).not.toEqual([]);
    expect(panelFrames.length, 'golden frames with meta.custom').toBeGreaterThan(0);
  });
});

describe.each(panelFrames)('the panel frame in $file', ({ frame }) => {
  const meta = seismoMetaOf(frame.meta?.custom);
  const detectors = meta?.detectors.filter(({ state }) => state === 'voting') ?? [];

  it('has the fields of the contract in order, and a vote for each detector', () => {
    const ids = frame.fields.flatMap(({ name }) => detectorOfField(name) ?? []);
    const cause = named(frame, CAUSE_FIELD) ? [CAUSE_FIELD, MEASURE_FIELD.samples, MEASURE_FIELD.size] : [];
    expect(frame.fields.map(({ name }) => name)).toEqual([...Object.values(FIELD), ...ids.map(fieldOfDetector), ...cause]);
    expect(ids).toEqual(expect.arrayContaining(detectors.map(({ id }) => id)));
  });

  it('has numbers with the same labels beside a time', () => {
    const [time, ...numbers] = frame.fields;
    expect(time?.type).toBe(FieldType.time);
    expect(numbers.map(({ type }) => type)).toEqual(numbers.map(() => FieldType.number));
    expect(numbers.map(({ labels }) => labels)).toEqual(numbers.map(() => numbers[0]?.labels));
  });

  it('carries its legend', () => {
    expect(named(frame, FIELD.value)?.config.displayNameFromDS).toBe(frame.name);
  });

  it('says in every other number whose it is, and what', () => {
    const others = frame.fields.slice(2).map(({ name, config }) => [name, config.displayNameFromDS]);
    const word = (name: string) => meta?.detectors.find(({ id }) => id === detectorOfField(name))?.name ?? name;
    expect(others).toEqual(others.map(([name]) => [name, `${frame.name} ${word(name!)}`]));
  });

  it('is explained in full and in nothing else', () => {
    expect(meta).toEqual(explanation());
    expect(Object.keys(meta?.counts ?? {}).sort()).toEqual(
      ['anomalies', 'critical', 'excluded', 'gaps', 'high', 'low', 'medium', 'points', 'scored'].sort()
    );
  });

  it('keeps scores within 0..1 and severities within the levels', () => {
    const scores = frame.fields.filter(({ name }) => name === FIELD.score || detectorOfField(name) !== null);
    for (const score of scores.flatMap(values).filter((one) => one !== null)) {
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
    }
    for (const severity of values(named(frame, FIELD.severity)).filter((one) => one !== null)) {
      expect([0, ...SEVERITY_LEVELS]).toContain(severity);
    }
  });

  it('is anomalous exactly where the score reaches the threshold', () => {
    const severities = values(named(frame, FIELD.severity));
    values(named(frame, FIELD.score)).forEach((score, row) => {
      expect(asSeverityLevel(severities[row]) !== null, `row ${row}`).toBe(score !== null && score >= meta!.threshold);
    });
  });

  it('has gaps in value, score, severity and votes alike', () => {
    const value = values(named(frame, FIELD.value));
    const others = frame.fields.filter(({ name }) => name === FIELD.score || name === FIELD.severity);
    value.forEach((one, row) => {
      if (one === null) {
        expect(others.map((field) => values(field)[row])).toEqual(others.map(() => null));
      }
    });
  });

  it('is understood by the panel', () => {
    const read = readSeverity([frame]);
    const series = read.kind === 'data' ? read.series[0] : undefined;
    expect(series?.name).toBe(frame.name);
    expect(series?.values).toEqual(values(named(frame, FIELD.value)));
    expect(series?.verdict).toMatchObject({
      meta,
      threshold: meta?.threshold,
      scheme: meta?.severityScheme,
      counts: meta?.counts,
      events: meta?.events,
    });
    expect(series?.verdict?.votes.every(({ detector }) => detector.name !== detector.id || detector.weight > 0)).toBe(true);
    const marked = Object.values(series?.verdict?.marks ?? {}).reduce((sum, { times }) => sum + times.length, 0);
    // Thinning keeps every anomalous row.
    expect(marked).toBe(meta?.counts.anomalies);
  });
});

describe('the frame of a new series', () => {
  it('says how long nobody can score it', () => {
    const learning = panelFrames.map(({ file, frame }) => [file, seismoMetaOf(frame.meta?.custom)?.learning]);
    expect(Object.fromEntries(learning)).toMatchObject({
      'panel.frame.json': null,
      'panel-auto.frame.json': null,
      'panel-learning.frame.json': { seen: 37, needed: 60, leftMs: 23 * 60_000 },
    });
  });
});

describe.each(eventFrames)('the events frame in $file', ({ file, frame }) => {
  const meta = eventsMetaOf(frame.meta?.custom);
  const cells = (name: string) => (named(frame, name)?.values ?? []) as unknown[];

  it('has the fields of the contract in order, without labels and with a description', () => {
    expect(frame.fields.map(({ name }) => name)).toEqual(Object.values(EVENT_FIELD));
    expect(frame.fields.every(({ labels, config }) => !labels && Boolean(config.description))).toBe(true);
    const [time, end, ...rest] = frame.fields.map(({ type }) => type);
    expect([time, end]).toEqual([FieldType.time, FieldType.time]);
    expect(rest).toEqual([...Array<FieldType>(6).fill(FieldType.number), ...Array<FieldType>(3).fill(FieldType.string)]);
  });

  it('is a table with a meta of its own, which no panel frame has', () => {
    expect(frame.meta?.preferredVisualisationType).toBe('table');
    expect(seismoMetaOf(frame.meta?.custom)).toBeNull();
    expect(meta).toEqual({
      contractVersion: CONTRACT_VERSION,
      severityScheme: expect.toBeOneOf([...SEVERITY_SCHEMES]),
      timezone: expect.any(String),
      intervalMs: expect.any(Number),
      joinRows: 2,
      newestMs: expect.any(Number),
    });
  });

  it('has levels, reasons and tags in each row, ascending by time', () => {
    const times = cells(EVENT_FIELD.time) as number[];
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.length === 0).toBe(file.startsWith('events-none'));
    times.forEach((time, row) => {
      const end = cells(EVENT_FIELD.timeEnd)[row] as number | null;
      expect(end === null || (end >= time && end <= meta!.newestMs!)).toBe(true);
      expect(asSeverityLevel(cells(EVENT_FIELD.severity)[row])).not.toBeNull();
      expect(cells(EVENT_FIELD.text)[row]).toMatch(/\S/);
      expect(cells(EVENT_FIELD.tags)[row]).toMatch(/^(low|medium|high|critical|info|warning)(,|$)/);
    });
  });
});

describe.each(groupFrames)('the frame of a group of metrics in $file', ({ frame }) => {
  const meta = seismoMetaOf(frame.meta?.custom);
  const metrics = meta?.together?.metrics ?? [];

  it('has the fields of the contract in order, and a contribution of each metric', () => {
    const { time, value, score, severity } = FIELD;
    expect(frame.fields.slice(0, 4).map(({ name }) => name)).toEqual([time, value, score, severity]);
    expect(metrics.length).toBeGreaterThan(1);
    expect(frame.fields.slice(4).map(({ name }) => metricOfField(name))).toEqual(metrics);
  });

  it('has contributions that add up to 1 where there is a score', () => {
    values(named(frame, FIELD.score)).forEach((score, row) => {
      const shares = frame.fields.slice(4).map((field) => values(field)[row] ?? null);
      const sum = shares.reduce<number>((all, share) => all + (share ?? 0), 0);
      expect(sum, `row ${row}`).toBeCloseTo(score === null ? 0 : 1, 3);
    });
  });

  it('names the metrics of each event', () => {
    expect(meta?.events.length).toBeGreaterThan(0);
    for (const event of meta?.events ?? []) {
      expect(metrics).toContain(event.metrics?.[0]?.name);
    }
  });

  it('is understood by the panel', () => {
    const read = readSeverity([frame]);
    expect(read.kind === 'data' && read.series[0]?.verdict?.meta).toEqual(meta);
  });
});

describe.each(emptyFrames)('the frame without a series in $file', ({ frame }) => {
  it('says why there is none, and draws as no data', () => {
    expect(frame.meta?.notices?.map(({ text }) => text).join()).toContain('no series');
    expect(readSeverity([frame]).kind).not.toBe('data');
  });
});

describe.each(alertFrames)('the alert frame in $file', ({ frame }) => {
  it('has the time and one numeric field, without holes', () => {
    expect(frame.fields.map(({ type }) => type)).toEqual([FieldType.time, FieldType.number]);
    expect(frame.fields[0]?.name).toBe('Time');
    expect(ALERT_OUTPUTS).toContain(frame.fields[1]?.name);
    expect(values(frame.fields[1])).not.toContain(null);
    expect(frame.fields[1]?.config.displayNameFromDS).toBe(frame.name);
    expect([frame.meta?.type, frame.meta?.typeVersion]).toEqual(['timeseries-multi', [0, 1]]);
  });
});

function explanation(): Record<Exclude<keyof SeismoMeta, 'together' | 'live'>, unknown> {
  const number = expect.any(Number);
  const text = expect.any(String);
  const nullOr = (shape: unknown) => ({ asymmetricMatch: (value: unknown) => value === null || matches(value, shape) });
  const each = (shape: unknown) => ({
    asymmetricMatch: (list: unknown) => Array.isArray(list) && list.every((one) => matches(one, shape)),
  });
  return {
    contractVersion: CONTRACT_VERSION,
    algorithm: text,
    preset: text,
    threshold: number,
    budget: nullOr(number),
    severityScheme: expect.toBeOneOf([...SEVERITY_SCHEMES]),
    direction: expect.toBeOneOf(['above', 'below', 'both']),
    timezone: text,
    intervalMs: number,
    historyMs: number,
    historyUsedMs: number,
    blockStartMs: number,
    season: nullOr({ mode: text, samples: number }),
    detectors: each({
      id: text,
      name: text,
      weight: number,
      parameters: expect.any(Object),
      state: expect.toBeOneOf(['voting', 'learning', 'dropped']),
      reason: nullOr(text),
    }),
    counts: expect.any(Object),
    events: each({
      fromMs: number,
      toMs: number,
      points: number,
      peakScore: number,
      peakMs: number,
      severity: expect.toBeOneOf([...SEVERITY_LEVELS]),
      value: number,
      expected: nullOr(number),
      deviation: nullOr(number),
      cause: nullOr(expect.toBeOneOf([...CAUSES])),
      causeSamples: nullOr(number),
      causeSize: nullOr(number),
      statistics: nullOr(expect.any(Object)),
      alarmsPerWeek: nullOr(number),
      phaseMs: number,
    }),
    excluded: each({ fromMs: number, toMs: number, report: expect.any(Boolean), learn: expect.any(Boolean) }),
    learning: nullOr({ seen: number, needed: number, leftMs: number }),
    thinned: nullOr({ from: number, to: number }),
    dropped: each({ what: text, count: number, why: text }),
  };
}

function matches(value: unknown, shape: unknown): boolean {
  try {
    expect(value).toEqual(shape);
    return true;
  } catch {
    return false;
  }
}

describe.each(panelFrames)('the causes in $file', ({ frame }) => {
  const meta = seismoMetaOf(frame.meta?.custom);
  const known: readonly string[] = CAUSES;

  it('are numbers that have a name', () => {
    const numbers = values(named(frame, CAUSE_FIELD)).filter((one) => one !== null);
    expect(numbers.filter((one) => CAUSES[one] === undefined)).toEqual([]);
  });

  it('are measured where one is told, and of as many samples as can be', () => {
    const samples = values(named(frame, MEASURE_FIELD.samples));
    const sizes = values(named(frame, MEASURE_FIELD.size));
    values(named(frame, CAUSE_FIELD)).forEach((cause, row) => {
      const isTold = typeof samples[row] === 'number';
      expect(isTold ? samples[row]! >= 1 && Number.isInteger(samples[row]) : sizes[row] === null, `row ${row}`).toBe(true);
      expect(!isTold || asCause(cause) !== null, `row ${row}`).toBe(true);
    });
  });

  it('are those of the statistics, whose scores go from 0 to 1', () => {
    for (const [name, score] of (meta?.events ?? []).flatMap(({ statistics }) => Object.entries(statistics ?? {}))) {
      expect(known).toContain(name);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
    }
  });
});

describe('the cause behind a number', () => {
  it.each([
    [1, 'spike'],
    [3, 'level_shift'],
    [9, 'range'],
    [0, null],
    [10, 'flat'],
    [11, null],
    [-1, null],
    [1.5, null],
    [null, null],
    ['1', null],
  ])('%s: %s', (number, cause) => {
    expect(asCause(number)).toBe(cause);
  });
});

describe('names of contribution fields', () => {
  it.each([
    ['contribution_cpu', 'cpu'],
    ['contribution_', ''],
    ['contribution', null],
    ['score_cpu', null],
  ])('%s: %s', (name, metric) => {
    expect(metricOfField(name)).toBe(metric);
  });
});

describe('the cause of a name', () => {
  it.each([
    ['level_shift', 'level_shift'],
    ['none', null],
    ['omen', null],
    [null, null],
    [undefined, null],
  ])('%s: %s', (name, cause) => {
    expect(namedCause(name)).toBe(cause);
  });
});

describe('names of detector fields', () => {
  it.each([
    ['score_z_score', 'z_score'],
    ['score', null],
    ['score_', null],
    ['value', null],
  ])('%s belongs to %s', (field, detector) => {
    expect(detectorOfField(field)).toBe(detector);
  });

  it('are made as they are read', () => {
    expect(detectorOfField(fieldOfDetector('isolation_forest'))).toBe('isolation_forest');
  });
});

describe('the explanation of a frame', () => {
  it.each([undefined, null, 1, 'seismo', {}, { seismo: null }, { seismo: {} }, { seismo: { contractVersion: '1' } }])(
    'is none in %j',
    (custom) => {
      expect(seismoMetaOf(custom)).toBeNull();
    }
  );
});
