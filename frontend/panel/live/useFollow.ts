import { useCallback, useMemo, useState } from 'react';
import { LoadingState, type PanelData, type TimeRange } from '@grafana/data';

import { newestRow, slideTo } from './slide';

export interface Follow {
  data: PanelData;
  timeRange: TimeRange;
  /** Whether there is something to follow, or something that is held. */
  live: boolean;
  following: boolean;
  toggle: () => void;
}

/** What was drawn when the drawing was told to hold still, and to which question it is the answer. */
interface Held {
  data: PanelData;
  timeRange: TimeRange;
  question: string;
}

/** What is drawn of streamed data. `saved` is how the switch stands at first. */
export function useFollow(data: PanelData, timeRange: TimeRange, saved: boolean): Follow {
  const [{ following, of }, setSwitch] = useState({ following: saved, of: saved });
  const [held, setHeld] = useState<Held | null>(null);
  const question = useMemo(() => JSON.stringify([timeRange.raw, data.request?.targets]), [timeRange.raw, data.request?.targets]);
  const streaming = useStreaming(data.state);
  const toggle = useCallback(() => setSwitch((before) => ({ ...before, following: !before.following })), []);

  // Saved anew in the options: the switch stands as they say.
  if (of !== saved) {
    setSwitch({ following: saved, of: saved });
  }
  // The answer to another question is drawn, and held from then on.
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

/** Whether rows are coming; a refresh under way is no end of it. */
function useStreaming(state: LoadingState): boolean {
  const [streaming, setStreaming] = useState(false);
  const now = state === LoadingState.Streaming || (streaming && state === LoadingState.Loading);
  if (now !== streaming) {
    setStreaming(now);
  }
  return now;
}
