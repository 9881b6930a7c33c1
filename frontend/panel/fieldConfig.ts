/**
 * The field options of the panel, beside Grafana's own for all panels. The names are those of its time series panel.
 */
import { FieldColorModeId, FieldConfigProperty, type Field, type FieldConfigEditorBuilder, type SetFieldConfigOptionsArgs } from '@grafana/data';
import { GraphThresholdsStyleMode } from '@grafana/schema';
import { commonOptionsBuilder } from '@grafana/ui';

import { t } from '../shared/i18n/text';

/** Saved under `custom` of a field's config. */
export interface SeverityFieldConfig {
  lineWidth?: number;
  /** Opacity under the line, in percent. */
  fillOpacity?: number;
  axisLabel?: string;
  thresholdsStyle?: { mode: GraphThresholdsStyleMode };
  hideFrom?: { legend: boolean; tooltip: boolean; viz: boolean };
}

const MODES = Object.values(GraphThresholdsStyleMode).filter((mode) => mode !== GraphThresholdsStyleMode.Series);
const defaults = { lineWidth: 1.5, fillOpacity: 0, axisLabel: '', thresholds: GraphThresholdsStyleMode.Off };

/** The field's settings; missing or invalid ones become the default. */
export function readFieldConfig(field: Field): typeof defaults {
  const saved = (field.config.custom ?? {}) as SeverityFieldConfig;
  return {
    lineWidth: within(saved.lineWidth, 0, 10) ?? defaults.lineWidth,
    fillOpacity: within(saved.fillOpacity, 0, 100) ?? defaults.fillOpacity,
    axisLabel: typeof saved.axisLabel === 'string' ? saved.axisLabel : defaults.axisLabel,
    thresholds: MODES.find((mode) => mode === saved.thresholdsStyle?.mode) ?? defaults.thresholds,
  };
}

/** Whether the user has hidden a series from a part of the panel. */
export function isHiddenFrom(field: Field, part: keyof NonNullable<SeverityFieldConfig['hideFrom']>): boolean {
  return (field.config.custom as SeverityFieldConfig | undefined)?.hideFrom?.[part] === true;
}

function within(value: unknown, least: number, most: number): number | null {
  return typeof value === 'number' && value >= least && value <= most ? value : null;
}

/** Grafana's own options, and those of this panel. */
export function fieldConfigOptions(): SetFieldConfigOptionsArgs<SeverityFieldConfig> {
  return {
    standardOptions: {
      [FieldConfigProperty.Color]: {
        settings: { byValueSupport: true, bySeriesSupport: true, preferThresholdsMode: false },
        defaultValue: { mode: FieldColorModeId.PaletteClassic },
      },
    },
    useCustomConfig: addFieldOptions,
  };
}

function addFieldOptions(builder: FieldConfigEditorBuilder<SeverityFieldConfig>): void {
  const category = [t('panel.field.styles', 'Graph styles')];
  builder
    .addSliderInput({
      path: 'lineWidth',
      name: t('panel.field.line-width', 'Line width'),
      category,
      defaultValue: defaults.lineWidth,
      settings: { min: 0, max: 10, step: 0.5 },
    })
    .addSliderInput({
      path: 'fillOpacity',
      name: t('panel.field.fill-opacity', 'Fill opacity'),
      category,
      defaultValue: defaults.fillOpacity,
      settings: { min: 0, max: 100, step: 1 },
    })
    .addTextInput({
      path: 'axisLabel',
      name: t('panel.field.axis-label', 'Axis label'),
      category: [t('panel.field.axis', 'Axis')],
      defaultValue: defaults.axisLabel,
    })
    .addSelect({
      path: 'thresholdsStyle.mode',
      name: t('panel.field.thresholds', 'Show thresholds'),
      category: [t('panel.field.thresholds-category', 'Thresholds')],
      defaultValue: defaults.thresholds,
      settings: { options: MODES.map((value) => ({ value, label: modeWord(value) })) },
    });
  commonOptionsBuilder.addHideFrom(builder);
}

function modeWord(mode: (typeof MODES)[number]): string {
  switch (mode) {
    case GraphThresholdsStyleMode.Off:
      return t('panel.field.mode.off', 'Off');
    case GraphThresholdsStyleMode.Line:
      return t('panel.field.mode.line', 'As lines');
    case GraphThresholdsStyleMode.Dashed:
      return t('panel.field.mode.dashed', 'As lines (dashed)');
    case GraphThresholdsStyleMode.Area:
      return t('panel.field.mode.area', 'As filled regions');
    case GraphThresholdsStyleMode.LineAndArea:
      return t('panel.field.mode.line-area', 'As filled regions and lines');
    case GraphThresholdsStyleMode.DashedAndArea:
      return t('panel.field.mode.dashed-area', 'As filled regions and lines (dashed)');
  }
}
