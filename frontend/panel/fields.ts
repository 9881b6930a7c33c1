/** Reads frames into typed series, or returns why it cannot. Pure: no theme, no clock, no React. */
import { FieldType, getFieldDisplayName, type DataFrame, type Field } from '@grafana/data';

import { CAUSE_FIELD, CONTRACT_VERSION, FIELD, MEASURE_FIELD } from '../contract/limits';
import { seismoMetaOf, type SeismoMeta } from '../shared/contract';

import { columnOf, instantOf, instantsOf, rowOrder, timesOf } from './columns';
import { isEventsFrame, readEvents } from './events/frame';
import { isHiddenFrom } from './fieldConfig';
import { extentOf } from './levels';
import { isScored, type Problem, type SeverityData, type SeveritySeries } from './model';
import { tellApart } from './names';
import { KNOWN, standingsOf } from './standing';
import { readVerdict } from './verdict';

/** Reads every frame, and keeps every series: each view limits its own number. */
export function readSeverity(frames: DataFrame[]): SeverityData | Problem {
  const { series, skipped, hidden } = readFrames(frames.filter((frame) => frame.fields.length > 0 && !isEventsFrame(frame)), frames);
  const reported = readEvents(frames);
  if (series.length === 0 && !reported) {
    const nothing: Problem = hidden > 0 ? { kind: 'hidden', count: hidden } : { kind: 'no-data' };
    return skipped.find((problem) => problem.kind !== 'no-data') ?? nothing;
  }
  const schemes = new Set([...series.filter(isScored).map(({ verdict }) => verdict.scheme), ...(reported ?? []).map(({ scheme }) => scheme)]);
  return {
    kind: 'data',
    series,
    reported,
    scheme: schemes.size === 1 ? [...schemes][0]! : 'four_level',
    skipped: skipped.filter((problem) => problem.kind !== 'no-data'),
  };
}

/** `all` are the frames whose names must differ from each other. */
function readFrames(frames: DataFrame[], all: DataFrame[]): { series: SeveritySeries[]; skipped: Problem[]; hidden: number } {
  const series: SeveritySeries[] = [];
  const skipped: Problem[] = [];
  const seen = new Map<string, number>();
  for (const frame of frames) {
    const read = readFrame(frame, all);
    if (!Array.isArray(read)) {
      skipped.push(read);
      continue;
    }
    series.push(...read);
  }
  // A hidden series keeps its name, and so do the others.
  const names = tellApart(series.map(({ name, refId, field }) => ({ name, refId, labels: field.labels })));
  const shown = series
    .map((one, i) => ({ ...one, name: names[i]! }))
    .filter(({ field }) => !isHiddenFrom(field, 'viz'))
    .map((one) => withUniqueId(one, seen));
  const standings = standingsOf(shown);
  return { series: shown.map((one, i) => ({ ...one, standing: standings[i]! })), skipped, hidden: series.length - shown.length };
}

function readFrame(frame: DataFrame, frames: DataFrame[]): SeveritySeries[] | Problem {
  const meta = seismoMetaOf(frame.meta?.custom);
  if (meta && meta.contractVersion > CONTRACT_VERSION) {
    return { kind: 'newer-contract', version: meta.contractVersion };
  }
  const time = frame.fields.find((field) => field.type === FieldType.time);
  if (!time) {
    return { kind: 'no-time', frame: nameOf(frame), candidate: timelike(frame)?.name ?? null };
  }
  const numbers = frame.fields.filter(({ type }) => type === FieldType.number || type === FieldType.boolean);
  if (numbers.length === 0) {
    return { kind: 'no-number', frame: nameOf(frame) };
  }
  if (time.values.length === 0) {
    return { kind: 'no-data' };
  }
  const instants = instantsOf(time);
  const order = rowOrder(instants);
  const times = timesOf(instants, order);
  if (times.length === 0) {
    return { kind: 'no-time', frame: nameOf(frame), candidate: null };
  }
  const value = numbers.find((field) => field.name === FIELD.value);
  const verdict = value ? readVerdict(numbers, times, columnOf(value, order), order, meta) : null;
  const drawn = value && verdict ? [value] : withoutCause(numbers, meta);
  return drawn.map((field) => {
    const values = columnOf(field, order);
    const name = getFieldDisplayName(field, frame, frames);
    return {
      id: name,
      name,
      refId: frame.refId ?? '',
      field,
      times,
      values,
      order,
      extent: extentOf([values, verdict?.expected, verdict?.lower, verdict?.upper]),
      verdict,
      standing: KNOWN,
    };
  });
}

/** A field with times of another type, as in tables and CSV files. */
function timelike(frame: DataFrame): Field | undefined {
  const texts = frame.fields.filter(({ type }) => type === FieldType.string || type === FieldType.other);
  return (
    texts.find(({ values }) => instantOf(values.find((value) => value !== null)) !== null) ??
    frame.fields.find(({ name, type }) => type === FieldType.number && /^(time|timestamp|date)$/i.test(name))
  );
}

/**
 * Leaves out causes, which are numbers of names, and their measurements, whose units change: a line through them would
 * be meaningless. Frames of other sources may use these names for something else.
 */
function withoutCause(numbers: Field[], meta: SeismoMeta | null): Field[] {
  const others = numbers.filter(({ name }) => ![CAUSE_FIELD, ...Object.values<string>(MEASURE_FIELD)].includes(name));
  return meta && others.length > 0 ? others : numbers;
}

function nameOf(frame: DataFrame): string {
  return frame.name ?? frame.refId ?? '';
}

function withUniqueId(series: SeveritySeries, seen: Map<string, number>): SeveritySeries {
  const count = (seen.get(series.id) ?? 0) + 1;
  seen.set(series.id, count);
  return count === 1 ? series : { ...series, id: `${series.id} #${count}` };
}

/** The row at a time; null if the series has none. */
export function rowAt(series: { times: number[] }, timeMs: number): number | null {
  let low = 0;
  let high = series.times.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const time = series.times[middle]!;
    if (time === timeMs) {
      return middle;
    }
    if (time < timeMs) {
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return null;
}
