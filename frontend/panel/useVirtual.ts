import { useCallback, useRef, useState, type UIEvent } from 'react';

import type { ElementRef } from './elementRef';

interface Given {
  /** Number of lines, height of a line, and visible height (CSS pixels). */
  count: number;
  lineHeight: number;
  height: number;
  /** Number of lines kept on either side of the visible ones: drawing is only needed when they are used up. */
  spare: number;
}

export interface Virtual {
  /** Ref for the scrolling element. */
  scroller: ElementRef<HTMLDivElement>;
  onScroll: (event: UIEvent<HTMLElement>) => void;
  /** The lines that have to exist: from `first` up to `end`. */
  first: number;
  end: number;
  /** Scrolls a line into view, as little as possible. */
  reveal: (line: number) => void;
}

/** Finds the lines of a long list that have to exist. */
export function useVirtual({ count, lineHeight, height, spare }: Given): Virtual {
  const scroller = useRef<HTMLDivElement>(null);
  const [scrolled, setScrolled] = useState(0);
  // A list that has become shorter has scrolled back by itself.
  const block = Math.min(scrolled, Math.max(0, Math.floor((count - height / lineHeight) / spare)));
  const first = Math.max(0, (block - 1) * spare);
  const end = Math.min(count, (block + 2) * spare + Math.ceil(height / lineHeight));
  const follow = useCallback((top: number) => setScrolled(Math.floor(top / lineHeight / spare)), [lineHeight, spare]);
  const onScroll = useCallback((event: UIEvent<HTMLElement>) => follow(event.currentTarget.scrollTop), [follow]);
  const reveal = useCallback(
    (line: number) => {
      if (scroller.current) {
        const top = line * lineHeight;
        const now = scroller.current.scrollTop;
        scroller.current.scrollTop = Math.min(Math.max(now, top + lineHeight - height), top);
        follow(scroller.current.scrollTop);
      }
    },
    [follow, lineHeight, height]
  );
  return { scroller, onScroll, first, end, reveal };
}
