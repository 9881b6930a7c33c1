/** The names beside the lanes: their width, and the part of them that distinguishes the lanes. Pure. */
import { measureText } from '@grafana/ui';

import type { Standing } from '../../standing';

/** Slightly above the drawn size: letters are spaced, and the font may load after the measurement. */
const FONT_SIZE = 13;
/** Room for the severity icon and space beside a name (CSS pixels). */
const BESIDE_NAME = 38;
/** Room for the second icon, of a series whose current state is unknown. */
const STANDING = 18;
const WIDEST = 220;
/** Largest share of the panel's width. */
const LARGEST_SHARE = 0.35;
/** Number of longest names that are measured; measuring thousands would take as long as drawing them. */
const MEASURED = 20;
/** Where a name may be cut: `up{instance="a"}` at its punctuation, never within a word. */
const MARK = /[{}"=,\s]/;
const CLOSES = /[}"]/;

type Measure = (text: string) => number;
type Named = Array<{ name: string; standing?: Pick<Standing, 'kind'> }>;

const measured: Measure = (text) => measureText(text, FONT_SIZE).width;

/** Wide enough for the longest name, but leaves most of the room to the lanes. */
export function namesWidth(series: Named, panelWidth: number, measure: Measure = measured): number {
  const short = shortNames(series, Math.min(panelWidth * LARGEST_SHARE, WIDEST), measure);
  const unknown = series.some(({ standing }) => standing && standing.kind !== 'known');
  const needed = Math.ceil(widest(series.map(({ name }) => short(name)), measure)) + BESIDE_NAME + (unknown ? STANDING : 0);
  return Math.min(Math.floor(panelWidth * LARGEST_SHARE), WIDEST, needed);
}

/** If names are too long for the width, their common beginning and end are removed. */
export function shortNames(series: Named, width: number, measure: Measure = measured): (name: string) => string {
  const names = series.map(({ name }) => name);
  if (names.length < 2 || widest(names, measure) + BESIDE_NAME <= width) {
    return (name) => name;
  }
  const start = commonStart(names);
  const ending = commonStart(names.map(reversed));
  // A closing brace or quote is only removed with its opening one.
  const end = start > 0 || !CLOSES.test(names[0]!.slice(names[0]!.length - ending)) ? ending : 0;
  return (name) => (name.length > start + end ? name.slice(start, name.length - end) : name);
}

function widest(names: string[], measure: Measure): number {
  const longest = [...names].sort((a, b) => b.length - a.length).slice(0, MEASURED);
  return Math.max(0, ...longest.map(measure));
}

/** Number of characters that all begin with, up to the last punctuation mark among them. */
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
