import { useState, type MouseEvent, type PointerEvent } from 'react';

interface Given {
  left: number;
  width: number;
  /** The pointer is at this x; null when it leaves or is beside the lanes. */
  onMove: (x: number | null, event: PointerEvent<HTMLElement>) => void;
  /** A stretch was selected from one x to another, the lower first. */
  onSelect: (from: number, to: number) => void;
}

interface Pointer {
  /** The current selection. */
  selection: { from: number; to: number } | null;
  handlers: Pick<React.DOMAttributes<HTMLElement>, 'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerLeave' | 'onClickCapture'>;
}

/** Length below which a stretch is a click (CSS pixels). */
const SHORTEST = 5;

/** Pointing at lanes, and selecting a stretch of time on them. */
export function usePointer({ left, width, onMove, onSelect }: Given): Pointer {
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const [dragged, setDragged] = useState(false);
  const within = (x: number) => Math.min(left + width, Math.max(left, x));
  const xOf = (event: PointerEvent<HTMLElement>) => event.clientX - event.currentTarget.getBoundingClientRect().left;
  const long = drag !== null && Math.abs(drag.to - drag.from) >= SHORTEST;
  return {
    selection: long ? { from: Math.min(drag.from, drag.to), to: Math.max(drag.from, drag.to) } : null,
    handlers: {
      onPointerDown: (event) => {
        const x = xOf(event);
        setDragged(false);
        if (event.button === 0 && x >= left && x <= left + width) {
          setDrag({ from: x, to: x });
        }
      },
      onPointerMove: (event) => {
        const x = xOf(event);
        onMove(x >= left && x <= left + width ? x : null, event);
        if (drag) {
          setDrag({ ...drag, to: within(x) });
        }
      },
      onPointerUp: () => {
        setDrag(null);
        setDragged(long);
        if (long) {
          onSelect(Math.min(drag.from, drag.to), Math.max(drag.from, drag.to));
        }
      },
      onPointerLeave: (event) => {
        setDrag(null);
        onMove(null, event);
      },
      // The click that ends a selection must not open anything.
      onClickCapture: (event: MouseEvent) => {
        if (dragged) {
          event.stopPropagation();
          setDragged(false);
        }
      },
    },
  };
}
