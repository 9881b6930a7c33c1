import { css } from '@emotion/css';
import React, { useLayoutEffect, useRef, type ReactNode } from 'react';
import type uPlot from 'uplot';
import type { GrafanaTheme2 } from '@grafana/data';
import { Portal, useStyles2, type UPlotConfigBuilder } from '@grafana/ui';

import { placeBeside } from '../detail/place';
import type { ElementRef } from '../elementRef';

interface Props {
  config: UPlotConfigBuilder;
  timeMs: number | null;
  /** Height of the point; null marks the time alone. */
  value: number | null;
  /** Stands beside the point. */
  card: ReactNode;
  cardRef: ElementRef<HTMLDivElement>;
}

/** A line and a ring at a row, and a card beside it. It moves with every drawing, and makes none. */
export function SpotMark({ config, timeMs, value, card, cardRef }: Props) {
  const styles = useStyles2(getStyles);
  const line = useRef<HTMLDivElement>(null);
  const ring = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const place = useRef<() => void>(() => undefined);

  useLayoutEffect(() => {
    place.current = () => {
      if (plot.current && timeMs !== null) {
        mark(plot.current, { timeMs, value }, line.current, ring.current, cardRef.current);
      }
    };
    place.current();
  });
  useLayoutEffect(() => {
    const replace = () => place.current();
    config.addHook('init', (u) => {
      plot.current = u;
    });
    config.addHook('draw', replace);
    window.addEventListener('scroll', replace, true);
    window.addEventListener('resize', replace);
    return () => {
      window.removeEventListener('scroll', replace, true);
      window.removeEventListener('resize', replace);
    };
  }, [config]);

  if (timeMs === null) {
    return null;
  }
  return (
    <>
      <div ref={line} className={styles.line} />
      {value !== null && <div ref={ring} className={styles.ring} />}
      {card && <Portal>{card}</Portal>}
    </>
  );
}

function mark(
  u: uPlot,
  { timeMs, value }: { timeMs: number; value: number | null },
  line: HTMLElement | null,
  ring: HTMLElement | null,
  card: HTMLElement | null
): void {
  const x = u.valToPos(timeMs, 'x');
  const y = value === null ? u.over.clientHeight / 2 : u.valToPos(value, 'y');
  const { min = -Infinity, max = Infinity } = u.scales.x ?? {};
  const inside = min <= timeMs && timeMs <= max;
  const left = u.over.offsetLeft + x;
  const top = u.over.offsetTop;
  if (line) {
    line.style.visibility = inside ? 'visible' : 'hidden';
    line.style.transform = `translate(${left}px, ${top}px)`;
    line.style.height = `${u.over.clientHeight}px`;
  }
  if (ring) {
    ring.style.visibility = inside ? 'visible' : 'hidden';
    ring.style.transform = `translate(${left}px, ${top + y}px) translate(-50%, -50%)`;
  }
  if (card) {
    const over = u.over.getBoundingClientRect();
    const size = { width: card.offsetWidth, height: card.offsetHeight };
    const at = placeBeside({ x: over.left + x, y: over.top + y }, size, { width: window.innerWidth, height: window.innerHeight });
    card.style.visibility = inside ? 'visible' : 'hidden';
    card.style.transform = `translate(${Math.round(at.left)}px, ${Math.round(at.top)}px)`;
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    position: 'absolute',
    top: 0,
    left: 0,
    width: 0,
    borderLeft: `1px solid ${theme.colors.text.primary}`,
    pointerEvents: 'none',
  }),
  ring: css({
    position: 'absolute',
    top: 0,
    left: 0,
    width: 15,
    height: 15,
    border: `2px solid ${theme.colors.text.primary}`,
    borderRadius: '50%',
    pointerEvents: 'none',
  }),
});
