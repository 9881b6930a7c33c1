/** The range of a panel that follows its newest row. Pure. */
import { dateTime, FieldType, type DataFrame, type TimeRange } from '@grafana/data';

/** The range moved up, at the same length, if a row is newer than its end. A range that does not end now stays. */
export function slideTo(range: TimeRange, newestMs: number | null): TimeRange {
  const { from, to, raw } = range;
  const byMs = newestMs === null ? 0 : newestMs - to.valueOf();
  if (raw.to !== 'now' || byMs <= 0) {
    return range;
  }
  const moves = typeof raw.from === 'string' && raw.from.startsWith('now') && !raw.from.includes('/');
  return { ...range, from: moves ? dateTime(from.valueOf() + byMs) : from, to: dateTime(to.valueOf() + byMs) };
}

/** The newest row of all frames; null if there are none. */
export function newestRow(frames: DataFrame[]): number | null {
  return frames.reduce<number | null>((newest, { fields }) => {
    const last: unknown = fields.find(({ type }) => type === FieldType.time)?.values.at(-1);
    return typeof last === 'number' && (newest === null || last > newest) ? last : newest;
  }, null);
}
