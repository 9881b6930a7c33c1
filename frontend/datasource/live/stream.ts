/** A request whose answers continue, each live query on its own channel. */
import {
  dateTime,
  LiveChannelScope,
  LoadingState,
  type DataFrame,
  type DataQueryRequest,
  type DataQueryResponse,
  type DateTime,
  type LiveChannelAddress,
  type TimeRange,
} from '@grafana/data';
import type { GrafanaLiveSrv } from '@grafana/runtime';
import { map, merge, of, scan, startWith, switchMap, type Observable } from 'rxjs';

import type { SeismoQuery } from '../types';

import { follow, pathOf, type Answer, type Followed } from './follow';

/**
 * Largest size of a subscription's data, in characters: Grafana closes a connection that receives more than 64 KiB at
 * once.
 */
const MOST_DATA = 60_000;

/** The functions of the data source that a live request needs. */
export interface Source {
  uid: string;
  live: GrafanaLiveSrv;
  /** Sends the request to the backend, once. */
  ask: (request: DataQueryRequest<SeismoQuery>) => Observable<DataQueryResponse>;
  /** The query as it is sent to the backend. */
  sent: (query: SeismoQuery) => SeismoQuery;
}

/** Explore has its own live button, which makes every query live. */
export function inLiveMode(request: DataQueryRequest<SeismoQuery>): DataQueryRequest<SeismoQuery> {
  return request.liveStreaming ? { ...request, targets: request.targets.map((query) => ({ ...query, live: true })) } : request;
}

/** Whether a request can be live: only a range that ends now has a future. */
export function isLive({ targets, range, rangeRaw }: DataQueryRequest<SeismoQuery>): boolean {
  return targets.some((query) => query.live === true && !query.hide) && (rangeRaw ?? range?.raw)?.to === 'now';
}

/** The answer, then the answer with new rows, until it is unsubscribed. Without live queries it completes. */
export function goOn(request: DataQueryRequest<SeismoQuery>, source: Source): Observable<DataQueryResponse> {
  const begun = Date.now();
  return source.ask(request).pipe(
    switchMap((answer) => {
      const queries = request.targets.flatMap((query) => {
        const rows = followed(query, answer, { request, source, begun });
        return rows ? [rows.pipe(map((now) => ({ refId: query.refId, now })))] : [];
      });
      if (queries.length === 0) {
        return of(answer);
      }
      return merge(...queries).pipe(
        scan((newest, { refId, now }) => new Map(newest).set(refId, now), new Map<string, Followed>()),
        map((newest) => joined(answer, newest)),
        startWith(answer)
      );
    })
  );
}

interface Asked {
  request: DataQueryRequest<SeismoQuery>;
  source: Source;
  /** The time of the request, on this machine's clock. */
  begun: number;
}

/** The continued rows of one query; null if it is not live. */
function followed(query: SeismoQuery, answer: DataQueryResponse, { request, source, begun }: Asked): Observable<Followed> | null {
  const first = answerOf(query.refId, answer, request.range);
  const data = subscriptionData(source.sent(query));
  if (query.live !== true || pathOf(first.frames) === null || JSON.stringify(data).length > MOST_DATA) {
    return null;
  }
  return follow(first, {
    open: (path) => source.live.getStream(addressOf(source.uid, path, data)),
    ask: (toMs) => {
      const passed = Math.max(0, Date.now() - begun, toMs - request.range.to.valueOf());
      const range = laterRange(request.range, passed);
      const asked = source.ask({ ...request, targets: [query], range });
      return asked.pipe(map((renewed) => answerOf(query.refId, orThrow(renewed), range)));
    },
  });
}

function answerOf(refId: string, { data }: DataQueryResponse, range: TimeRange): Answer {
  return {
    frames: (data as DataFrame[]).filter((frame) => frame.refId === refId),
    fromMs: range.from.valueOf(),
    toMs: range.to.valueOf(),
    moves: moves(range),
  };
}

/** `now-6h` moves with the present; `now/d` and a date do not. */
function moves({ raw: { from } }: TimeRange): boolean {
  return typeof from === 'string' && from.startsWith('now') && !from.includes('/');
}

/** The range moved by `byMs`. It never uses this machine's clock, because the server's may differ. */
function laterRange(range: TimeRange, byMs: number): TimeRange {
  const later = (end: DateTime) => dateTime(end.valueOf() + byMs);
  return { ...range, from: moves(range) ? later(range.from) : range.from, to: later(range.to) };
}

function orThrow(answer: DataQueryResponse): DataQueryResponse {
  const error = answer.errors?.[0] ?? answer.error;
  if (error) {
    throw new Error(error.message ?? error.data?.message ?? error.statusText);
  }
  return answer;
}

/** The answer with the newest frames of its queries, in the original order. */
function joined(answer: DataQueryResponse, newest: Map<string, Followed>): DataQueryResponse {
  const placed = new Set<string>();
  const data = (answer.data as DataFrame[]).flatMap((frame) => {
    const refId = frame.refId ?? '';
    const now = newest.get(refId);
    if (!now) {
      return [frame];
    }
    const first = !placed.has(refId);
    placed.add(refId);
    return first ? now.frames : [];
  });
  const live = [...newest.values()].some((now) => now.live);
  return { ...answer, data, state: live ? LoadingState.Streaming : LoadingState.Done };
}

/** The query that the backend hashes again, without Grafana's own fields, which the backend would ignore. */
function subscriptionData({ refId: _refId, datasource: _datasource, hide: _hide, key: _key, ...own }: SeismoQuery) {
  return own;
}

/** Later versions of Grafana call the namespace `stream`. */
function addressOf(uid: string, path: string, data: unknown): LiveChannelAddress & { stream: string } {
  return { scope: LiveChannelScope.DataSource, namespace: uid, stream: uid, path, data };
}
