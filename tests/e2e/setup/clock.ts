/** When the tests take place: the sample fleet is a function of time alone. */

export const HOUR_MS = 60 * 60 * 1000;

/** The six hours before it hold every severity, in several series. */
export const NOW = Date.parse('2026-03-02T00:00:00Z');

/** Milliseconds since 1970. */
export type Range = Record<'from' | 'to', number>;

/** The hours before now. */
export function lastHours(hours: number): Range {
  return { from: NOW - hours * HOUR_MS, to: NOW };
}
