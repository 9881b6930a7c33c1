/** At most one tooltip of a panel is open. */
import React, { createContext, useContext, useId, useLayoutEffect, useMemo, useRef, useSyncExternalStore, type ReactNode } from 'react';

/** A card was asked for by a click or a key; what else is shown merely follows the pointer. */
type Rank = 'card' | 'hover';

/** Who wants to show something: a card goes before all others, of equals the one that asked last. */
class Tips {
  private asking: Array<{ id: string; rank: Rank }> = [];
  private readonly listeners = new Set<() => void>();

  /** Answers how to take it back. */
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

/** Whether a tooltip that is wanted may be shown now. */
export function useTip(wanted: boolean, rank: Rank = 'hover'): boolean {
  const tips = useContext(TipsContext);
  const id = useId();
  useLayoutEffect(() => (wanted ? tips.ask(id, rank) : undefined), [tips, id, wanted, rank]);
  const holder = useSyncExternalStore(tips.subscribe, tips.holder);
  return wanted && holder === id;
}

/** What stands in the tooltip of Grafana's own plugin, which draws its box around nothing as well. */
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
