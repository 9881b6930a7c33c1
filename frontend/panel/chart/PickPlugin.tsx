import { useLayoutEffect, useRef } from 'react';
import type { UPlotConfigBuilder } from '@grafana/ui';

interface Props {
  config: UPlotConfigBuilder;
  /** The time that was clicked, and the place of the nearest line in the data; null where none is near. */
  onPick: (timeMs: number, line: number | null) => void;
}

/** A hand that clicks moves no more than this (CSS pixels). */
const STILL = 3;

/**
 * Tells which row a click is on. It comes before TooltipPlugin2's own listener and keeps the click from it: what that
 * one pins is gone at the next refresh, and the keyboard cannot reach it.
 */
export function PickPlugin({ config, onPick }: Props) {
  const newest = useRef(onPick);
  useLayoutEffect(() => {
    newest.current = onPick;
  });
  useLayoutEffect(() => {
    let line: number | null = null;
    config.addHook('setSeries', (_u, nearest) => {
      line = nearest;
    });
    config.addHook('init', (u) => {
      let pressedAt = 0;
      u.over.addEventListener('mousedown', ({ clientX }) => {
        pressedAt = clientX;
      });
      // uPlot takes every click in the strip for the end of a drag, for there its pointer is beyond its plot.
      u.cursor.drag!.click = (_u, event) => {
        if (Math.abs(event.clientX - pressedAt) > STILL) {
          event.stopImmediatePropagation();
        }
      };
      const onClick = (event: MouseEvent) => {
        const row = u.cursor.idx;
        const time = row === null || row === undefined ? undefined : u.data[0][row];
        if (event.target === u.over && !event.ctrlKey && !event.metaKey && time !== undefined) {
          event.stopImmediatePropagation();
          newest.current(time, line);
        }
      };
      u.over.addEventListener('click', onClick, true);
    });
  }, [config]);
  return null;
}
