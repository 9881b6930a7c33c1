import { dataFrameFromJSON, type DataFrame, type DataFrameJSON } from '@grafana/data';
import { describe, expect, it } from 'vitest';

import golden from '../../../tests/contract/live.json';
import { seismoMetaOf } from '../../shared/contract';

import { mergeFrames } from './merge';
import { readMessage } from './message';
import { timesOf } from './rows';

const [before, after] = [golden.before, golden.after].map((frames) => frames.map((frame) => dataFrameFromJSON(frame as DataFrameJSON)));

describe('an answer and a message of the backend', () => {
  const message = readMessage(golden.message)!;
  const merged = mergeFrames(before!, message, { keepFromMs: timesOf(after![0]!)[0]!, coveredToMs: message.afterMs! });

  it('make the next answer: the same rows', () => {
    expect(merged.map(cells)).toEqual(after!.map(cells));
    expect(merged.map(cells)).not.toEqual(before!.map(cells));
  });

  it('make the next answer: the same counts and events', () => {
    const told = (frame: DataFrame) => {
      const meta = seismoMetaOf(frame.meta?.custom);
      return { counts: meta?.counts, events: meta?.events.map(({ fromMs, toMs, points, peakMs, severity }) => ({ fromMs, toMs, points, peakMs, severity })) };
    };
    expect(merged.map(told)).toEqual(after!.map(told));
  });
});

function cells(frame: DataFrame) {
  return frame.fields.map(({ name, labels, values }) => ({ name, labels, values: Array.from(values as ArrayLike<unknown>) }));
}
