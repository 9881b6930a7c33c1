/** What every plot of the panel is given alike. */
import { formattedValueToString, getDisplayProcessor, type Field, type GrafanaTheme2, type TimeRange, type TimeZone } from '@grafana/data';

import type { SeverityLevel } from '../../shared/contract';
import type { Annotation } from '../annotations/read';
import type { Paint } from '../draw/marks';
import type { SeverityOptions } from '../options';

export interface PlotSettings {
  theme: GrafanaTheme2;
  timeZone: TimeZone;
  timeRange: TimeRange;
  options: SeverityOptions;
  /** What minimum severity and badges leave to be drawn. */
  visible: ReadonlySet<SeverityLevel>;
  axisWidth: number;
  showYAxis: boolean;
  syncKey: string;
  /** The element that says which keys a chart answers to. */
  keysId: string;
  /** The dashboard's, in order of time. */
  annotations: Annotation[];
  onZoom: (range: { from: number; to: number }) => void;
}

export type Format = (value: number, decimals?: number | null) => string;

/** A value's text with unit and decimals as the field is configured. */
export function formatOf(field: Field, theme: GrafanaTheme2): Format {
  const display = field.display ?? getDisplayProcessor({ field, theme });
  return (value, decimals) => formattedValueToString(display(value, decimals));
}

/** The text of a difference of values: with their unit, but without the words that stand for some of them. */
export function differenceFormatOf(field: Field, theme: GrafanaTheme2): Format {
  const display = getDisplayProcessor({ field: { ...field, config: { ...field.config, mappings: undefined } }, theme });
  return (value, decimals) => formattedValueToString(display(value, decimals));
}

/** How severity is painted under these settings. */
export function paintOf({ theme, visible }: PlotSettings): Paint {
  return { isDark: theme.isDark, background: theme.colors.background.primary, visible };
}
