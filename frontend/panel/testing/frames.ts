/** Frames like those of the data source, made by hand. */
import { FieldType, toDataFrame, type DataFrame, type FieldConfig } from '@grafana/data';

import { CAUSE_FIELD, CONTRACT_VERSION, MEASURE_FIELD } from '../../contract/limits';
import { fieldOfDetector, type SeismoEvent, type SeismoMeta } from '../../shared/contract';

const START_MS = Date.UTC(2025, 5, 2, 14, 0, 0);
export const MINUTE_MS = 60_000;

type Numbers = Array<number | null>;

export interface FrameRows {
  name?: string;
  value: Numbers;
  score: Numbers;
  severity: Numbers;
  expected?: Numbers;
  lower?: Numbers;
  upper?: Numbers;
  votes?: Record<string, Numbers>;
  cause?: Numbers;
  /** The measurements of the cause; older frames have none. */
  measure?: { samples: Numbers; size: Numbers };
  contributions?: Record<string, Numbers>;
  config?: FieldConfig;
}

/** The time of a row. */
export function minute(row: number): number {
  return START_MS + row * MINUTE_MS;
}

/** A panel frame with one row per minute. */
export function seismoFrame(rows: FrameRows, meta: Partial<SeismoMeta> | null = {}): DataFrame {
  const { name = 'api', value, score, severity, votes = { z_score: score }, config } = rows;
  const expected = rows.expected ?? value.map(() => 10);
  const columns: Record<string, Numbers> = {
    expected,
    lower: rows.lower ?? expected.map((one) => (one === null ? null : one - 3)),
    upper: rows.upper ?? expected.map((one) => (one === null ? null : one + 3)),
    score,
    severity,
    ...Object.fromEntries(Object.entries(votes).map(([id, confidence]) => [fieldOfDetector(id), confidence])),
    ...(rows.cause ? { [CAUSE_FIELD]: rows.cause } : {}),
    ...(rows.measure ? { [MEASURE_FIELD.samples]: rows.measure.samples, [MEASURE_FIELD.size]: rows.measure.size } : {}),
    ...Object.fromEntries(Object.entries(rows.contributions ?? {}).map(([metric, share]) => [`contribution_${metric}`, share])),
  };
  const labels = { instance: name };
  return toDataFrame({
    name,
    refId: 'A',
    meta: meta ? { custom: { seismo: seismoMeta(rows, meta) } } : undefined,
    fields: [
      { name: 'time', type: FieldType.time, values: value.map((_, row) => minute(row)) },
      { name: 'value', type: FieldType.number, values: value, labels, config: { displayNameFromDS: name, ...config } },
      ...Object.entries(columns).map(([field, values]) => ({ name: field, type: FieldType.number, values, labels })),
    ],
  });
}

/** An event of one row, with an explanation. */
export function seismoEvent(row: number, given: Partial<SeismoEvent> = {}): SeismoEvent {
  return {
    fromMs: minute(row),
    toMs: minute(row),
    points: 1,
    peakScore: 0.93,
    peakMs: minute(row),
    severity: 4,
    value: 14,
    expected: 10,
    deviation: 4,
    cause: 'level_shift',
    statistics: { spike: 0.41, season: 0.88, level_shift: 0.93, drift: 0.5, variance_up: 0.1 },
    alarmsPerWeek: 0.2,
    phaseMs: 14 * 60 * MINUTE_MS,
    ...given,
  };
}

/** A time series of any other data source. */
export function plainFrame(values: unknown[], type: FieldType = FieldType.number): DataFrame {
  return toDataFrame({
    name: 'plain',
    refId: 'B',
    fields: [
      { name: 'Time', type: FieldType.time, values: values.map((_, row) => minute(row)) },
      { name: 'Value', type, values },
    ],
  });
}

function seismoMeta({ value, score, severity, expected, votes = { z_score: score } }: FrameRows, given: Partial<SeismoMeta>): SeismoMeta {
  const rowsOf = (level: number) => severity.filter((one) => one === level).length;
  const [low, medium, high, critical] = [rowsOf(1), rowsOf(2), rowsOf(3), rowsOf(4)];
  const ids = Object.keys(votes);
  return {
    contractVersion: CONTRACT_VERSION,
    algorithm: 'classic-1',
    preset: 'classic',
    threshold: 0.6,
    budget: null,
    severityScheme: 'four_level',
    direction: 'both',
    timezone: 'UTC',
    intervalMs: MINUTE_MS,
    historyMs: 7 * 24 * 60 * MINUTE_MS,
    historyUsedMs: 7 * 24 * 60 * MINUTE_MS,
    blockStartMs: START_MS,
    season: { mode: 'auto', samples: 24 },
    detectors: ids.map((id) => ({
      id,
      name: id === 'z_score' ? 'Z-score' : id,
      weight: 1 / ids.length,
      parameters: {},
      state: 'voting',
      reason: null,
    })),
    counts: {
      points: value.length,
      scored: score.filter((one) => one !== null).length,
      gaps: value.filter((one) => one === null).length,
      anomalies: low + medium + high + critical,
      low,
      medium,
      high,
      critical,
    },
    events: eventsAmong({ value, score, severity, expected }),
    thinned: null,
    dropped: [],
    ...given,
  };
}

/** Anomalous rows that are at most two rows apart, joined as in the backend. */
function eventsAmong({ value, score, severity, expected }: Pick<FrameRows, 'value' | 'score' | 'severity' | 'expected'>): SeismoEvent[] {
  const events: SeismoEvent[] = [];
  severity.forEach((level, row) => {
    if (!level) {
      return;
    }
    const last = events[events.length - 1];
    const joined = last !== undefined && minute(row) - last.toMs <= 2 * MINUTE_MS;
    const event = joined ? last : { fromMs: minute(row), toMs: 0, points: 0, peakScore: -1, peakMs: 0, severity: 1 as const, value: 0, expected: null };
    if (!joined) {
      events.push(event);
    }
    Object.assign(event, { toMs: minute(row), points: event.points + 1, severity: Math.max(event.severity, level) });
    if ((score[row] ?? 0) > event.peakScore) {
      Object.assign(event, { peakScore: score[row], peakMs: minute(row), value: value[row], expected: expected ? expected[row] : 10 });
    }
  });
  return events;
}
