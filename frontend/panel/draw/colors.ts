/** Colours of lines. Those of severity are in `shared/severity.ts`. */
import { colorManipulator, FieldColorModeId, getFieldSeriesColor, type Field, type GrafanaTheme2 } from '@grafana/data';

/**
 * Calm hues that are none of severity's, so that a line is never taken for an alarm. Grafana's classic palette would
 * draw the second series in the yellow of a warning and the fourth in orange.
 */
const CALM = {
  dark: ['#8E9FC4', '#B48EDE', '#6CBFA6', '#8C949C', '#7F8BE0', '#C79BB9', '#86A873', '#9FB4C7'],
  light: ['#5B6C94', '#8353B8', '#2F8A70', '#6A737B', '#4B57B8', '#97607F', '#5B7E48', '#4F7187'],
};

/** For detector lines, which stand beside each other in one strip. */
const DETECTORS = {
  dark: ['#6CBFA6', '#B48EDE', '#7F9BFF', '#D7A3C5', '#A7B0B8', '#9CCB86'],
  light: ['#20796A', '#7A3FB5', '#3350C8', '#A3487F', '#5E6870', '#4B7A33'],
};

/** The colour that the user chose for a value, else a calm one by place: Grafana's default mode is no choice. */
export function lineColor(field: Field, place: number, theme: GrafanaTheme2): string {
  const mode = field.config.color?.mode;
  if (mode !== undefined && mode !== FieldColorModeId.PaletteClassic) {
    return getFieldSeriesColor(field, theme).color;
  }
  return cycle(theme.isDark ? CALM.dark : CALM.light, place);
}

const fadedColors = new Map<string, string>();

/** A colour at an opacity. Every plot asks at every drawing, and reading a colour takes longer than a stroke, so it is kept. */
export function faded(color: string, opacity: number): string {
  const key = `${color} ${opacity}`;
  let found = fadedColors.get(key);
  if (found === undefined) {
    found = colorManipulator.alpha(color, opacity);
    fadedColors.set(key, found);
  }
  return found;
}

/** The colour of a detector's line and of its dot in the tooltip. */
export function detectorColor(place: number, isDark: boolean): string {
  return cycle(isDark ? DETECTORS.dark : DETECTORS.light, place);
}

function cycle(colors: string[], place: number): string {
  return colors[place % colors.length]!;
}
