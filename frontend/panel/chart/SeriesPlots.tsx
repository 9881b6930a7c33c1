import React, { useMemo } from 'react';

import { over } from '../annotations/own';
import { notesNear } from '../annotations/read';
import type { SpotControl } from '../detail/spot';
import { alignValues } from '../draw/align';
import { lineColor } from '../draw/colors';
import { isHiddenFrom, readFieldConfig } from '../fieldConfig';
import { rowAt } from '../fields';
import { isScored, type SeveritySeries } from '../model';
import { SeverityTooltip } from '../tooltip/SeverityTooltip';
import type { PlotRoom } from '../views/timeline/room';

import { LookCloser } from './LookCloser';
import { Plot } from './Plot';
import { PlotTitle } from './PlotTitle';
import { formatOf, paintOf, type PlotSettings } from './shared';
import { useLive } from './useLive';
import { useValuePlot } from './useValuePlot';

interface Props {
  series: SeveritySeries;
  /** Place among all series: decides the colour. */
  place: number;
  leader: boolean;
  room: Pick<PlotRoom, 'title' | 'value' | 'strip'>;
  width: number;
  settings: PlotSettings;
  control: SpotControl;
}

/** One series: its values and, under them, its score. */
export function SeriesPlots({ series, place, leader, room, width, settings, control }: Props) {
  const { theme, timeZone, timeRange, visible } = settings;
  const annotations = useMemo(() => over(settings.annotations, [series]), [settings.annotations, series]);
  const format = useMemo(() => formatOf(series.field, theme), [series.field, theme]);
  const { lineWidth, fillOpacity } = readFieldConfig(series.field);
  const color = lineColor(series.field, place, theme);
  const focus = isScored(series) ? series : null;
  const live = useLive({ timeRange, series: [series], focus, formatValue: format, paint: paintOf(settings), annotations });
  const build = useValuePlot({
    settings,
    live,
    lines: [{ color, width: lineWidth, fill: fillOpacity }],
    focusColor: color,
    field: series.field,
    strip: focus ? room.strip : 0,
  });
  const data = useMemo(() => alignValues(series), [series]);
  const tooltip = (timeMs: number) => {
    const row = rowAt(series, timeMs);
    return row === null || isHiddenFrom(series.field, 'tooltip') ? null : (
      <SeverityTooltip series={series} row={row} color={color} timeZone={timeZone} annotations={notesNear(annotations, series, timeMs)} />
    );
  };
  return (
    <LookCloser series={[series]} walked={series} control={control} colorOf={() => color} settings={settings}>
      {(closer) => (
        <>
          {room.title > 0 && <PlotTitle series={series} color={color} height={room.title} rangeMs={timeRange.to.valueOf() - timeRange.from.valueOf()} timeZone={timeZone} />}
          <Plot
            build={build}
            data={data}
            width={width}
            height={room.value + room.strip}
            redrawOn={visible}
            leader={leader}
            onZoom={settings.onZoom}
            tooltip={tooltip}
            onPick={(timeMs) => closer.pick(series, timeMs)}
            closer={closer}
            annotations={annotations}
            timeZone={timeZone}
          />
        </>
      )}
    </LookCloser>
  );
}
