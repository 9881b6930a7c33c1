/** How the panel's room is shared out, in pixels. Pure, so that every size can be tested. */
import type { SeverityOptions, View } from './options';

export interface Need {
  width: number;
  height: number;
  /** Plots one above the other: the series in small multiples, one in an overlay. */
  plots: number;
  /** Entries of the legend; 0 where it has nothing to tell apart. */
  legendEntries: number;
  scored: boolean;
  /** Lines of text under the plots, such as how many series are not shown. */
  notes: number;
  /** Lanes and cards: all series that are not hidden. */
  series: number;
  /** Entries of the list of events. */
  events: number;
  /** Whether one series was opened: the timeline then stays, and a line leads back to all. */
  opened: boolean;
  options: Pick<SeverityOptions, 'showStats' | 'showBadges' | 'showLegend' | 'views' | 'scoreStrip'>;
}

export interface Room {
  header: number;
  stats: boolean;
  badges: boolean;
  notes: number;
  /** The views that there is room for, from top to bottom. */
  views: Array<{ view: View; height: number }>;
  /** Of the timeline: the line that leads back to all series. */
  back: number;
  /** Of the timeline. */
  legend: number;
  /** Of the timeline: the line that tells which detector has which colour. */
  detectors: number;
  /** What is left of the timeline for the plots, which scroll where `plotHeight * plots` is more. */
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
/** Of the list of events, and of its head. */
export const EVENT_LINE = 26;
/** Beside other views, the list scrolls beyond: more lines would take the room of the plots that they tell of. */
const MOST_EVENT_LINES = 10;
export const LANE = { axis: 22, usual: 22, lowest: 16, highest: 30 };
export const CARD = { width: 210, height: 110, gap: 8 };
/** Beside other views, a view below this is not readable. */
const SMALLEST_VIEW: Record<View, number> = {
  timeline: 150,
  lanes: LANE.axis + 3 * LANE.lowest,
  cards: CARD.height + 2 * CARD.gap,
  events: 3 * EVENT_LINE,
};
/** Who takes what the others leave. */
const TAKES_THE_REST: View[] = ['timeline', 'cards', 'lanes', 'events'];
/** Of the room, so that the view that takes the rest keeps most. */
const LARGEST_SHARE: Record<View, number> = { timeline: 1, lanes: 0.4, cards: 0.5, events: 1 / 3 };
/** Below these, a part would take the room that the values need to be read. */
const SMALLEST = { headerWidth: 300, headerHeight: 170, statsWidth: 480, legendHeight: 200, stripHeight: 132, notes: 130 };
const SMALLEST_PLOT = { values: 128, withStrip: 190 };
const SCROLLBAR = 10;

/**
 * Header and notes first, then the views. Where there is too little for all, the last of the chosen views goes first; the
 * timeline of an opened series stays. In the timeline the values get what they need, then strip and legend what is left.
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

/** Of each lane: all are in sight where that leaves them readable; where they scroll anyway, they are at ease. */
export function laneHeight(lanes: number, height: number): number {
  const each = Math.floor(height / Math.max(1, lanes));
  return each < LANE.lowest ? Math.min(LANE.usual, Math.max(1, height)) : Math.min(LANE.highest, each);
}

/** The width that plots have beside a scroll bar. */
export function plotWidth(width: number, scrolls: boolean): number {
  return Math.max(0, width - (scrolls ? SCROLLBAR : 0));
}

/** What each view would fill, beside others. */
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
  // What is least is least for all: the last gives back first.
  for (const view of [...others].reverse()) {
    const back = Math.max(0, Math.min(SMALLEST_VIEW[filler] - left, heights.get(view)! - SMALLEST_VIEW[view]));
    heights.set(view, heights.get(view)! - back);
    left += back;
  }
  heights.set(filler, left);
  return chosen.filter((view) => kept.includes(view)).map((view) => ({ view, height: heights.get(view)! }));
}

/** The first alone always fits. */
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
