/** Divides the panel's room, in pixels. Pure, so that every size can be tested. */
import type { SeverityOptions } from './options';
import { viewOf, type View } from './views/all';
import { plotRoom, type PlotRoom } from './views/timeline/room';

export interface Need {
  width: number;
  height: number;
  /** Number of plots one above the other: the series in small multiples, one in an overlay. */
  plots: number;
  /** Entries of the legend; 0 if it has nothing to distinguish. */
  legendEntries: number;
  scored: boolean;
  /** Lines of text under the plots, such as how many series are not shown. */
  notes: number;
  /** For lanes and cards: all series that are not hidden. */
  series: number;
  /** Entries of the list of events. */
  events: number;
  /** Whether one series was opened: the timeline then stays, with a line that leads back to all. */
  opened: boolean;
  options: Pick<SeverityOptions, 'showStats' | 'showBadges' | 'showLegend' | 'views' | 'scoreStrip'>;
}

/** The room of the panel, and of the plots in its timeline. */
export interface Room extends PlotRoom {
  header: number;
  stats: boolean;
  badges: boolean;
  notes: number;
  /** The views that fit, from top to bottom. */
  views: Array<{ view: View; height: number }>;
}

const HEADER = 34;
const NOTE_LINE = 20;
/** Sizes below which a part would take the room that the values need. */
const SMALLEST = { headerWidth: 300, headerHeight: 170, statsWidth: 480, notes: 130 };

/**
 * Header and notes first, then the views. If there is too little room for all, the last of the chosen views is dropped
 * first; the timeline of an opened series stays.
 */
export function shareRoom(need: Need): Room {
  const { width, height, options } = need;
  const headerFits = need.scored && width >= SMALLEST.headerWidth && height >= SMALLEST.headerHeight;
  const badges = headerFits && options.showBadges;
  const stats = headerFits && options.showStats && (width >= SMALLEST.statsWidth || !badges);
  const header = stats || badges ? HEADER : 0;
  const notes = height >= SMALLEST.notes ? need.notes * NOTE_LINE : 0;
  const views = shareViews(need, Math.max(0, height - header - notes));
  const timeline = views.find(({ view }) => view === 'timeline')?.height ?? 0;
  return { header, stats, badges, notes, views, ...plotRoom(need, timeline) };
}

function shareViews(need: Need, height: number): Room['views'] {
  const { views } = need.options;
  const chosen = need.opened && !views.includes('timeline') ? [views[0]!, 'timeline' as const, ...views.slice(1)] : views;
  const byRank = need.opened ? ['timeline' as const, ...chosen.filter((view) => view !== 'timeline')] : chosen;
  const kept = longestThatFits(byRank, height);
  const filler = fillerOf(kept);
  const others = chosen.filter((view) => kept.includes(view) && view !== filler);
  let left = height;
  const heights = new Map<View, number>();
  others.forEach((view) => {
    const { smallest, largestShare, wanted } = viewOf(view);
    const share = Math.floor(height * Math.min(largestShare, 1 / kept.length));
    const most = filler === 'timeline' ? share : Math.floor(height * largestShare);
    const given = Math.max(smallest, Math.min(wanted(need), most));
    heights.set(view, given);
    left -= given;
  });
  // The smallest heights apply to all: the last view shrinks first.
  for (const view of [...others].reverse()) {
    const back = Math.max(0, Math.min(viewOf(filler).smallest - left, heights.get(view)! - viewOf(view).smallest));
    heights.set(view, heights.get(view)! - back);
    left += back;
  }
  heights.set(filler, left);
  return chosen.filter((view) => kept.includes(view)).map((view) => ({ view, height: heights.get(view)! }));
}

/** The view that takes the remaining room. */
function fillerOf(views: View[]): View {
  return views.reduce((first, view) => (viewOf(view).restRank < viewOf(first).restRank ? view : first));
}

/** The longest list of views that fits; the first one alone always does. */
function longestThatFits(views: View[], height: number): View[] {
  const sums = views.map((_, last) => views.slice(0, last + 1).reduce((sum, view) => sum + viewOf(view).smallest, 0));
  return views.filter((_, place) => place === 0 || sums[place]! <= height);
}
