import { useMemo } from 'react';
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
  timeAxis: boolean;
}

/** The value plot's builder, made anew only when its look changes: not by new data, nor by the cursor. */
export function useValuePlot({ settings, live, lines, focusColor, field, timeAxis }: Values): UPlotConfigBuilder {
  const { theme, timeZone, axisWidth, showYAxis, syncKey, options } = settings;
  const { showExpected, showBand, showPoints, showRegions } = options;
  const { min, max, decimals, thresholds } = field.config;
  const { axisLabel, thresholds: thresholdsStyle } = readFieldConfig(field);
  const look = JSON.stringify({
    ...{ timeZone, axisWidth, showYAxis, syncKey, timeAxis, worded: true, lines, focusColor },
    ...{ showExpected, showBand, showPoints, showRegions, min, max, decimals },
    ...{ truths: field.type === FieldType.boolean, axisLabel, thresholdsStyle, thresholds: thresholdsStyle === GraphThresholdsStyleMode.Off ? undefined : thresholds },
  } satisfies Omit<ValueLook, 'theme' | 'live'>);
  return useMemo(
    () => buildValuePlot({ ...(JSON.parse(look) as Omit<ValueLook, 'theme' | 'live'>), theme, live }),
    [look, theme, live]
  );
}
