/** The names beside the lanes: their width, and what of them tells the lanes apart. Pure. */
import { measureText } from '@grafana/ui';

import type { Standing } from '../standing';

/** A little above the size that is drawn: letters are spaced, and the font may come later than the measuring. */
const FONT_SIZE = 13;
/** Severity's icon and air beside a name (CSS pixels). */
const BESIDE_NAME = 38;
/** The second icon, of a series of which nothing is known now. */
const STANDING = 18;
const WIDEST = 220;
/** Of the panel. */
const LARGEST_SHARE = 0.35;
/** Only the longest decide; measuring thousands would take as long as drawing them. */
const MEASURED = 20;
/** Where a name may be cut: `up{instance="a"}` at its marks, never within a word. */
const MARK = /[{}"=,\s]/;
const CLOSES = /[}"]/;

type Measure = (text: string) => number;
type Named = Array<{ name: string; standing?: Pick<Standing, 'kind'> }>;

const measured: Measure = (text) => measureText(text, FONT_SIZE).width;

/** Wide enough for the longest name, as far as the lanes keep most of the room. */
export function namesWidth(series: Named, panelWidth: number, measure: Measure = measured): number {
  const short = shortNames(series, Math.min(panelWidth * LARGEST_SHARE, WIDEST), measure);
  const unknown = series.some(({ standing }) => standing && standing.kind !== 'known');
  const needed = Math.ceil(widest(series.map(({ name }) => short(name)), measure)) + BESIDE_NAME + (unknown ? STANDING : 0);
  return Math.min(Math.floor(panelWidth * LARGEST_SHARE), WIDEST, needed);
}

/** Where names are too long for the width, what all of them begin and end with is left out. */
export function shortNames(series: Named, width: number, measure: Measure = measured): (name: string) => string {
  const names = series.map(({ name }) => name);
  if (names.length < 2 || widest(names, measure) + BESIDE_NAME <= width) {
    return (name) => name;
  }
  const start = commonStart(names);
  const ending = commonStart(names.map(reversed));
  // A brace or quote that closes goes only with the one that opens it.
  const end = start > 0 || !CLOSES.test(names[0]!.slice(names[0]!.length - ending)) ? ending : 0;
  return (name) => (name.length > start + end ? name.slice(start, name.length - end) : name);
}

function widest(names: string[], measure: Measure): number {
  const longest = [...names].sort((a, b) => b.length - a.length).slice(0, MEASURED);
  return Math.max(0, ...longest.map(measure));
}

/** How many characters all begin with, up to the last mark among them. */
function commonStart(names: string[]): number {
  const [first = '', ...others] = names;
  let common = first.length;
  for (const other of others) {
    let i = 0;
    while (i < common && other[i] === first[i]) {
      i += 1;
    }
    common = i;
  }
  while (common > 0 && !MARK.test(first[common - 1]!)) {
    common -= 1;
  }
  return common;
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}
