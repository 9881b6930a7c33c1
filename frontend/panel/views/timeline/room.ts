/** Divides the timeline's room, in pixels. Pure. */
import type { Need } from '../../layout';

export interface PlotRoom {
  /** Height of the line that leads back to all series. */
  back: number;
  /** Height of the legend. */
  legend: number;
  /** Height of the line with the detectors' colours. */
  detectors: number;
  /** The remaining height for the plots, which scroll if `plotHeight * plots` is more. */
  body: number;
  plotHeight: number;
  title: number;
  value: number;
  strip: number;
  scrolls: boolean;
}

const LEGEND_LINE = 26;
const DETECTORS_LINE = 20;
const BACK = 30;
const TITLE = 22;
/** Heights below which a part would take the room that the values need. */
const SMALLEST = { legend: 200, strip: 132 };
const SMALLEST_PLOT = { values: 128, withStrip: 190 };
const SCROLLBAR = 10;

/** The values get what they need, then strip and legend get the rest. */
export function plotRoom(need: Need, height: number): PlotRoom {
  const back = need.opened ? Math.min(BACK, height) : 0;
  const legend = need.opened ? 0 : legendHeight(need, height);
  const detectors = detectorsHeight(need, height);
  const body = Math.max(0, height - back - legend - detectors);

  const plots = Math.max(1, need.plots);
  const smallest = need.scored && need.options.scoreStrip !== 'off' ? SMALLEST_PLOT.withStrip : SMALLEST_PLOT.values;
  const plotHeight = plots === 1 ? body : Math.max(Math.min(smallest, body), Math.floor(body / plots));
  const title = need.plots > 1 ? TITLE : 0;
  const strip = stripHeight(plotHeight - title, need);
  return {
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

/** The width of plots beside a scroll bar. */
export function plotWidth(width: number, scrolls: boolean): number {
  return Math.max(0, width - (scrolls ? SCROLLBAR : 0));
}

function legendHeight({ width, legendEntries, options }: Need, height: number): number {
  if (!options.showLegend || legendEntries < 2 || height < SMALLEST.legend) {
    return 0;
  }
  const entriesALine = Math.max(1, Math.floor(width / 180));
  return LEGEND_LINE * Math.min(2, Math.ceil(legendEntries / entriesALine));
}

function detectorsHeight({ scored, options }: Need, height: number): number {
  return scored && options.scoreStrip === 'detectors' && height >= SMALLEST.legend ? DETECTORS_LINE : 0;
}

function stripHeight(plot: number, { scored, options }: Need): number {
  const fits = plot >= SMALLEST.strip - TITLE && options.scoreStrip !== 'off';
  if (!scored || !fits) {
    return 0;
  }
  const share = options.scoreStrip === 'detectors' ? 0.36 : 0.26;
  return Math.round(Math.min(options.scoreStrip === 'detectors' ? 160 : 96, Math.max(66, plot * share)));
}
