import { useEffect, useState } from 'react';
import {
  applyFieldOverrides,
  CoreApp,
  LoadingState,
  rangeUtil,
  toDataFrame,
  type DataQueryRequest,
  type DataQueryResponse,
  type GrafanaTheme2,
  type PanelData,
  type TimeRange,
} from '@grafana/data';
import { catchError, map, of, startWith } from 'rxjs';

import type { SeismoDataSource } from '../datasource/datasource';
import { migrateQuery } from '../datasource/migrations';
import type { SeismoQuery } from '../datasource/types';

export interface Ask {
  datasource: SeismoDataSource;
  query: SeismoQuery;
  range: TimeRange;
  timeZone: string;
  /** The panel's width in pixels. */
  width: number;
  theme: GrafanaTheme2;
  /** Runs the query again when it changes. */
  turn: number;
}

/** The answer to a query, as Grafana passes it to a panel. A newer query cancels an older one. */
export function useQueryData({ datasource, query, range, timeZone, width, theme, turn }: Ask): PanelData {
  const [data, setData] = useState<PanelData>({ state: LoadingState.NotStarted, series: [], timeRange: range });
  const maxDataPoints = Math.max(100, Math.round(width / 100) * 100);

  const isAsked = width > 0 && datasource.filterQuery(query);

  useEffect(() => {
    if (!isAsked) {
      return undefined;
    }
    const request = requestFor({ datasource, query, range, timeZone, maxDataPoints });
    const loading = (before: PanelData): PanelData => ({ ...before, request, state: LoadingState.Loading });
    const answers = datasource.query(request).pipe(
      map((response) => () => panelData(response, request, theme)),
      catchError((error: unknown) => of(() => failure(error, request))),
      startWith(loading)
    );
    const running = answers.subscribe(setData);
    return () => running.unsubscribe();
    // The theme only changes the colours of existing data, so it needs no new query.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [datasource, query, range, timeZone, maxDataPoints, isAsked, turn]);

  return isAsked ? data : { state: LoadingState.Done, series: [], timeRange: range };
}

function requestFor({
  datasource,
  query,
  range,
  timeZone,
  maxDataPoints,
}: Omit<Ask, 'theme' | 'width' | 'turn'> & { maxDataPoints: number }): DataQueryRequest<SeismoQuery> {
  const { interval, intervalMs } = rangeUtil.calculateInterval(range, maxDataPoints);
  return {
    app: CoreApp.Explore,
    requestId: 'workbench',
    interval,
    intervalMs,
    maxDataPoints,
    range,
    timezone: timeZone,
    scopedVars: {},
    startTime: Date.now(),
    targets: [{ ...migrateQuery(query).query, datasource: datasource.getRef() }],
  };
}

function failure(error: unknown, request: DataQueryRequest<SeismoQuery>): PanelData {
  const message = error instanceof Error ? error.message : String(error);
  return { state: LoadingState.Error, series: [], timeRange: request.range, request, errors: [{ message }] };
}

function panelData(response: DataQueryResponse, request: DataQueryRequest<SeismoQuery>, theme: GrafanaTheme2): PanelData {
  const errors = response.errors ?? (response.error ? [response.error] : []);
  const series = applyFieldOverrides({
    data: response.data.map((frame) => toDataFrame(frame)),
    fieldConfig: { defaults: {}, overrides: [] },
    replaceVariables: (text) => text,
    theme,
    timeZone: request.timezone,
  });
  const state = errors.length > 0 ? LoadingState.Error : (response.state ?? LoadingState.Done);
  return { state, series, errors, error: errors[0], timeRange: request.range, request };
}
