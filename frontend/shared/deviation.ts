import { BAND_SIGMAS, MOST_SIGMAS } from '../contract/limits';

/** Values that differ by less than this share of their size are equal, because that is floating point noise. */
const SAME = 1e-12;

/**
 * The signed distance of a value from the expected one in sigmas, as in the backend; null if a number is missing. The
 * band is cut at the ends of the possible values; its other side still has its full width. A band without width has one
 * value: any other deviates by the maximum.
 */
export function deviationOf(value: number, expected: number, lower: number, upper: number): number | null {
  const distance = value - expected;
  const sigma = Math.max(upper - expected, expected - lower) / BAND_SIGMAS;
  if (Number.isNaN(distance) || Number.isNaN(sigma)) {
    return null;
  }
  if (Number.isFinite(distance) && Math.abs(distance) <= SAME * Math.max(Math.abs(value), Math.abs(expected))) {
    return 0;
  }
  return Math.max(-MOST_SIGMAS, Math.min(MOST_SIGMAS, distance / sigma));
}
