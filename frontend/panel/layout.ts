/** Divides the panel's room, in pixels. Pure, so that every size can be tested. */
import type { SeverityOptions, View } from './options';

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

export interface Room {
  header: number;
  stats: boolean;
  badges: boolean;
  notes: number;
  /** The views that fit, from top to bottom. */
  views: Array<{ view: View; height: number }>;
  /** Timeline: height of the line that leads back to all series. */
  back: number;
  /** Timeline: height of the legend. */
  legend: number;
  /** Timeline: height of the line with the detectors' colours. */
  detectors: number;
  /** Timeline: the remaining height for the plots, which scroll if `plotHeight * plots` is more. */
  body: number;
  plotHeight: number;
  title: number;
  value: number;
  strip: number;
  scrolls: boolean;
}

const HEADER = 34;
const LEGEND_LINE = 26;
const NOTE_LINE = 20;
const BACK = 30;
const TITLE = 22;
/** Height of a line of the list of events, and of its head. */
export const EVENT_LINE = 26;
/**
 * Largest number of event lines beside other views; the rest scrolls, because more lines would take the room of the
 * plots.
 */
const MOST_EVENT_LINES = 10;
export const LANE = { axis: 22, usual: 22, lowest: 16, highest: 30 };
export const CARD = { width: 210, height: 110, gap: 8 };
/** Smallest readable height of a view beside other views. */
const SMALLEST_VIEW: Record<View, number> = {
  timeline: 150,
  lanes: LANE.axis + 3 * LANE.lowest,
  cards: CARD.height + 2 * CARD.gap,
  events: 3 * EVENT_LINE,
};
/** The views that take the remaining room, in order of preference. */
const TAKES_THE_REST: View[] = ['timeline', 'cards', 'lanes', 'events'];
/** Largest share of the room, so that the view that takes the rest keeps most. */
const LARGEST_SHARE: Record<View, number> = { timeline: 1, lanes: 0.4, cards: 0.5, events: 1 / 3 };
/** Sizes below which a part would take the room that the values need. */
const SMALLEST = { headerWidth: 300, headerHeight: 170, statsWidth: 480, legendHeight: 200, stripHeight: 132, notes: 130 };
const SMALLEST_PLOT = { values: 128, withStrip: 190 };
const SCROLLBAR = 10;

/**
 * Header and notes first, then the views. If there is too little room for all, the last of the chosen views is dropped
 * first; the timeline of an opened series stays. In the timeline the values get what they need, then strip and legend
 * get the rest.
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
  const back = need.opened ? Math.min(BACK, timeline) : 0;
  const legend = need.opened ? 0 : legendHeight(need, timeline);
  const detectors = detectorsHeight(need, timeline);
  const body = Math.max(0, timeline - back - legend - detectors);

  const plots = Math.max(1, need.plots);
  const smallest = need.scored && options.scoreStrip !== 'off' ? SMALLEST_PLOT.withStrip : SMALLEST_PLOT.values;
  const plotHeight = plots === 1 ? body : Math.max(Math.min(smallest, body), Math.floor(body / plots));
  const title = need.plots > 1 ? TITLE : 0;
  const strip = stripHeight(plotHeight - title, need);
  return {
    header,
    stats,
    badges,
    notes,
    views,
    back,
    legend,
    detectors,
    body,
    plotHeight,
    title,
    value: Math.max(0, plotHeight - title - strip),
    strip,
    scrolls: plotHeight * plots > body,
  };
}

/**
 * The height of each lane: all are visible if that leaves them readable; if they scroll anyway, they are more
 * comfortable.
 */
export function laneHeight(lanes: number, height: number): number {
  const each = Math.floor(height / Math.max(1, lanes));
  return each < LANE.lowest ? Math.min(LANE.usual, Math.max(1, height)) : Math.min(LANE.highest, each);
}

/** The width of plots beside a scroll bar. */
export function plotWidth(width: number, scrolls: boolean): number {
  return Math.max(0, width - (scrolls ? SCROLLBAR : 0));
}

/** The height that each view would fill beside others. */
function wanted(view: View, { series, events }: Need): number {
  switch (view) {
    case 'timeline':
      return Infinity;
    case 'lanes':
      return LANE.axis + LANE.usual * series;
    case 'cards':
      return SMALLEST_VIEW.cards;
    case 'events':
      return EVENT_LINE * (Math.min(MOST_EVENT_LINES, Math.max(1, events)) + 1);
  }
}

function shareViews(need: Need, height: number): Room['views'] {
  const { views } = need.options;
  const chosen = need.opened && !views.includes('timeline') ? [views[0]!, 'timeline' as const, ...views.slice(1)] : views;
  const byRank = need.opened ? ['timeline' as const, ...chosen.filter((view) => view !== 'timeline')] : chosen;
  const kept = longestThatFits(byRank, height);
  const filler = TAKES_THE_REST.find((view) => kept.includes(view))!;
  const others = chosen.filter((view) => kept.includes(view) && view !== filler);
  let left = height;
  const heights = new Map<View, number>();
  others.forEach((view) => {
    const share = Math.floor(height * Math.min(LARGEST_SHARE[view], 1 / kept.length));
    const most = filler === 'timeline' ? share : Math.floor(height * LARGEST_SHARE[view]);
    const given = Math.max(SMALLEST_VIEW[view], Math.min(wanted(view, need), most));
    heights.set(view, given);
    left -= given;
  });
  // The smallest heights apply to all: the last view shrinks first.
  for (const view of [...others].reverse()) {
    const back = Math.max(0, Math.min(SMALLEST_VIEW[filler] - left, heights.get(view)! - SMALLEST_VIEW[view]));
    heights.set(view, heights.get(view)! - back);
    left += back;
  }
  heights.set(filler, left);
  return chosen.filter((view) => kept.includes(view)).map((view) => ({ view, height: heights.get(view)! }));
}

/** The longest list of views that fits; the first one alone always does. */
function longestThatFits(views: View[], height: number): View[] {
  const sums = views.map((_, last) => views.slice(0, last + 1).reduce((sum, view) => sum + SMALLEST_VIEW[view], 0));
  return views.filter((_, place) => place === 0 || sums[place]! <= height);
}

function legendHeight({ width, legendEntries, options }: Need, height: number): number {
  if (!options.showLegend || legendEntries < 2 || height < SMALLEST.legendHeight) {
    return 0;
  }
  const entriesALine = Math.max(1, Math.floor(width / 180));
  return LEGEND_LINE * Math.min(2, Math.ceil(legendEntries / entriesALine));
}

function detectorsHeight({ scored, options }: Need, height: number): number {
  return scored && options.scoreStrip === 'detectors' && height >= SMALLEST.legendHeight ? NOTE_LINE : 0;
}

function stripHeight(plot: number, { scored, options }: Need): number {
  const fits = plot >= SMALLEST.stripHeight - TITLE && options.scoreStrip !== 'off';
  if (!scored || !fits) {
    return 0;
  }
  const share = options.scoreStrip === 'detectors' ? 0.36 : 0.26;
  return Math.round(Math.min(options.scoreStrip === 'detectors' ? 160 : 96, Math.max(66, plot * share)));
}
