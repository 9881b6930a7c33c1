/** The width of the y axis, found before plots are built, so that all of the panel's plots share it. */
import { measureText, UPLOT_AXIS_FONT_SIZE } from '@grafana/ui';

/** Tick, gap and air beside a label (CSS pixels). */
const BESIDE_LABEL = 16;
/** Widths move in steps, so that a refresh seldom rebuilds the plots. */
const STEP = 8;
const WIDEST_LABEL = '100 %';

type Format = (value: number, decimals?: number | null) => string;

/** What an axis' own label takes of its width (CSS pixels): a line of text with the air that Grafana leaves. */
export function labelWidth(label: string): number {
  return label === '' ? 0 : UPLOT_AXIS_FONT_SIZE + 8;
}

/** Wide enough for the labels between the ends and for the score's. At most 40 % of the panel. */
export function axisWidth(
  extents: Array<{ extent: [number, number] | null; format: Format; label?: string }>,
  panelWidth: number,
  measure: (text: string) => number = (text) => measureText(text, UPLOT_AXIS_FONT_SIZE).width
): number {
  const labels = extents.flatMap(({ extent, format }) => (extent ? ticksBetween(extent).map(format1(format)) : []));
  const widest = Math.max(...[WIDEST_LABEL, ...labels].map(measure));
  const title = Math.max(0, ...extents.map(({ label = '' }) => labelWidth(label)));
  return Math.min(Math.floor(panelWidth * 0.4), Math.ceil((widest + BESIDE_LABEL) / STEP) * STEP + title);
}

/** Round numbers over the ends and a tenth beyond them, as a plot's labels are. */
export function ticksBetween([low, high]: [number, number]): Array<{ value: number; decimals: number }> {
  const spread = high - low || Math.abs(high) || 1;
  const step = 10 ** Math.floor(Math.log10(spread / 2));
  const decimals = Math.max(0, -Math.floor(Math.log10(step)));
  return [low - spread * 0.1, low, (low + high) / 2, high, high + spread * 0.1].map((end) => ({
    value: Math.round(end / step) * step,
    decimals,
  }));
}

function format1(format: Format): (tick: { value: number; decimals: number }) => string {
  return ({ value, decimals }) => format(value, decimals > 0 ? decimals : undefined);
}
