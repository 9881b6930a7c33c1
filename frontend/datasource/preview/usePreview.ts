import { useEffect, useId, useState } from 'react';
import { rangeUtil, toDataFrame, type DataQueryRequest, type DataQueryResponse, type TimeRange } from '@grafana/data';
import { catchError, map, of, startWith, switchMap, timer, type Observable } from 'rxjs';

import { MINUTE_MS } from '../duration';
import type { SeismoQuery } from '../types';
import { summarise, type Summary } from './summary';

/** The part of the data source that the preview needs. */
export interface Asked {
  query: (request: DataQueryRequest<SeismoQuery>) => Observable<DataQueryResponse>;
}

export interface Preview {
  isLoading: boolean;
  /** The summary of the newest answer. */
  summary: Summary | null;
  /** The backend's error. */
  error: string | null;
  range: { fromMs: number; toMs: number };
}

interface Options {
  datasource: Asked;
  /** Null if there is no query to run. */
  query: SeismoQuery | null;
  range: TimeRange;
  timeZone: string;
}

/** Delay after the last change, because typing and clicking continue for a moment. */
const DEBOUNCE_MS = 500;
/** Largest number of points: a sparkline has no room for more; anomalies and extremes are never thinned away. */
const MOST_POINTS = 150;

/** The answer to a query, shortly after its last change. A newer query cancels an older one. */
export function usePreview({ datasource, query, range, timeZone }: Options): Preview {
  const [preview, setPreview] = useState<Preview>(() => ({ isLoading: false, summary: null, error: null, range: boundsOf(range) }));
  const requestId = `seismo-preview-${useId()}`;
  const asked = query && JSON.stringify(previewQuery(query));
  const { fromMs, toMs } = boundsOf(range);

  useEffect(() => {
    if (asked === null) {
      return undefined;
    }
    const request = requestFor({ query: JSON.parse(asked), range, timeZone, requestId });
    const answers = timer(DEBOUNCE_MS).pipe(
      switchMap(() => datasource.query(request)),
      map((answer) => answered(answer, { fromMs, toMs })),
      catchError((error: unknown) => of(refused(error instanceof Error ? error.message : String(error), { fromMs, toMs }))),
      map((preview) => () => preview),
      // The last answer stays until the next one.
      startWith((before: Preview) => ({ ...before, isLoading: true }))
    );
    const asking = answers.subscribe(setPreview);
    return () => asking.unsubscribe();
    // A range that moved on by seconds, as at each refresh, does not need a new query.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [datasource, asked, Math.floor(fromMs / MINUTE_MS), Math.floor(toMs / MINUTE_MS), timeZone]);

  return preview;
}

/** The query for panel frames, without streaming, whatever its own output is. */
function previewQuery(query: SeismoQuery): SeismoQuery {
  const { hide, key, ...asked } = query as SeismoQuery & { live?: boolean };
  delete asked.live;
  return { ...asked, output: 'panel' };
}

function requestFor({ query, range, timeZone, requestId }: { query: SeismoQuery; range: TimeRange; timeZone: string; requestId: string }) {
  const { interval, intervalMs } = rangeUtil.calculateInterval(range, MOST_POINTS);
  return {
    app: 'seismo-preview',
    requestId,
    // The inspector shows the panel's own answer.
    hideFromInspector: true,
    interval,
    intervalMs,
    maxDataPoints: MOST_POINTS,
    range,
    timezone: timeZone,
    scopedVars: {},
    startTime: Date.now(),
    targets: [query],
  } satisfies DataQueryRequest<SeismoQuery>;
}

function answered(answer: DataQueryResponse, range: Preview['range']): Preview {
  const error = answer.errors?.[0] ?? answer.error;
  if (error) {
    return refused(error.message ?? error.data?.message ?? '', range);
  }
  const frames = answer.data.map((frame) => toDataFrame(frame));
  return { isLoading: false, error: null, summary: summarise(frames, range.toMs - range.fromMs), range };
}

function refused(error: string, range: Preview['range']): Preview {
  return { isLoading: false, summary: null, error, range };
}

function boundsOf({ from, to }: TimeRange): Preview['range'] {
  return { fromMs: from.valueOf(), toMs: to.valueOf() };
}
