import React, { useMemo, useState } from 'react';

import { over } from '../annotations/own';
import { notesNear } from '../annotations/read';
import type { Spot } from '../detail/spot';
import { alignOverlay, shareAxis } from '../draw/align';
import { lineColor } from '../draw/colors';
import { isHiddenFrom, readFieldConfig } from '../fieldConfig';
import { rowAt } from '../fields';
import { isScored, type SeveritySeries } from '../model';
import { SeverityTooltip } from '../tooltip/SeverityTooltip';
import type { PlotRoom } from '../views/timeline/room';

import { LookCloser } from './LookCloser';
import { Plot } from './Plot';
import { formatOf, paintOf, type PlotSettings } from './shared';
import { useLive } from './useLive';
import { useValuePlot } from './useValuePlot';

interface Props {
  series: SeveritySeries[];
  places: ReadonlyMap<string, number>;
  /** Whose band, events and score are drawn, and whose unit the axis has. */
  focus: SeveritySeries;
  room: Pick<PlotRoom, 'value' | 'strip'>;
  width: number;
  settings: PlotSettings;
}

/** All values in one plot, with the explanation of the one in focus. */
export function Overlay({ series, places, focus, room, width, settings }: Props) {
  const { theme, timeZone, timeRange, visible } = settings;
  const annotations = useMemo(() => over(settings.annotations, series), [settings.annotations, series]);
  const [spot, setSpot] = useState<Spot | null>(null);
  const colorOf = (one: SeveritySeries) => lineColor(one.field, places.get(one.id) ?? 0, theme);
  const format = useMemo(() => formatOf(focus.field, theme), [focus.field, theme]);
  const scored = isScored(focus) ? focus : null;
  const live = useLive({ timeRange, series, focus: scored, formatValue: format, paint: paintOf(settings), annotations });
  const build = useValuePlot({
    settings,
    live,
    lines: series.map((one) => lineOf(one, one === focus, colorOf(one))),
    focusColor: colorOf(focus),
    field: focus.field,
    strip: scored ? room.strip : 0,
  });
  const axis = useMemo(() => shareAxis(series), [series]);
  const data = useMemo(() => alignOverlay(series, axis), [series, axis]);
  const nearest = (line: number | null) => (line === null ? undefined : series[line - 1]) ?? focus;
  const tooltip = (timeMs: number, line: number | null) => {
    const near = nearest(line);
    const row = rowAt(near, timeMs);
    return row === null || isHiddenFrom(near.field, 'tooltip') ? null : (
      <SeverityTooltip series={near} row={row} color={colorOf(near)} timeZone={timeZone} annotations={notesNear(over(annotations, [near]), near, timeMs)} />
    );
  };
  return (
    <LookCloser series={series} walked={focus} control={{ spot, setSpot }} colorOf={colorOf} settings={settings}>
      {(closer) => (
        <Plot
          build={build}
          data={data}
          width={width}
          height={room.value + room.strip}
          redrawOn={visible}
          leader
          onZoom={settings.onZoom}
          tooltip={tooltip}
          onPick={(timeMs, line) => closer.pick(nearest(line), timeMs)}
          closer={closer}
          annotations={annotations}
          timeZone={timeZone}
        />
      )}
    </LookCloser>
  );
}

/** The one in focus stands out by half a pixel, the others step back by as much. */
function lineOf({ field }: SeveritySeries, inFocus: boolean, color: string): { color: string; width: number; fill: number } {
  const { lineWidth, fillOpacity } = readFieldConfig(field);
  return { color, width: Math.max(0, lineWidth + (inFocus ? 0.5 : -0.5)), fill: fillOpacity };
}
