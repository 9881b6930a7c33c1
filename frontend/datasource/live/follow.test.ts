import { describe, expect, it, vi } from 'vitest';
import {
  dataFrameToJSON,
  LiveChannelConnectionState,
  LiveChannelEventType,
  LoadingState,
  toDataFrame,
  type DataFrame,
  type DataQueryRequest,
  type DataQueryResponse,
  type LiveChannelAddress,
  type LiveChannelEvent,
} from '@grafana/data';
import type { GrafanaLiveSrv } from '@grafana/runtime';
import { of, Subject, throwError, type Observable } from 'rxjs';

import type { SeismoQuery } from '../types';

import { goOn, inLiveMode, isLive } from './stream';
import { frameOf, messageOf, MINUTE, rowsBetween, seismoOf } from './testing';

const PATH = 'ab'.repeat(32);
const query: SeismoQuery = { refId: 'A', source: { kind: 'sample', metric: '', service: '' }, live: true };

/** The frame with a path, as the first frame of the backend's answer. */
function named(frame: DataFrame, path = PATH): DataFrame {
  return { ...frame, meta: { ...frame.meta, custom: { seismo: { ...frame.meta?.custom?.seismo, live: { path } } } } };
}

function requestOf(targets: SeismoQuery[] = [query], raw = { from: 'now-1h', to: 'now' }): DataQueryRequest<SeismoQuery> {
  const at = (minutes: number) => ({ valueOf: () => minutes * MINUTE });
  return { targets, range: { from: at(0), to: at(60), raw }, requestId: 'Q1', scopedVars: {} } as unknown as DataQueryRequest<SeismoQuery>;
}

/** A backend, one channel per path, and everything shown. */
function stage(answers: Array<Observable<DataQueryResponse>>, request = requestOf()) {
  const channels = new Map<string, Subject<LiveChannelEvent<unknown>>>();
  const opened: LiveChannelAddress[] = [];
  const asked: Array<DataQueryRequest<SeismoQuery>> = [];
  const live = {
    getStream: (address: LiveChannelAddress) => {
      opened.push(address);
      const channel = new Subject<LiveChannelEvent<unknown>>();
      channels.set(address.path, channel);
      return channel;
    },
  } as unknown as GrafanaLiveSrv;
  const shown: DataQueryResponse[] = [];
  const done = vi.fn();
  const subscription = goOn(request, {
    uid: 'uid',
    live,
    ask: (question) => {
      asked.push(question);
      return answers.shift() ?? throwError(() => new Error('asked too often'));
    },
    sent: (one) => ({ ...one, timezone: 'UTC' }),
  }).subscribe({ next: (answer) => shown.push(answer), complete: done });
  const channel = (path = PATH) => channels.get(path)!;
  return {
    opened,
    asked,
    shown,
    done,
    subscription,
    channel,
    status: (state: LiveChannelConnectionState, error?: unknown, path = PATH) =>
      channel(path).next({ type: LiveChannelEventType.Status, id: path, timestamp: 0, state, error }),
    send: (message: unknown, path = PATH) => channel(path).next({ type: LiveChannelEventType.Message, message }),
    rows: (from: number, to: number, afterMs: number | null, service = 'a', path = PATH) => {
      const looked = rowsBetween(Math.min(from, to - 10), to);
      const { frames, ...rest } = messageOf(rowsBetween(from, to), looked, afterMs, service);
      channel(path).next({ type: LiveChannelEventType.Message, message: { ...rest, error: undefined, frames: frames.map((frame) => dataFrameToJSON(frame)) } });
    },
    last: () => shown.at(-1)!,
    lengths: () => (shown.at(-1)!.data as DataFrame[]).map(({ length }) => length),
    notices: () => ((shown.at(-1)!.data as DataFrame[])[0]?.meta?.notices ?? []).map(({ text }) => text).join(),
  };
}

const { Connected, Disconnected } = LiveChannelConnectionState;
const first = () => of<DataQueryResponse>({ data: [named(frameOf(rowsBetween(0, 60)))], key: 'A' });

describe('a live request', () => {
  it.each([
    ['a range that ends now', requestOf(), true],
    ['a range that ended', requestOf([query], { from: 'now-2h', to: 'now-1h' }), false],
    ['a query that is hidden', requestOf([{ ...query, hide: true }]), false],
    ['a query that is not live', requestOf([{ ...query, live: false }]), false],
  ])('is one with %s', (_, request, want) => {
    expect(isLive(request)).toBe(want);
  });

  it('is one with every query where Explore is told to be live', () => {
    const plain = requestOf([{ ...query, live: undefined }]);
    expect(inLiveMode(plain)).toBe(plain);
    const told = inLiveMode({ ...plain, liveStreaming: true });
    expect([told.targets[0]?.live, isLive(told)]).toEqual([true, true]);
  });

  it('shows the answer, then rows as they come, without asking again', () => {
    const { opened, asked, shown, status, rows, last, lengths, subscription, channel, done } = stage([first()]);
    expect(opened).toEqual([
      { scope: 'ds', namespace: 'uid', stream: 'uid', path: PATH, data: { source: query.source, live: true, timezone: 'UTC' } },
    ]);
    expect(shown).toHaveLength(1);
    status(Connected);
    expect(last()).toMatchObject({ state: LoadingState.Streaming, key: 'A' });
    for (let now = 61; now <= 80; now++) {
      rows(now, now, (now - 1) * MINUTE);
      expect(lengths()).toEqual([61]);
      expect((last().data[0] as DataFrame).fields[0]!.values.at(-1)).toBe(now * MINUTE);
    }
    expect(asked).toHaveLength(1);
    expect(done).not.toHaveBeenCalled();
    expect(seismoOf(last().data[0] as DataFrame).counts.points).toBe(61);
    subscription.unsubscribe();
    expect(channel().observed).toBe(false);
  });

  it('ends with the answer where nothing is live', () => {
    for (const data of [[frameOf(rowsBetween(0, 5))], [], [named(frameOf([]), '')]]) {
      const { opened, done } = stage([of({ data })]);
      expect(opened).toEqual([]);
      expect(done).toHaveBeenCalledOnce();
    }
  });

  it('is not live where the query is larger than a subscription may be', () => {
    const large = { ...query, detection: { holidays: { ics: 'x'.repeat(61_000) } } };
    const { opened, done } = stage([first()], requestOf([large]));
    expect([opened.length, done.mock.calls.length]).toEqual([0, 1]);
  });

  it('asks once more when a message was missed, and loses no row that comes meanwhile', () => {
    const again = new Subject<DataQueryResponse>();
    const { asked, rows, lengths, status, last } = stage([first(), again]);
    status(Connected);
    rows(65, 65, 64 * MINUTE);
    expect(asked).toHaveLength(2);
    expect(asked[1]!.range.to.valueOf()).toBeGreaterThanOrEqual(65 * MINUTE);
    rows(66, 66, 65 * MINUTE);
    expect(asked).toHaveLength(2);
    again.next({ data: [named(frameOf(rowsBetween(5, 64)))] });
    again.complete();
    expect((last().data[0] as DataFrame).fields[0]!.values.slice(-3)).toEqual([64 * MINUTE, 65 * MINUTE, 66 * MINUTE]);
    rows(67, 67, 66 * MINUTE);
    expect(asked).toHaveLength(2);
    expect(lengths()[0]).toBeLessThanOrEqual(63);
  });

  it('says that the connection is lost, and fills the hole when it is back', () => {
    const { asked, status, last, notices, lengths } = stage([first(), of({ data: [named(frameOf(rowsBetween(10, 70)))] })]);
    status(Connected);
    status(Disconnected);
    expect(last().state).toBe(LoadingState.Done);
    expect(notices()).toContain('connection is lost');
    expect(lengths()).toEqual([61]);
    status(Connected);
    expect(asked).toHaveLength(2);
    expect(last().state).toBe(LoadingState.Streaming);
    expect(notices()).toBe('');
    expect((last().data[0] as DataFrame).fields[0]!.values.at(-1)).toBe(70 * MINUTE);
  });

  it('tells an error of the source, and goes on', () => {
    const { send, rows, status, notices, last } = stage([first()]);
    status(Connected);
    send({ frames: [], error: 'memory cannot be reached' });
    expect(notices()).toContain('memory cannot be reached');
    expect(last().state).toBe(LoadingState.Streaming);
    rows(61, 61, 60 * MINUTE);
    expect(notices()).toBe('');
  });

  it('says why it is refused, and keeps the answer', () => {
    const { status, notices, last, lengths } = stage([first()]);
    status(Disconnected, { message: 'permission denied' });
    expect(notices()).toContain('permission denied');
    expect([last().state, lengths()]).toEqual([LoadingState.Done, [61]]);
  });

  it('follows the new path when the settings were changed', () => {
    const other = 'cd'.repeat(32);
    const { asked, send, opened, status, rows, channel, last } = stage([first(), of({ data: [named(frameOf(rowsBetween(0, 60)), other)] })]);
    status(Connected);
    send({ frames: [], error: 'settings have changed', stale: true });
    expect(asked).toHaveLength(2);
    expect(opened.map(({ path }) => path)).toEqual([PATH, other]);
    expect(channel().observed).toBe(false);
    status(Connected, undefined, other);
    rows(61, 61, 60 * MINUTE, 'a', other);
    expect((last().data[0] as DataFrame).fields[0]!.values.at(-1)).toBe(61 * MINUTE);
  });

  it('shows what there is when asking again fails', () => {
    const { status, notices, lengths } = stage([first(), of({ data: [], errors: [{ message: 'too much' }] })]);
    status(Connected);
    status(Disconnected);
    status(Connected);
    expect(notices()).toContain('too much');
    expect(lengths()).toEqual([61]);
  });

  it('keeps what the answer said as a whole, also when its first series goes', () => {
    const frame = named(frameOf(rowsBetween(0, 60)));
    frame.meta!.notices = [{ severity: 'info', text: 'short history' }];
    const { rows, notices, last } = stage([of({ data: [frame] })]);
    rows(130, 131, 60 * MINUTE, 'b');
    expect((last().data as DataFrame[]).map(({ name }) => name)).toEqual(['b']);
    expect(notices()).toBe('short history');
  });

  it('begins with an answer that has no series yet', () => {
    const empty = named(toDataFrame({ refId: 'A', fields: [] }));
    const { rows, lengths } = stage([of({ data: [empty] })]);
    rows(61, 62, 60 * MINUTE);
    expect(lengths()).toEqual([2]);
  });

  it('gives each query of a request a stream of its own, and leaves the others where they are', () => {
    const other = 'cd'.repeat(32);
    const still = { ...frameOf(rowsBetween(0, 3)), refId: 'B' };
    const third = { ...named(frameOf(rowsBetween(0, 60)), other), refId: 'C' };
    const { opened, rows, last } = stage(
      [of({ data: [named(frameOf(rowsBetween(0, 60))), still, third] })],
      requestOf([query, { ...query, refId: 'B', live: undefined }, { ...query, refId: 'C' }])
    );
    expect(opened.map(({ path }) => path)).toEqual([PATH, other]);
    rows(61, 62, 60 * MINUTE, 'a', other);
    const shape = () => (last().data as DataFrame[]).map((frame) => [frame.refId, frame.fields[0]!.values.at(-1) / MINUTE]);
    expect(shape()).toEqual([['A', 60], ['B', 3], ['C', 62]]);
    rows(61, 61, 60 * MINUTE);
    expect(shape()).toEqual([['A', 61], ['B', 3], ['C', 62]]);
  });

  it('asks again, which thins it, when an answer has grown by thousands of rows', () => {
    const { asked, rows } = stage([first(), first()], requestOf([query], { from: '2026-01-01', to: 'now' }));
    rows(61, 5_000, 60 * MINUTE);
    expect(asked).toHaveLength(1);
    rows(5_001, 5_100, 5_000 * MINUTE);
    expect(asked).toHaveLength(2);
  });
});
