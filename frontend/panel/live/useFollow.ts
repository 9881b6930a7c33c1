import { useCallback, useMemo, useState } from 'react';
import { LoadingState, type PanelData, type TimeRange } from '@grafana/data';

import { newestRow, slideTo } from './slide';

export interface Follow {
  data: PanelData;
  timeRange: TimeRange;
  /** Whether rows can be followed, or are held. */
  live: boolean;
  following: boolean;
  toggle: () => void;
}

/** The data drawn when the drawing was held, and its query. */
interface Held {
  data: PanelData;
  timeRange: TimeRange;
  question: string;
}

/** The data to draw from streamed data. `saved` is the initial state of the switch. */
export function useFollow(data: PanelData, timeRange: TimeRange, saved: boolean): Follow {
  const [{ following, of }, setSwitch] = useState({ following: saved, of: saved });
  const [held, setHeld] = useState<Held | null>(null);
  const question = useMemo(() => JSON.stringify([timeRange.raw, data.request?.targets]), [timeRange.raw, data.request?.targets]);
  const streaming = useStreaming(data.state);
  const toggle = useCallback(() => setSwitch((before) => ({ ...before, following: !before.following })), []);

  // The option was saved again: the switch takes its value.
  if (of !== saved) {
    setSwitch({ following: saved, of: saved });
  }
  // The answer to another query is drawn, and held from then on.
  const stands = !following && held?.question === question ? held : null;
  const toHold = !following && !stands && data.state === LoadingState.Streaming ? { data, timeRange, question } : stands;
  if (toHold !== held) {
    setHeld(toHold);
  }
  const slid = useMemo(
    () => (streaming ? slideTo(timeRange, newestRow(data.series)) : timeRange),
    [streaming, timeRange, data.series]
  );
  return {
    data: toHold?.data ?? data,
    timeRange: toHold ? toHold.timeRange : slid,
    live: streaming || toHold !== null,
    following,
    toggle,
  };
}

/** Whether rows are arriving; a running refresh does not interrupt that. */
function useStreaming(state: LoadingState): boolean {
  const [streaming, setStreaming] = useState(false);
  const now = state === LoadingState.Streaming || (streaming && state === LoadingState.Loading);
  if (now !== streaming) {
    setStreaming(now);
  }
  return now;
}
