import React, { useCallback, useEffect, useMemo, useRef, type ComponentProps, type ReactNode } from 'react';
import type uPlot from 'uplot';
import type { TimeZone } from '@grafana/data';
import { DashboardCursorSync } from '@grafana/schema';
import { EventBusPlugin, TooltipPlugin2, UPlotChart, usePanelContext, type UPlotConfigBuilder } from '@grafana/ui';

import { AnnotationHover } from '../annotations/AnnotationHover';
import type { Annotation } from '../annotations/read';
import { PlotTip } from '../tips';

import type { Closer } from './LookCloser';
import { PickPlugin } from './PickPlugin';
import { SpotMark } from './SpotMark';
import { usePointed } from './usePointed';

interface Props {
  /** Makes a new builder; another function where the look has changed. */
  build: () => UPlotConfigBuilder;
  data: uPlot.AlignedData;
  width: number;
  height: number;
  /** The plot is drawn anew, not rebuilt, when this changes. */
  redrawOn: unknown;
  /** The first plot passes the cursor on to panels that are no uPlot, and takes theirs. */
  leader?: boolean;
  onZoom: (range: { from: number; to: number }) => void;
  /** The tooltip at a time; `line` is the place of the nearest line in the data, null where none is near. */
  tooltip: (timeMs: number, line: number | null) => ReactNode;
  /** A click on a row. */
  onPick: (timeMs: number, line: number | null) => void;
  /** The row that is looked at. */
  closer: Closer;
  annotations: Annotation[];
  timeZone: TimeZone;
}

/** `TooltipHoverMode.xAll`: shown anywhere over the plot. The enum itself is not exported. */
const ANYWHERE: ComponentProps<typeof TooltipPlugin2>['hoverMode'] = 1;

/** A uPlot with tooltip, zoom by dragging and the dashboard's shared cursor. */
export function Plot({ build, data, width, height, redrawOn, leader = false, onZoom, tooltip, onPick, closer, annotations, timeZone }: Props) {
  const plot = useRef<uPlot | null>(null);
  const { sync, eventsScope, eventBus } = usePanelContext();
  const shares = (sync?.() ?? DashboardCursorSync.Off) !== DashboardCursorSync.Off;
  const { pointed, onPointerEnter, onMade } = usePointed(closer.timeMs !== null);
  const keep = useCallback(
    (made: uPlot) => {
      plot.current = made;
      onMade(made);
    },
    [onMade]
  );
  const drawn = useRef(redrawOn);
  useEffect(() => {
    if (drawn.current !== redrawOn) {
      drawn.current = redrawOn;
      plot.current?.redraw(false);
    }
  }, [redrawOn]);
  // Most plots are never pointed at. What follows the pointer is not made for them; its hooks need a chart of their own.
  const { config, follows } = useMemo(
    () => ({ config: sharingCursor(build(), shares ? eventsScope : null), follows: pointed }),
    [build, shares, eventsScope, pointed]
  );
  // UPlotChart takes one change at a time, its size first. So new data that comes with a new size is handed over here,
  // and a new config makes a new chart.
  useEffect(() => {
    if (plot.current && plot.current.data !== data) {
      plot.current.setData(data);
    }
  }, [data]);
  return (
    <div onPointerEnter={onPointerEnter}>
      <UPlotChart key={config.uid} config={config} data={data} width={width} height={height} plotRef={keep}>
        {follows && (
          <>
            <TooltipPlugin2
              config={config}
              hoverMode={ANYWHERE}
              queryZoom={onZoom}
              // A tooltip of its own only where the pointer is: the panel's other plots show the cursor alone.
              syncMode={shares ? DashboardCursorSync.Crosshair : DashboardCursorSync.Off}
              syncScope={eventsScope}
              maxWidth={360}
              render={(u, rows, line) => {
                const row = rows[0];
                const time = row === null || row === undefined ? undefined : u.data[0][row];
                return <PlotTip>{time === undefined ? null : tooltip(time, line)}</PlotTip>;
              }}
            />
            <PickPlugin config={config} onPick={onPick} />
            <SpotMark
              config={config}
              timeMs={closer.timeMs}
              value={closer.value}
              card={closer.card}
              cardRef={closer.cardRef}
            />
            {annotations.length > 0 && <AnnotationHover config={config} annotations={annotations} timeZone={timeZone} />}
          </>
        )}
        {leader && shares && <EventBusPlugin config={config} eventBus={eventBus} />}
      </UPlotChart>
    </div>
  );
}

/** Within the dashboard, where it wishes so, else within the panel. */
function sharingCursor(builder: UPlotConfigBuilder, scope: string | null): UPlotConfigBuilder {
  if (scope !== null) {
    builder.setCursor({ sync: { key: scope, scales: ['x', null] } });
  }
  return builder;
}
