/** The width of the names beside the lanes. */
import { measureText } from '@grafana/ui';

const FONT_SIZE = 12;
/** Severity's icon and air beside a name (CSS pixels). */
const BESIDE_NAME = 34;
const WIDEST = 190;
/** Of the panel. */
const LARGEST_SHARE = 0.35;
/** Only the longest decide; measuring thousands would take as long as drawing them. */
const MEASURED = 20;

/** Wide enough for the longest name, as far as the lanes keep most of the room. */
export function namesWidth(
  series: Array<{ name: string }>,
  panelWidth: number,
  measure: (text: string) => number = (text) => measureText(text, FONT_SIZE).width
): number {
  const longest = series.map(({ name }) => name).sort((a, b) => b.length - a.length).slice(0, MEASURED);
  const widest = Math.max(0, ...longest.map(measure));
  return Math.floor(Math.min(panelWidth * LARGEST_SHARE, WIDEST, widest + BESIDE_NAME));
}
