import React, { useEffect, useMemo, useState } from 'react';
import { rangeUtil, type TimeRange } from '@grafana/data';
import { t } from '@grafana/i18n';
import { RefreshPicker, Stack, TimeRangePicker, useTheme2 } from '@grafana/ui';

import type { SeismoDataSource } from '../datasource/datasource';
import { newQuery } from '../datasource/defaults';
import { QueryEditor } from '../datasource/QueryEditor';
import type { SeismoQuery } from '../datasource/types';
import { selectors } from '../shared/selectors';
import { Notices } from './Notices';
import { PanelFrame } from './PanelFrame';
import { moved, rangeTexts, resolveRange, zoomedOut } from './timeRange';
import type { PageState } from './urlState';
import { useQueryData } from './useQueryData';
import { useWidth } from './useWidth';
import { ViewPicker } from './ViewPicker';

interface Props {
  datasource: SeismoDataSource;
  /** The session's fixed clock, if it has one. */
  now: number | null;
  state: PageState;
  onState: (change: Partial<PageState>) => void;
}

/** Height of the panel: enough for one plot each, as far as a page scrolls comfortably; the other views need less. */
const PANEL_HEIGHT = { least: 560, most: 2400, around: 315, series: 190, withoutPlots: 720, further: 160 };

/** A query, its range, and the panel with the answer. */
export function Explore({ datasource, now, state, onState }: Props) {
  const { from, to, timezone, refresh } = state;
  const { element, width } = useWidth<HTMLDivElement>();
  const theme = useTheme2();
  const [asked, setAsked] = useState(() => ({ turn: 0, nowMs: now ?? Date.now() }));
  const range = useMemo(() => resolveRange(from, to, timezone, asked.nowMs), [from, to, timezone, asked.nowMs]);
  const first = useMemo(() => firstQuery(datasource, timezone), [datasource, timezone]);
  const query = state.query ?? first;

  const run = () => setAsked(({ turn }) => ({ turn: turn + 1, nowMs: now ?? Date.now() }));
  useRepeat(run, refresh);
  const data = useQueryData({ datasource, query, range, timeZone: timezone, width, theme, turn: asked.turn });

  return (
    <div ref={element} data-testid={selectors.workbench.explore}>
      <Stack direction="column" gap={2}>
        <Stack justifyContent="flex-end" wrap="wrap" gap={1}>
          <RangeControls range={range} timeZone={timezone} onState={onState} />
          <RefreshPicker
            value={refresh}
            text={t('workbench.explore.run', 'Run query')}
            isLoading={data.state === 'Loading'}
            onRefresh={run}
            onIntervalChanged={(chosen) => onState({ refresh: chosen })}
          />
        </Stack>
        <QueryEditor
          key={datasource.uid + datasource.kind}
          datasource={datasource}
          query={query}
          data={data}
          range={range}
          onChange={(changed) => onState({ query: changed })}
          onRunQuery={run}
        />
        <Notices series={data.series} />
        <ViewPicker views={state.views} strip={state.strip} layout={state.layout} onState={onState} />
        {width > 0 && (
          <PanelFrame
            data={data}
            timeZone={timezone}
            width={width}
            height={panelHeight(data.series.length, state.views)}
            views={state.views}
            strip={state.strip}
            layout={state.layout}
            onChangeTimeRange={(chosen) => onState({ from: String(chosen.from), to: String(chosen.to) })}
          />
        )}
      </Stack>
    </div>
  );
}

function panelHeight(series: number, views: PageState['views']): number {
  const { least, most, around, series: each, withoutPlots, further } = PANEL_HEIGHT;
  if (!views.includes('timeline')) {
    return withoutPlots;
  }
  // Beside other views the list of events is short, and its height is already included.
  const beside = views.filter((view) => view !== 'timeline' && view !== 'events').length;
  return Math.min(most, Math.max(least, around + each * series) + further * beside);
}

function RangeControls({ range, timeZone, onState }: { range: TimeRange; timeZone: string; onState: Props['onState'] }) {
  return (
    <TimeRangePicker
      value={range}
      timeZone={timeZone}
      onChange={({ raw }) => onState(rangeTexts(raw))}
      onChangeTimeZone={(timezone) => onState({ timezone })}
      onMoveBackward={() => onState(moved(range, -1))}
      onMoveForward={() => onState(moved(range, 1))}
      onZoom={() => onState(zoomedOut(range))}
    />
  );
}

/** Runs at each interval while the page is open; an empty interval is off. */
function useRepeat(run: () => void, interval: string) {
  useEffect(() => {
    if (!interval) {
      return undefined;
    }
    const timer = window.setInterval(run, rangeUtil.intervalToMs(interval));
    return () => window.clearInterval(timer);
    // `run` is a new function at each render but does the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [interval]);
}

function firstQuery(datasource: SeismoDataSource, timezone: string): SeismoQuery {
  return { refId: 'A', ...newQuery(datasource.kind, timezone, datasource.language) };
}
