/** Reads the columns of a panel frame that describe its rows. */
import { FieldType, type DataFrame, type Field } from '@grafana/data';

import { CAUSE_FIELD, FIELD, MEASURE_FIELD } from '../../contract/limits';


export type Cell = number | null | undefined;

export interface Rows {
  /** Ascending, in ms. */
  times: number[];
  value: Cell[];
  expected: Cell[];
  lower: Cell[];
  upper: Cell[];
  score: Cell[];
  severity: Cell[];
  cause: Cell[];
  causeSamples: Cell[];
  causeSize: Cell[];
}

export function timeField(frame: DataFrame): Field<number> | undefined {
  return frame.fields.find((field) => field.type === FieldType.time);
}

/** The times of a frame's rows; empty if it has none. */
export function timesOf(frame: DataFrame): number[] {
  return timeField(frame)?.values ?? [];
}

export function rowsOf(frame: DataFrame): Rows {
  const column = (name: string): Cell[] => frame.fields.find((field) => field.name === name)?.values ?? [];
  return {
    times: timesOf(frame),
    value: column(FIELD.value),
    expected: column(FIELD.expected),
    lower: column(FIELD.lower),
    upper: column(FIELD.upper),
    score: column(FIELD.score),
    severity: column(FIELD.severity),
    cause: column(CAUSE_FIELD),
    causeSamples: column(MEASURE_FIELD.samples),
    causeSize: column(MEASURE_FIELD.size),
  };
}

/** The newest row of all frames; null if there are none. */
export function newestOf(frames: DataFrame[]): number | null {
  return frames.reduce<number | null>((newest, frame) => {
    const last = timesOf(frame).at(-1);
    return last !== undefined && (newest === null || last > newest) ? last : newest;
  }, null);
}
