/** How the panel's room is shared out, in pixels. Pure, so that every size can be tested. */
import type { SeverityOptions } from './options';

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
  /** Entries of the list of events. */
  events: number;
  options: Pick<SeverityOptions, 'showStats' | 'showBadges' | 'showLegend' | 'views' | 'scoreStrip'>;
}

export interface Room {
  header: number;
  stats: boolean;
  badges: boolean;
  legend: number;
  /** The line that tells which detector has which colour. */
  detectors: number;
  /** The list of events, which scrolls. */
  events: number;
  notes: number;
  /** What is left for the plots, which scroll where `plotHeight * plots` is more. */
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
const EVENT_LINE = 22;
/** The list scrolls beyond. */
const MOST_EVENT_LINES = 6;
const TITLE = 22;
/** Below these, a part would take the room that the values need to be read. */
const SMALLEST = { headerWidth: 300, headerHeight: 170, statsWidth: 480, legendHeight: 240, eventsHeight: 360, stripHeight: 132, notes: 130 };
const SMALLEST_PLOT = { values: 128, withStrip: 190 };
const SCROLLBAR = 10;

/** Gives the values what they need first, then strip, header, legend and notes what is left. */
export function shareRoom(need: Need): Room {
  const { width, height, options } = need;
  const headerFits = need.scored && width >= SMALLEST.headerWidth && height >= SMALLEST.headerHeight;
  const badges = headerFits && options.showBadges;
  const stats = headerFits && options.showStats && (width >= SMALLEST.statsWidth || !badges);
  const header = stats || badges ? HEADER : 0;
  const legend = legendHeight(need);
  const notes = height >= SMALLEST.notes ? need.notes * NOTE_LINE : 0;
  const detectors = detectorsHeight(need);
  const events = eventsHeight(need);
  const body = Math.max(0, height - header - legend - detectors - events - notes);

  const plots = Math.max(1, need.plots);
  const smallest = need.scored && options.scoreStrip !== 'off' ? SMALLEST_PLOT.withStrip : SMALLEST_PLOT.values;
  const plotHeight = plots === 1 ? body : Math.max(Math.min(smallest, body), Math.floor(body / plots));
  const title = need.plots > 1 ? TITLE : 0;
  const strip = stripHeight(plotHeight - title, need);
  return {
    header,
    stats,
    badges,
    legend,
    detectors,
    events,
    notes,
    body,
    plotHeight,
    title,
    value: Math.max(0, plotHeight - title - strip),
    strip,
    scrolls: plotHeight * plots > body,
  };
}

/** The width that plots have beside a scroll bar. */
export function plotWidth(width: number, scrolls: boolean): number {
  return Math.max(0, width - (scrolls ? SCROLLBAR : 0));
}

function legendHeight({ width, height, legendEntries, options }: Need): number {
  if (!options.showLegend || legendEntries < 2 || height < SMALLEST.legendHeight) {
    return 0;
  }
  const entriesALine = Math.max(1, Math.floor(width / 180));
  return LEGEND_LINE * Math.min(2, Math.ceil(legendEntries / entriesALine));
}

function detectorsHeight({ height, scored, options }: Need): number {
  return scored && options.scoreStrip === 'detectors' && height >= SMALLEST.legendHeight ? NOTE_LINE : 0;
}

/** Its head and a line an event, and never more than a third of the panel. */
function eventsHeight({ height, events, options }: Need): number {
  if (!options.views.includes('events') || events === 0 || height < SMALLEST.eventsHeight) {
    return 0;
  }
  return Math.min(EVENT_LINE * (Math.min(events, MOST_EVENT_LINES) + 1) + 1, Math.floor(height / 3));
}

function stripHeight(plot: number, { scored, options }: Need): number {
  const fits = plot >= SMALLEST.stripHeight - TITLE && options.scoreStrip !== 'off';
  if (!scored || !fits) {
    return 0;
  }
  const share = options.scoreStrip === 'detectors' ? 0.36 : 0.26;
  return Math.round(Math.min(options.scoreStrip === 'detectors' ? 160 : 96, Math.max(66, plot * share)));
}
