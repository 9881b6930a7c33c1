/**
 * An instant, as the backend reads it: RFC 3339, and of ISO 8601 what leaves out seconds, minutes, or the signs between the numbers. A
 * zone in square brackets behind the offset says nothing more. Pure.
 */
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../duration';

/** `10`, `10:30`, `10:30:15.5`, or the same without its colons. */
const CLOCK = String.raw`\d\d(?::\d\d(?::\d\d(?:[.,]\d{1,9})?)?|\d\d(?:\d\d(?:[.,]\d{1,9})?)?)?`;
const DATE = String.raw`(\d{4}|[+-]\d{6})(-?)(\d\d)\2(\d\d)`;
const ZONE = String.raw`(?:\[!?(?:[A-Za-z._][\w.+-]*(?:/[A-Za-z._][\w.+-]*)*|[+-]${CLOCK})\])?`;
const NOTES = String.raw`(?:\[[a-z_][a-z\d_-]*=[A-Za-z\d]+(?:-[A-Za-z\d]+)*\])*`;
const INSTANT = new RegExp(`^${DATE}[Tt ](${CLOCK})(?:[Zz]|([+-])(${CLOCK}))${ZONE}${NOTES}$`);

/** The last one that the backend can tell: there it is the year 10000 already in the zone that is farthest ahead. */
const LAST_MS = Date.parse('9999-12-30T22:00:00.999Z');
const FIRST_MS = Date.parse('-009999-01-02T01:59:59Z');

/** Milliseconds since 1970; null where the text is no instant. */
export function instantMs(text: string): number | null {
  const [, year = '', , month = '', day = '', clock = '', sign, ahead = '00'] = INSTANT.exec(text.trim()) ?? [];
  const midnight = year === '-000000' ? null : dayMs(Number(year), Number(month), Number(day));
  const sinceMidnight = clockMs(clock, 23);
  const offset = clockMs(ahead, 25);
  if (midnight === null || sinceMidnight === null || offset === null) {
    return null;
  }
  const ms = midnight + sinceMidnight - (sign === '-' ? -offset : offset);
  return ms >= FIRST_MS && ms <= LAST_MS ? ms : null;
}

/** The start of a day in UTC; null for the 30th of February, which browsers take for the 2nd of March. */
function dayMs(year: number, month: number, day: number): number | null {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : null;
}

/** A leap second is the second before it. */
function clockMs(clock: string, lastHour: number): number | null {
  const [, hour, minute, second, fraction] = /^(\d\d)(\d\d)?(\d\d)?(?:[.,](\d+))?$/.exec(clock.replaceAll(':', '')) ?? [];
  const [hours, minutes, seconds] = [Number(hour), Number(minute ?? 0), Number(second ?? 0)];
  if (!(hours <= lastHour && minutes <= 59 && seconds <= 60)) {
    return null;
  }
  return hours * HOUR_MS + minutes * MINUTE_MS + Math.min(seconds, 59) * SECOND_MS + Number((fraction ?? '').padEnd(3, '0').slice(0, 3));
}
