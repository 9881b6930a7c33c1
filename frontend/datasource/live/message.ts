/** The messages on the channel of a live query, as defined in DESIGN.md. */
import { dataFrameFromJSON, type DataFrame, type DataFrameJSON } from '@grafana/data';

import { isRecord } from '../../shared/json';

export interface LiveMessage {
  /** The rows that are new or have changed. */
  frames: DataFrame[];
  /** The first and the last checked instant; null without rows. */
  fromMs: number | null;
  toMs: number | null;
  /** The end of the message before; null if there was none. */
  afterMs: number | null;
  /** The error, if there are no rows. */
  error: string | null;
  /** Whether the path no longer fits the data source's settings. */
  stale: boolean;
}

/** Null for anything but a message, such as the empty one that opens a channel. */
export function readMessage(sent: unknown): LiveMessage | null {
  if (!isRecord(sent) || !Array.isArray(sent.frames)) {
    return null;
  }
  return {
    frames: sent.frames.filter(isFrame).map((frame) => dataFrameFromJSON(frame)),
    fromMs: numberOf(sent.fromMs),
    toMs: numberOf(sent.toMs),
    afterMs: numberOf(sent.afterMs),
    error: typeof sent.error === 'string' ? sent.error : null,
    stale: sent.stale === true,
  };
}

function isFrame(frame: unknown): frame is DataFrameJSON {
  return isRecord(frame) && isRecord(frame.schema) && isRecord(frame.data) && Array.isArray(frame.data.values);
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
