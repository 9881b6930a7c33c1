import { describe, expect, it } from 'vitest';

import type { SeismoEvent } from '../../shared/contract';

import { mergeFrames } from './merge';
import { countsOf, eventsOf, frameOf, messageOf, MINUTE, rowsBetween, seismoOf, type Row } from './testing';

const FOREVER = { keepFromMs: -Infinity };

function cells(rows: Row[]) {
  return rows.map(({ at, value, severity }) => [at, value, severity]);
}

function cellsOf(frame: ReturnType<typeof frameOf>) {
  const [time, value, , , , , severity] = frame.fields.map((field) => field.values as Array<number | null>);
  return time!.map((ms, row) => [ms! / MINUTE, value![row], severity![row]]);
}

function shape({ fromMs, toMs, points, peakMs, peakScore, severity, value }: SeismoEvent) {
  return { fromMs, toMs, points, peakMs, peakScore, severity, value };
}

describe('a message under an answer', () => {
  it('gives the frame that a query would have given, row by row, count by count and event by event', () => {
    const length = 120;
    let frames = [frameOf(rowsBetween(0, length))];
    for (let now = length + 1; now < 260; now++) {
      const looked = rowsBetween(now - 10, now);
      frames = mergeFrames(frames, messageOf(looked.slice(-1), looked, (now - 1) * MINUTE), {
        keepFromMs: (now - length) * MINUTE,
        coveredToMs: (now - 1) * MINUTE,
      });
      const want = rowsBetween(now - length, now);
      expect(frames).toHaveLength(1);
      expect(cellsOf(frames[0]!)).toEqual(cells(want));
      expect(seismoOf(frames[0]!).counts).toEqual(countsOf(want));
      const [got, wanted] = [seismoOf(frames[0]!).events, eventsOf(want)];
      expect(got.map(shape)).toEqual(wanted.map(shape));
      // If the range cuts an event, nothing explains the peak that is left.
      expect(got.slice(1)).toEqual(wanted.slice(1));
    }
  });

  it('replaces rows that came late, and counts them once', () => {
    const truth = rowsBetween(0, 40);
    const early = truth.map((row) => (row.at >= 33 && row.at % 2 ? { ...row, value: null, score: null, severity: null } : row));
    const late = truth.filter((row, i) => row.value !== early[i]!.value);
    expect(late.length).toBeGreaterThan(1);
    const [frame] = mergeFrames([frameOf(early)], messageOf(late, truth.slice(30), null), {
      ...FOREVER,
      coveredToMs: 40 * MINUTE,
    });
    expect(cellsOf(frame!)).toEqual(cells(truth));
    expect(seismoOf(frame!).counts).toEqual(countsOf(truth));
    expect(seismoOf(frame!).events).toEqual(eventsOf(truth));
  });

  it('fills a hole in the middle without doubling a row', () => {
    const truth = rowsBetween(0, 20);
    const holed = truth.filter(({ at }) => at < 5 || at > 9);
    const [frame] = mergeFrames([frameOf(holed)], messageOf(truth.slice(4, 12), truth.slice(4, 12), null), {
      ...FOREVER,
      coveredToMs: 4 * MINUTE,
    });
    expect(cellsOf(frame!)).toEqual(cells(truth));
  });

  it('keeps the columns of a frame, their types, labels and settings, and changes nothing in place', () => {
    const frame = frameOf(rowsBetween(0, 5));
    frame.fields[1]!.config = { displayNameFromDS: 'one', unit: 'ms' };
    const before = JSON.stringify(frame);
    const message = messageOf(rowsBetween(6, 6), rowsBetween(0, 6), null);
    message.frames[0]!.fields.splice(2, 1);
    const [merged] = mergeFrames([frame], message, { ...FOREVER, coveredToMs: 5 * MINUTE });
    expect(JSON.stringify(frame)).toBe(before);
    expect(merged!.fields.map(({ name, type, config, labels }) => [name, type, config, labels])).toEqual(
      frame.fields.map(({ name, type, config, labels }) => [name, type, config, labels])
    );
    expect(merged!.length).toBe(7);
    expect(merged!.fields.every(({ values }) => values.length === 7)).toBe(true);
    expect(merged!.fields[2]!.values.at(-1)).toBeNull();
  });

  it('gives a new column gaps where there was none, such as a detector that begins to vote', () => {
    const message = messageOf(rowsBetween(6, 6), rowsBetween(0, 6), null);
    const vote = { ...message.frames[0]!.fields[1]!, name: 'score_z_score', values: [0.4] };
    message.frames[0]!.fields.push(vote);
    const [merged] = mergeFrames([frameOf(rowsBetween(4, 5))], message, { ...FOREVER, coveredToMs: 5 * MINUTE });
    expect(merged!.fields.at(-1)).toMatchObject({ name: 'score_z_score', values: [null, null, 0.4] });
  });

  it('adds a series that was not there, and lets one go that has left the range', () => {
    const frames = [frameOf(rowsBetween(0, 5), 'old'), frameOf(rowsBetween(4, 9), 'stays')];
    const merged = mergeFrames(frames, messageOf(rowsBetween(9, 10), rowsBetween(9, 10), null, 'new'), {
      keepFromMs: 7 * MINUTE,
      coveredToMs: 9 * MINUTE,
    });
    expect(merged.map(({ name, length }) => [name, length])).toEqual([
      ['stays', 3],
      ['new', 2],
    ]);
    expect(seismoOf(merged[0]!).counts).toEqual(countsOf(rowsBetween(7, 9)));
  });

  it('tells series of one name apart by their labels', () => {
    const named = (service: string) => ({ ...frameOf(rowsBetween(0, 1), service), name: 'same' });
    const message = messageOf(rowsBetween(2, 2), rowsBetween(0, 2), null, 'b');
    message.frames[0]!.name = 'same';
    const merged = mergeFrames([named('a'), named('b')], message, { ...FOREVER, coveredToMs: MINUTE });
    expect(merged.map(({ length }) => length)).toEqual([2, 3]);
  });

  it('keeps the name that the answer gave a series, whatever a message with fewer series calls it', () => {
    const named = (name: string, rows: Row[]) => {
      const frame = frameOf(rows);
      const fields = frame.fields.map((field) => ({ ...field, config: { displayNameFromDS: `${name} ${field.name}` } }));
      return { ...frame, name, fields };
    };
    const message = messageOf(rowsBetween(6, 6), rowsBetween(0, 6), null);
    const rows = named('up{service="a"}', rowsBetween(6, 6));
    const vote = { ...rows.fields[1]!, name: 'score_z_score', config: { displayNameFromDS: 'up{service="a"} Z-score' } };
    const merged = mergeFrames([named('a', rowsBetween(0, 5))], { ...message, frames: [{ ...rows, fields: [...rows.fields, vote] }] }, { ...FOREVER, coveredToMs: 5 * MINUTE });
    expect(merged.map(({ name, length }) => [name, length])).toEqual([['a', 7]]);
    const names = merged[0]!.fields.map(({ config }) => config.displayNameFromDS);
    expect([names[1], names.at(-1)]).toEqual(['a value', 'a Z-score']);
  });

  it('tells the cause of an event from all its rows, old and new', () => {
    const causes = [0, 1, 3, 3];
    const rows: Row[] = causes.map((cause, at) => ({ at, value: at, score: cause ? 0.7 : 0.1, severity: cause ? 1 : 0 }));
    const withCauses = (frame: ReturnType<typeof frameOf>, from: number) => {
      const cause = { ...frame.fields[1]!, name: 'cause', values: causes.slice(from, from + frame.length) };
      return { ...frame, fields: [...frame.fields, cause] };
    };
    const frame = withCauses(frameOf(rows.slice(0, 2)), 0);
    seismoOf(frame).events[0]!.cause = 'spike';
    const message = messageOf(rows.slice(2), rows, MINUTE);
    const [merged] = mergeFrames([frame], { ...message, frames: [withCauses(message.frames[0]!, 2)] }, { ...FOREVER, coveredToMs: MINUTE });
    expect(seismoOf(merged!).events).toMatchObject([{ fromMs: MINUTE, toMs: 3 * MINUTE, points: 3, peakMs: MINUTE, cause: 'level_shift' }]);
  });

  it('says nothing of a frame that has no explanation, and draws its rows', () => {
    const plain = { ...frameOf(rowsBetween(0, 3)), meta: undefined };
    const [merged] = mergeFrames([plain], messageOf(rowsBetween(4, 4), rowsBetween(0, 4), null), { ...FOREVER, coveredToMs: 0 });
    expect(merged!.length).toBe(5);
    expect(merged!.meta).toBeUndefined();
  });

  it('keeps counting a thinned frame, whose anomalous rows are all there', () => {
    const all = rowsBetween(0, 600);
    const thin = (rows: Row[]) => rows.filter(({ at, severity }) => severity || at % 5 === 0 || at === 600);
    const looked = rowsBetween(591, 601);
    const [merged] = mergeFrames([frameOf(thin(all), 'a', all)], messageOf(looked, looked, null), {
      keepFromMs: 100 * MINUTE,
      coveredToMs: 600 * MINUTE,
    });
    const want = countsOf(rowsBetween(100, 601));
    const { points, anomalies, low, medium, high, critical } = seismoOf(merged!).counts;
    expect({ points, anomalies, low, medium, high, critical }).toEqual({
      points: want.points,
      anomalies: want.anomalies,
      low: want.low,
      medium: want.medium,
      high: want.high,
      critical: want.critical,
    });
    expect(seismoOf(merged!).thinned).toEqual({ from: want.points, to: merged!.length });
  });

  it('counts rows of windows that are not reported apart', () => {
    const frame = frameOf(rowsBetween(0, 3));
    const message = messageOf(rowsBetween(4, 5).map((row) => ({ ...row, value: 1 })), rowsBetween(3, 5), null);
    seismoOf(message.frames[0]!).excluded = [{ fromMs: 5 * MINUTE, toMs: 9 * MINUTE, report: false, learn: true }];
    const [merged] = mergeFrames([frame], message, { ...FOREVER, coveredToMs: 3 * MINUTE });
    expect(seismoOf(merged!).counts.excluded).toBe(1);
    expect(seismoOf(merged!).excluded).toHaveLength(1);
  });

  it('takes an empty message for what it is', () => {
    const frames = [frameOf(rowsBetween(0, 3))];
    const message = { ...messageOf([], rowsBetween(0, 3), null), frames: [] };
    expect(mergeFrames(frames, message, { ...FOREVER, coveredToMs: 0 })[0]).toBe(frames[0]);
    expect(mergeFrames([], message, { ...FOREVER, coveredToMs: 0 })).toEqual([]);
  });
});
