/** The ticks of time axes and their labels: the same for plots and lanes, so that axes below each other agree. Pure. */
import { dateTimeFormat, dateTimeForTimeZone, systemDateFormats, type TimeZone } from '@grafana/data';
import { formatDate } from '@grafana/i18n';

import { DAY_MS, HOUR_MS, MINUTE_MS, stepFrom } from './timeSteps';

export interface Tick {
  timeMs: number;
  text: string;
}

/** Room for a time of day next to a label with the date (CSS pixels). */
const LABEL_WIDTH = 80;
const MONTH_MS = 28 * DAY_MS;

/**
 * Round times on the clock of the zone. The first of each day shows the date; if none does, the first of all shows it
 * too.
 */
export function timeTicks(range: { fromMs: number; toMs: number }, widthPx: number, timeZone: TimeZone): Tick[] {
  const stepMs = stepFrom((range.toMs - range.fromMs) / Math.max(1, widthPx / LABEL_WIDTH));
  const times = ticksOf(range, stepMs, timeZone);
  if (stepMs >= DAY_MS) {
    const format = stepMs >= MONTH_MS ? ({ year: 'numeric', month: '2-digit' } as const) : DAY;
    return times.map((timeMs) => ({ timeMs, text: dateOf(timeMs, timeZone, format) }));
  }
  const { second, minute } = systemDateFormats.interval;
  const clock = (timeMs: number) => dateTimeFormat(timeMs, { timeZone, format: stepMs < MINUTE_MS ? second : minute });
  const ticks = times.map((timeMs, i) => {
    const localMs = local(timeMs, timeZone);
    const midnight = localMs % DAY_MS === 0;
    const newDay = midnight || (i > 0 && dayOf(localMs) !== dayOf(local(times[i - 1]!, timeZone)));
    return { timeMs, newDay, text: [...(newDay ? [dateOf(timeMs, timeZone)] : []), ...(midnight ? [] : [clock(timeMs)])].join(' ') };
  });
  const dated = ticks.some(({ newDay }) => newDay);
  return ticks.map(({ timeMs, text }, i) => ({ timeMs, text: i === 0 && !dated ? `${dateOf(timeMs, timeZone)} ${text}` : text }));
}

/** Multiples of the step since the zone's midnight, even across a change of its clock. */
function ticksOf({ fromMs, toMs }: { fromMs: number; toMs: number }, stepMs: number, timeZone: TimeZone): number[] {
  const offsetMs = offsetAt(fromMs, timeZone);
  const times: number[] = [];
  for (let localMs = Math.ceil((fromMs + offsetMs) / stepMs) * stepMs; ; localMs += stepMs) {
    const guess = localMs - offsetMs;
    const timeMs = stepMs > HOUR_MS ? localMs - offsetAt(guess, timeZone) : guess;
    if (timeMs > toMs) {
      return times;
    }
    if (timeMs >= fromMs) {
      times.push(timeMs);
    }
  }
}

const DAY = { month: '2-digit', day: '2-digit' } as const;

/** The day in the format of the user's region. */
function dateOf(timeMs: number, timeZone: TimeZone, format: Intl.DateTimeFormatOptions = DAY): string {
  return formatDate(local(timeMs, timeZone), { ...format, timeZone: 'UTC' });
}

/** The time on the zone's clock, as if it were UTC. */
function local(timeMs: number, timeZone: TimeZone): number {
  return timeMs + offsetAt(timeMs, timeZone);
}

function dayOf(localMs: number): number {
  return Math.floor(localMs / DAY_MS);
}

function offsetAt(timeMs: number, timeZone: TimeZone): number {
  return dateTimeForTimeZone(timeZone, timeMs).utcOffset() * MINUTE_MS;
}
