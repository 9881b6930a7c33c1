import { useEffect, useMemo, useRef } from 'react';
import { DataHoverClearEvent, DataHoverEvent, type BusEvent, type EventBus } from '@grafana/data';
import { DashboardCursorSync } from '@grafana/schema';
import { usePanelContext } from '@grafana/ui';

import type { ElementRef } from '../../elementRef';

interface Crosshair {
  /** The line; moving it needs no drawing. */
  line: ElementRef<HTMLDivElement>;
  /** Publishes the pointer's time; null when it leaves. Other panels, and the plots of this one, follow. */
  point: (timeMs: number | null) => void;
}

/** The dashboard's shared cursor over the lanes. `place`: the x of a time, null if it is invisible. */
export function useCrosshair(place: (timeMs: number) => number | null): Crosshair {
  const { sync, eventBus } = usePanelContext();
  const shares = (sync?.() ?? DashboardCursorSync.Off) !== DashboardCursorSync.Off;
  const line = useRef<HTMLDivElement>(null);
  const newest = useRef(place);
  useEffect(() => {
    newest.current = place;
  });
  // Our own event must not move anything when it comes back. Its origin does not identify it: the panel's plots may
  // share the bus.
  const published = useRef<BusEvent | null>(null);
  const own = useMemo(() => busOfItsOwn(eventBus), [eventBus]);

  const draw = (timeMs: number | null) => {
    const x = timeMs === null ? null : newest.current(timeMs);
    if (line.current) {
      line.current.style.display = x === null ? 'none' : 'block';
      line.current.style.transform = `translateX(${x ?? 0}px)`;
    }
  };
  useEffect(() => {
    if (!shares) {
      return undefined;
    }
    const hover = eventBus.getStream(DataHoverEvent).subscribe((event) => {
      if (event !== published.current) {
        draw(typeof event.payload.point?.time === 'number' ? event.payload.point.time : null);
      }
    });
    const clear = eventBus.getStream(DataHoverClearEvent).subscribe((event) => {
      if (event !== published.current) {
        draw(null);
      }
    });
    return () => {
      hover.unsubscribe();
      clear.unsubscribe();
    };
  }, [eventBus, shares]);

  const point = (timeMs: number | null) => {
    draw(timeMs);
    if (shares) {
      published.current = timeMs === null ? new DataHoverClearEvent() : new DataHoverEvent({ point: { time: timeMs } });
      own.publish(published.current);
    }
  };
  return { line, point };
}

/**
 * A separate bus, so that the panel's plots do not mistake the lanes' events for their own. In Grafana 12 the bus of a
 * dashboard's panel cannot be scoped: there other panels follow, and the plots of this one do not.
 */
function busOfItsOwn(eventBus: EventBus): EventBus {
  try {
    return eventBus.newScopedBus('lanes', { onlyLocal: false });
  } catch {
    return eventBus;
  }
}
