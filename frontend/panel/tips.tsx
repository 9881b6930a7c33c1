/** At most one tooltip of a panel is open. */
import React, { createContext, useContext, useId, useLayoutEffect, useMemo, useRef, useSyncExternalStore, type ReactNode } from 'react';

/** A card was requested by a click or a key; anything else follows the pointer. */
type Rank = 'card' | 'hover';

/** The requests to show something: a card wins over all others; among equals, the latest request wins. */
class Tips {
  private asking: Array<{ id: string; rank: Rank }> = [];
  private readonly listeners = new Set<() => void>();

  /** Returns a function that withdraws the request. */
  readonly ask = (id: string, rank: Rank): (() => void) => {
    this.asking = [...this.asking, { id, rank }];
    this.tell();
    return () => {
      this.asking = this.asking.filter((one) => one.id !== id);
      this.tell();
    };
  };

  readonly holder = (): string | undefined => {
    const last = (rank: Rank) => this.asking.filter((one) => one.rank === rank).at(-1)?.id;
    return last('card') ?? last('hover');
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  private tell(): void {
    this.listeners.forEach((listener) => listener());
  }
}

const TipsContext = createContext(new Tips());

/** The panel within which one tooltip is open at a time. */
export function TipsProvider({ children }: { children: ReactNode }) {
  const tips = useMemo(() => new Tips(), []);
  return <TipsContext.Provider value={tips}>{children}</TipsContext.Provider>;
}

/** Whether a requested tooltip may be shown now. */
export function useTip(wanted: boolean, rank: Rank = 'hover'): boolean {
  const tips = useContext(TipsContext);
  const id = useId();
  useLayoutEffect(() => (wanted ? tips.ask(id, rank) : undefined), [tips, id, wanted, rank]);
  const holder = useSyncExternalStore(tips.subscribe, tips.holder);
  return wanted && holder === id;
}

/** The content of the tooltip of Grafana's own plugin, which draws its box even around nothing. */
export function PlotTip({ children }: { children: ReactNode }) {
  const content = useRef<HTMLDivElement>(null);
  const shown = useTip(Boolean(children));
  useLayoutEffect(() => {
    const box = content.current?.parentElement;
    if (box) {
      box.style.visibility = shown ? '' : 'hidden';
    }
    return () => {
      box?.style.removeProperty('visibility');
    };
  }, [shown]);
  return <div ref={content}>{shown && children}</div>;
}
