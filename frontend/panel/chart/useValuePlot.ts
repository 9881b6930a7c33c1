import { useCallback } from 'react';
import { FieldType, type Field } from '@grafana/data';
import { GraphThresholdsStyleMode } from '@grafana/schema';
import type { UPlotConfigBuilder } from '@grafana/ui';

import { readFieldConfig } from '../fieldConfig';
import type { ReadLive } from '../draw/live';
import { buildValuePlot, type ValueLook } from '../draw/valuePlot';

import type { PlotSettings } from './shared';

interface Values {
  settings: PlotSettings;
  live: ReadLive;
  lines: ValueLook['lines'];
  focusColor: string;
  /** Whose unit, decimals and limits hold for the axis. */
  field: Field;
  /** Height of the score strip; 0 where there is none. */
  strip: number;
}

/** What makes the value plot's builder; another function only when the look changes: not by new data, nor by the cursor. */
export function useValuePlot({ settings, live, lines, focusColor, field, strip }: Values): () => UPlotConfigBuilder {
  const { theme, timeZone, axisWidth, showYAxis, syncKey, options } = settings;
  const { showExpected, showBand, showPoints, showRegions, threshold } = options;
  const { min, max, decimals, thresholds } = field.config;
  const { axisLabel, thresholds: thresholdsStyle } = readFieldConfig(field);
  const look = JSON.stringify({
    ...{ timeZone, axisWidth, showYAxis, syncKey, strip, lines, focusColor, threshold },
    detectors: options.scoreStrip === 'detectors',
    ...{ showExpected, showBand, showPoints, showRegions, min, max, decimals },
    ...{ truths: field.type === FieldType.boolean, axisLabel, thresholdsStyle, thresholds: thresholdsStyle === GraphThresholdsStyleMode.Off ? undefined : thresholds },
  } satisfies Omit<ValueLook, 'theme' | 'live'>);
  return useCallback(
    () => buildValuePlot({ ...(JSON.parse(look) as Omit<ValueLook, 'theme' | 'live'>), theme, live }),
    [look, theme, live]
  );
}
