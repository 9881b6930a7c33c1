/** When the tests take place: the sample fleet is a function of time alone. */

export const HOUR_MS = 60 * 60 * 1000;

/** The six hours before it hold every severity, in several series of the fleet in which much goes wrong. */
export const NOW = Date.parse('2026-03-02T00:00:00Z');

/** In the fleet as it is first seen two request rates have an incident in the six hours before it, and the fleet five in a day. */
export const PICTURED = Date.parse('2026-02-28T16:00:00Z');

/** Milliseconds since 1970. */
export type Range = Record<'from' | 'to', number>;

/** The hours before now, or before another time. */
export function lastHours(hours: number, to = NOW): Range {
  return { from: to - hours * HOUR_MS, to };
}
