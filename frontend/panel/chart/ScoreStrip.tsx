import React, { useMemo, type ReactNode } from 'react';

import { alignScores } from '../draw/align';
import type { ReadLive } from '../draw/live';
import { buildScorePlot } from '../draw/scorePlot';
import type { ScoredSeries } from '../model';

import type { Closer } from './LookCloser';
import { Plot } from './Plot';
import type { PlotSettings } from './shared';

interface Props {
  series: ScoredSeries;
  settings: PlotSettings;
  live: ReadLive;
  width: number;
  height: number;
  tooltip: (timeMs: number) => ReactNode;
  closer: Closer;
}

/** The score of one series under its values. */
export function ScoreStrip({ series, settings, live, width, height, tooltip, closer }: Props) {
  const { theme, timeZone, axisWidth, syncKey, options } = settings;
  const withDetectors = options.scoreStrip === 'detectors';
  const { threshold } = series.verdict;
  const data = useMemo(() => alignScores(series, withDetectors), [series, withDetectors]);
  const detectors = data.length - 2;
  const config = useMemo(
    () =>
      buildScorePlot({
        theme,
        timeZone,
        axisWidth,
        syncKey,
        live,
        timeAxis: true,
        worded: false,
        threshold,
        display: options.threshold,
        detectors,
      }),
    [theme, timeZone, axisWidth, syncKey, live, threshold, options.threshold, detectors]
  );
  return (
    <Plot
      config={config}
      data={data}
      width={width}
      height={height}
      redrawOn={settings.visible}
      onZoom={settings.onZoom}
      tooltip={tooltip}
      onPick={(timeMs) => closer.pick(series, timeMs)}
      closer={closer}
      part="score"
      marked={settings.annotations}
      timeZone={timeZone}
    />
  );
}
