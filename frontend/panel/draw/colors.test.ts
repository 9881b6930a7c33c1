import { createTheme, FieldColorModeId, FieldType, type Field } from '@grafana/data';
import { describe, expect, it } from 'vitest';

import { SEVERITY_LEVELS } from '../../contract/limits';
import { severityColor } from '../../shared/severity';

import { detectorColor, lineColor } from './colors';

const field = (color?: Field['config']['color']): Field => ({
  name: 'value',
  type: FieldType.number,
  values: [],
  config: { color },
});

describe.each(['dark', 'light'] as const)('lines in the %s theme', (mode) => {
  const theme = createTheme({ colors: { mode } });
  const severities = SEVERITY_LEVELS.map((level) => severityColor(level, theme.isDark));

  it('are never in a colour of severity', () => {
    const colors = Array.from({ length: 30 }, (_, place) => [
      lineColor(field(), place, theme),
      detectorColor(place, theme.isDark),
    ]).flat();
    expect(colors.filter((color) => severities.includes(color))).toEqual([]);
  });

  it('differ between neighbours', () => {
    expect(lineColor(field(), 0, theme)).not.toBe(lineColor(field(), 1, theme));
  });

  it('take the colour that the user fixed', () => {
    const fixed = field({ mode: FieldColorModeId.Fixed, fixedColor: '#123456' });
    expect(lineColor(fixed, 3, theme)).toBe('#123456');
  });

  it("keep to calm colours under Grafana's default mode", () => {
    const classic = field({ mode: FieldColorModeId.PaletteClassic });
    expect(lineColor(classic, 1, theme)).toBe(lineColor(field(), 1, theme));
  });
});
