import { useCallback, useLayoutEffect, useRef } from 'react';

import type { Live, ReadLive } from '../draw/live';

/**
 * A reader of the newest state that stays the same function, so that plots need no rebuilding. uPlot draws in a
 * microtask after React's commit, when the state is in place.
 */
export function useLive(live: Live): ReadLive {
  const newest = useRef(live);
  useLayoutEffect(() => {
    newest.current = live;
  });
  return useCallback(() => newest.current, []);
}
