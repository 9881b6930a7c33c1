/** Panel frames as the data source sends them: seeded, with anomalies, gaps, bands and four detectors. */
import { applyFieldOverrides, FieldType, toDataFrame, type DataFrame, type GrafanaTheme2 } from '@grafana/data';

import { CONTRACT_VERSION, FIELD } from '../../../frontend/contract/limits';
import { fieldOfDetector, type SeismoEvent, type SeismoMeta, type SeverityLevel, type SeismoCounts } from '../../../frontend/shared/contract';

import { seeded } from './random';

type Column = Array<number | null>;

/** The columns of one series, longer than what is shown, so that the window can move. */
export interface Track {
  name: string;
  columns: Record<string, Column>;
}

/** What stands in one frame: the same numbers for the panel and for uPlot. */
export interface Slice {
  name: string;
  times: number[];
  columns: Record<string, Column>;
}

export const SERIES = 20;
const INTERVAL_MS = 60_000;
const START_MS = Date.UTC(2026, 2, 1);
const DETECTORS = ['isolation_forest', 'lstm_autoencoder', 'z_score', 'seasonal_esd'] as const;
const THRESHOLD = 0.6;
/** The share of rows at which an incident begins, and of those at which a gap does. */
const INCIDENTS = 0.001;
const GAPS = 0.002;
const EARLY = 7;
/** As many as the backend lists in a frame. */
const MOST_EVENTS = 100;

/** Tracks of `rows` rows each. The same numbers in every run. */
export function makeTracks(rows: number, series = SERIES): Track[] {
  return Array.from({ length: series }, (_, place) => makeTrack(place, rows));
}

function makeTrack(place: number, rows: number): Track {
  const random = seeded(42 + place);
  const [isGap, incidentAt] = [gaps(random), incidents(random)];
  const names = [...Object.values(FIELD).filter((name) => name !== FIELD.time), ...DETECTORS.map(fieldOfDetector)];
  const columns: Record<string, Column> = Object.fromEntries(names.map((name) => [name, []]));
  const level = 20 * (place + 1);
  for (let row = 0; row < rows; row++) {
    const expected = level * (1 + 0.3 * Math.sin((2 * Math.PI * row) / 1440 + place));
    const sigma = level * 0.03;
    const incident = incidentAt(row);
    const noise = (random() + random() + random() - 1.5) * 1.4;
    const score = incident ? THRESHOLD + incident.level * 0.1 - 0.1 * random() : 0.35 * random();
    // As the members of the ensemble do: silent below their own threshold.
    const vote = () => {
      const confidence = Math.min(1, Math.max(0, score + (random() - 0.5) * 0.3));
      return confidence < THRESHOLD ? 0 : confidence;
    };
    const cells: Record<string, number> = {
      [FIELD.value]: expected + sigma * ((incident?.lift ?? 0) + noise),
      [FIELD.score]: score,
      [FIELD.severity]: incident?.level ?? 0,
      ...Object.fromEntries(DETECTORS.map((id) => [fieldOfDetector(id), vote()])),
    };
    const gap = isGap();
    Object.entries(cells).forEach(([name, cell]) => columns[name]!.push(gap ? null : cell));
    columns[FIELD.expected]!.push(expected);
    columns[FIELD.lower]!.push(expected - 3 * sigma);
    columns[FIELD.upper]!.push(expected + 3 * sigma);
  }
  return { name: `api-${String(place + 1).padStart(2, '0')}`, columns };
}

/** Whether the next row is missing: one to five rows at a time. */
function gaps(random: () => number): () => boolean {
  let left = 0;
  return () => {
    if (left === 0 && random() < GAPS) {
      left = 1 + Math.floor(random() * 5);
    }
    return left > 0 && left-- > 0;
  };
}

interface Incident {
  level: SeverityLevel;
  /** Above or below what is expected, in sigmas. */
  lift: number;
}

/** What is wrong with a row: for one to four rows at a time, and early once, so that the smallest frame has some. */
function incidents(random: () => number): (row: number) => Incident | null {
  let left = 0;
  let incident: Incident | null = null;
  return (row) => {
    if (left > 0) {
      left--;
    } else if (row === EARLY || random() < INCIDENTS) {
      const level = (1 + Math.floor(random() * 4)) as SeverityLevel;
      incident = { level, lift: (random() < 0.5 ? -1 : 1) * (3 + 2 * level) };
      left = Math.floor(random() * 4);
    } else {
      incident = null;
    }
    return incident;
  };
}

/** The rows from `first` on, in arrays of their own: whoever keeps something by array has to do its work again. */
export function sliceAt(tracks: Track[], first: number, rows: number): Slice[] {
  const times = Array.from({ length: rows }, (_, row) => START_MS + (first + row) * INTERVAL_MS);
  return tracks.map(({ name, columns }) => ({
    name,
    times: times.slice(),
    columns: Object.fromEntries(Object.entries(columns).map(([field, column]) => [field, column.slice(first, first + rows)])),
  }));
}

/** The slices as frames that have gone through what Grafana does before any panel sees them. */
export function framesOf(slices: Slice[], theme: GrafanaTheme2): DataFrame[] {
  return applyFieldOverrides({
    data: slices.map(frameOf),
    fieldConfig: { defaults: { unit: 'ms' }, overrides: [] },
    replaceVariables: (text) => text,
    theme,
    timeZone: 'utc',
  });
}

function frameOf(slice: Slice): DataFrame {
  const labels = { instance: slice.name };
  return toDataFrame({
    name: slice.name,
    refId: 'A',
    meta: { custom: { seismo: metaOf(slice) } },
    fields: [
      { name: FIELD.time, type: FieldType.time, values: slice.times },
      ...Object.entries(slice.columns).map(([name, values]) => ({
        name,
        type: FieldType.number,
        values,
        labels,
        config: name === FIELD.value ? { displayNameFromDS: slice.name } : {},
      })),
    ],
  });
}

function metaOf(slice: Slice): SeismoMeta {
  const { times } = slice;
  return {
    contractVersion: CONTRACT_VERSION,
    algorithm: 'classic-1',
    preset: 'classic',
    threshold: THRESHOLD,
    budget: null,
    severityScheme: 'four_level',
    direction: 'both',
    timezone: 'UTC',
    intervalMs: INTERVAL_MS,
    historyMs: 7 * 1440 * INTERVAL_MS,
    historyUsedMs: 7 * 1440 * INTERVAL_MS,
    blockStartMs: times[0]!,
    season: { mode: 'auto', samples: 1440 },
    detectors: DETECTORS.map((id) => ({ id, name: id, weight: 0.25, parameters: {}, state: 'voting', reason: null })),
    counts: countsOf(slice),
    events: eventsOf(slice).slice(-MOST_EVENTS),
    thinned: null,
    dropped: [],
  };
}

function countsOf({ times, columns }: Slice): SeismoCounts {
  const at = (level: number) => columns[FIELD.severity]!.filter((one) => one === level).length;
  const [low, medium, high, critical] = [at(1), at(2), at(3), at(4)];
  const gaps = columns[FIELD.value]!.filter((one) => one === null).length;
  const anomalies = low + medium + high + critical;
  return { points: times.length, scored: times.length - gaps, gaps, anomalies, low, medium, high, critical };
}

/** Anomalous rows that are at most two rows apart. */
function eventsOf({ times, columns }: Slice): SeismoEvent[] {
  const [value, expected, score, severity] = [FIELD.value, FIELD.expected, FIELD.score, FIELD.severity].map((name) => columns[name]!);
  const events: SeismoEvent[] = [];
  severity!.forEach((number, row) => {
    if (!number) {
      return;
    }
    const [timeMs, peak, level] = [times[row]!, score![row]!, number as SeverityLevel];
    const last = events.at(-1);
    const isGraver = !last || peak > last.peakScore;
    if (last && timeMs - last.toMs <= 2 * INTERVAL_MS) {
      Object.assign(last, { toMs: timeMs, points: last.points + 1, severity: Math.max(last.severity, level) });
      if (isGraver) {
        Object.assign(last, { peakScore: peak, peakMs: timeMs, value: value![row], expected: expected![row] });
      }
      return;
    }
    events.push({
      ...{ fromMs: timeMs, toMs: timeMs, points: 1, peakScore: peak, peakMs: timeMs, severity: level },
      ...{ value: value![row]!, expected: expected![row]!, deviation: 7.5, cause: null, statistics: null },
      ...{ alarmsPerWeek: 0.2, phaseMs: timeMs % 86_400_000 },
    });
  });
  return events;
}
