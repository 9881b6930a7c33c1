import { FieldConfigEditorBuilder, FieldConfigProperty, FieldType, type Field } from '@grafana/data';
import { GraphThresholdsStyleMode } from '@grafana/schema';
import { describe, expect, it } from 'vitest';

import { fieldConfigOptions, isHiddenFrom, readFieldConfig, type SeverityFieldConfig } from './fieldConfig';
import './testing/editors';

const field = (custom?: object): Field => ({ name: 'value', type: FieldType.number, values: [], config: { custom } });

describe('the settings of a field', () => {
  const none = { lineWidth: 1.5, fillOpacity: 0, axisLabel: '', thresholds: GraphThresholdsStyleMode.Off };
  it.each<[string, object | undefined, object]>([
    ['nothing saved', undefined, {}],
    ["what Grafana's time series panel saved", { lineWidth: 3, fillOpacity: 20, axisLabel: 'Rate', thresholdsStyle: { mode: 'line+area' } }, { lineWidth: 3, fillOpacity: 20, axisLabel: 'Rate', thresholds: 'line+area' }],
    ['numbers out of range', { lineWidth: -1, fillOpacity: 400 }, {}],
    ['what is no number', { lineWidth: '3', fillOpacity: NaN }, {}],
    ['a style that the panel lacks', { thresholdsStyle: { mode: 'series' } }, {}],
    ['a line of no width', { lineWidth: 0 }, { lineWidth: 0 }],
  ])('read from %s', (_, custom, expected) => {
    expect(readFieldConfig(field(custom))).toEqual({ ...none, ...expected });
  });

  it('say from where a series is hidden', () => {
    const hidden = field({ hideFrom: { legend: true, tooltip: false, viz: false } });
    expect([isHiddenFrom(hidden, 'legend'), isHiddenFrom(hidden, 'viz'), isHiddenFrom(field(), 'viz')]).toEqual([true, false, false]);
  });
});

describe('the editors of the fields', () => {
  const options = fieldConfigOptions();
  const builder = new FieldConfigEditorBuilder<SeverityFieldConfig>();
  options.useCustomConfig?.(builder);

  it('have the paths under which settings are read', () => {
    expect(builder.getItems().map(({ path }) => path)).toEqual(['lineWidth', 'fillOpacity', 'axisLabel', 'thresholdsStyle.mode', 'hideFrom']);
  });

  it('stand beside all of Grafana\'s own', () => {
    expect(options.disableStandardOptions).toBeUndefined();
    expect(Object.keys(options.standardOptions ?? {})).toEqual([FieldConfigProperty.Color]);
  });
});
