import { useMemo } from 'react';
import type { DataFrame } from '@grafana/data';

import { t } from '../shared/i18n/text';
import { verbatim } from '../shared/i18n/verbatim';

import { listEvents, type EventRow } from './events/rows';
import { isScored, type SeverityData, type SeveritySeries } from './model';
import { noticeLines } from './notices';
import type { SeverityOptions } from './options';
import { inOrder, worstOf, type Ranks } from './order';
import { notesOn } from './problems';
import { summarise, type Summary } from './stats/summary';
import type { Filter } from './useFilter';
import { useRanks } from './useRanks';

export interface Shown {
  /** For the timeline, which has a limit: at most as many as the options say, including hidden ones. */
  plotted: SeveritySeries[];
  /** For lanes and cards, which have no limit, without hidden ones. */
  listed: SeveritySeries[];
  events: EventRow[];
  /** Whether there is any event, of any severity. */
  anyEvent: boolean;
  /** The colour index of each series, by its id; neither hiding nor reordering changes it. */
  places: ReadonlyMap<string, number>;
  summary: Summary;
  ranks: Ranks;
  notes: string[];
}

/** The input of each view; recomputed only when data, options or filter change. */
export function useShown(drawn: SeverityData, frames: DataFrame[], options: SeverityOptions, filter: Filter, opened: SeveritySeries | null): Shown {
  const { series, reported } = drawn;
  const { hiddenSeries, levels, visible, unknown } = filter;
  const { maxSeries, plotOrder, order } = options;
  const ranks = useRanks(series, levels);
  const plotted = useMemo(() => inOrder(worstOf(series, maxSeries, ranks), plotOrder, ranks), [series, maxSeries, plotOrder, ranks]);
  const listed = useMemo(() => inOrder(series, order, ranks).filter(({ id }) => !hiddenSeries.has(id)), [series, order, ranks, hiddenSeries]);
  const places = useMemo(() => new Map(series.map(({ id }, place) => [id, place])), [series]);
  const summary = useMemo(() => summarise(series, reported), [series, reported]);
  const events = useMemo(() => listEvents(listed, reported, visible), [listed, reported, visible]);
  const anyEvent = reported?.length !== 0 && (reported !== null || listed.some((one) => isScored(one) && one.verdict.worst !== null));
  const notShown = options.views.includes('timeline') && !opened ? series.length - plotted.length : 0;
  const notes = useMemo(
    () => [...noticeLines(frames), ...notesOn(drawn, notShown), ...unknown.map(unknownText)],
    [frames, drawn, notShown, unknown]
  );
  return { plotted, listed, events, anyEvent, places, summary, ranks, notes };
}

function unknownText(name: string): string {
  return t('panel.note.unknown-severity', 'No severity is called "{{name}}"; correct the panel option "Severities".', { name, ...verbatim });
}
