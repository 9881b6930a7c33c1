import { useCallback, useState, type RefObject, type UIEvent } from 'react';

interface Given {
  /** The element that scrolls. */
  scroller: RefObject<HTMLElement>;
  /** Lines, their height and the height that shows some of them (CSS pixels). */
  count: number;
  lineHeight: number;
  height: number;
}

export interface Virtual {
  /** The lines that have to exist: from `first` up to `end`, one more than is in sight on either side. */
  first: number;
  end: number;
  scrollTop: number;
  onScroll: (event: UIEvent<HTMLElement>) => void;
  /** Brings a line into sight, with as little scrolling as does. */
  reveal: (line: number) => void;
}

/** Which lines of a long list are in sight. */
export function useVirtual({ scroller, count, lineHeight, height }: Given): Virtual {
  const [scrolled, setScrolled] = useState(0);
  const most = Math.max(0, count * lineHeight - height);
  const scrollTop = Math.min(scrolled, most);
  const first = Math.max(0, Math.floor(scrollTop / lineHeight) - 1);
  const end = Math.min(count, Math.ceil((scrollTop + height) / lineHeight) + 1);
  const onScroll = useCallback((event: UIEvent<HTMLElement>) => setScrolled(event.currentTarget.scrollTop), []);
  const reveal = (line: number) => {
    const top = line * lineHeight;
    const next = Math.min(Math.max(scrollTop, top + lineHeight - height), top);
    if (next !== scrollTop) {
      setScrolled(next);
      // A list that has no layout yet has nothing to scroll.
      if (scroller.current) {
        scroller.current.scrollTop = next;
      }
    }
  };
  return { first, end, scrollTop, onScroll, reveal };
}
