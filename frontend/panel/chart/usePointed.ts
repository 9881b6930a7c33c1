import { useCallback, useRef, useState, type PointerEvent } from 'react';
import type uPlot from 'uplot';
import { flushSync } from 'react-dom';

export interface Pointed {
  /** Whether anybody has looked closer here. */
  pointed: boolean;
  onPointerEnter: (event: PointerEvent) => void;
  /** To be told of the chart that was made because of it. */
  onMade: (chart: uPlot) => void;
}

/** Whether the pointer or, as `looked` says, the keyboard has come to a chart. The one that is made then learns where the pointer stands. */
export function usePointed(looked: boolean): Pointed {
  const [pointed, setPointed] = useState(looked);
  if (looked && !pointed) {
    setPointed(true);
  }
  const came = useRef<Pick<PointerEvent, 'clientX' | 'clientY'> | null>(null);
  const onPointerEnter = useCallback(
    ({ clientX, clientY }: PointerEvent) => {
      if (!pointed) {
        came.current = { clientX, clientY };
        // A click may follow at once, and has to meet the new chart.
        flushSync(() => setPointed(true));
      }
    },
    [pointed]
  );
  const onMade = useCallback((chart: uPlot) => {
    const at = came.current;
    came.current = null;
    if (at) {
      // uPlot has its size and scales after a microtask, which is queued already.
      queueMicrotask(() => chart.over.dispatchEvent(new MouseEvent('mousemove', { ...at, bubbles: true })));
    }
  }, []);
  return { pointed, onPointerEnter, onMade };
}
