/** Time ranges of the page: relative ones use the session's clock, which the server may fix. */
import { dateMath, dateTime, type DateTime, type RawTimeRange, type TimeRange } from '@grafana/data';

const HOUR_MS = 60 * 60 * 1000;

/** The range between two texts (`now-6h`, or milliseconds), relative to `nowMs`. */
export function resolveRange(from: string, to: string, timeZone: string, nowMs: number): TimeRange {
  const now = dateTime(nowMs);
  const start = instant(from, { now, timeZone, roundUp: false }) ?? dateTime(nowMs - 6 * HOUR_MS);
  const end = instant(to, { now, timeZone, roundUp: true }) ?? now;
  return { from: start, to: end, raw: { from: isMs(from) ? start : from, to: isMs(to) ? end : to } };
}

/** The two texts of a range, for an address. */
export function rangeTexts(raw: RawTimeRange): { from: string; to: string } {
  const text = (end: DateTime | string) => (typeof end === 'string' ? end : String(end.valueOf()));
  return { from: text(raw.from), to: text(raw.to) };
}

/** The range moved by half its length: -1 backward, 1 forward. */
export function moved(range: TimeRange, direction: -1 | 1): { from: string; to: string } {
  const [from, to] = [range.from.valueOf(), range.to.valueOf()];
  const step = (direction * (to - from)) / 2;
  return { from: String(Math.round(from + step)), to: String(Math.round(to + step)) };
}

/** The range at twice its length around the same centre. */
export function zoomedOut(range: TimeRange): { from: string; to: string } {
  const [from, to] = [range.from.valueOf(), range.to.valueOf()];
  const margin = (to - from) / 2;
  return { from: String(Math.round(from - margin)), to: String(Math.round(to + margin)) };
}

function isMs(text: string): boolean {
  return /^\d+$/.test(text);
}

function instant(text: string, { now, timeZone, roundUp }: { now: DateTime; timeZone: string; roundUp: boolean }) {
  return isMs(text) ? dateTime(Number(text)) : dateMath.toDateTime(text, { now, timezone: timeZone, roundUp });
}
