import { useCallback, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';

interface Given {
  count: number;
  /** Number of visible lanes. */
  page: number;
  idOf: (place: number) => string;
  /** The buckets of a lane with visible anomalies, ascending. */
  bucketsOf: (place: number) => number[];
  reveal: (place: number) => void;
  onOpen: (place: number) => void;
}

interface LaneKeys {
  active: number;
  /** The bucket selected by keyboard, in the active lane. */
  bucket: number | null;
  onKeyDown: (event: KeyboardEvent) => void;
  setActive: (place: number) => void;
}

/** One lane is in the tab order; arrows move between lanes, and along a lane between its anomalies. */
export function useLaneKeys({ count, page, idOf, bucketsOf, reveal, onOpen }: Given): LaneKeys {
  const [at, setAt] = useState<{ place: number; bucket: number | null }>({ place: 0, bucket: null });
  const moved = useRef(false);
  const active = Math.min(at.place, Math.max(0, count - 1));
  // The line may exist only after the scrolling.
  useLayoutEffect(() => {
    if (moved.current) {
      moved.current = false;
      document.getElementById(idOf(active))?.focus({ preventScroll: true });
    }
  });
  const go = (place: number) => {
    const next = Math.min(count - 1, Math.max(0, place));
    moved.current = true;
    setAt({ place: next, bucket: null });
    reveal(next);
  };
  const walk = (step: 1 | -1) => {
    const buckets = bucketsOf(active);
    const from = at.bucket ?? (step > 0 ? -Infinity : Infinity);
    const next = step > 0 ? buckets.find((bucket) => bucket > from) : buckets.filter((bucket) => bucket < from).at(-1);
    setAt({ place: active, bucket: next ?? at.bucket });
  };
  const keys: Record<string, () => void> = {
    ArrowDown: () => go(active + 1),
    ArrowUp: () => go(active - 1),
    PageDown: () => go(active + page),
    PageUp: () => go(active - page),
    Home: () => go(0),
    End: () => go(count - 1),
    ArrowRight: () => walk(1),
    ArrowLeft: () => walk(-1),
    Enter: () => onOpen(active),
    ' ': () => onOpen(active),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const act = count > 0 && !event.ctrlKey && !event.metaKey && !event.altKey ? keys[event.key] : undefined;
    if (act) {
      event.preventDefault();
      act();
    }
  };
  const setActive = useCallback((place: number) => setAt((before) => (before.place === place ? before : { place, bucket: null })), []);
  return { active, bucket: at.bucket, onKeyDown, setActive };
}
