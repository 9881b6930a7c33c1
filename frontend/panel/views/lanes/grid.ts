/** The time buckets of lanes. Pure. */
import type { LaneBucket } from '../../options';
import { DAY_MS, HOUR_MS, MINUTE_MS, stepFrom } from '../../timeSteps';

export interface Grid {
  /** The drawn range. */
  fromMs: number;
  toMs: number;
  bucketMs: number;
  /** Start of the first bucket: at or before the range's start, on the clock of the zone. */
  firstMs: number;
  count: number;
}

const CHOSEN: Record<Exclude<LaneBucket, 'auto'>, number> = {
  '1m': MINUTE_MS,
  '5m': 5 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '1h': HOUR_MS,
  '6h': 6 * HOUR_MS,
  '1d': DAY_MS,
};
/** Smallest usual width of a bucket, so that its height and shape are recognisable (CSS pixels). */
const USUAL_WIDTH = 9;
const LEAST_WIDTH = 2;

/**
 * A grid that stays fixed while the range moves. `widthPx`: width of the lanes; `rowMs`: distance between rows, 0 if
 * unknown; `offsetMs`: how far the zone is ahead of UTC. A chosen bucket that would be too narrow becomes one that
 * fits.
 */
export function gridOf(
  range: { fromMs: number; toMs: number },
  widthPx: number,
  bucket: LaneBucket,
  rowMs = 0,
  offsetMs = 0
): Grid {
  const { fromMs, toMs } = range;
  const length = Math.max(1, toMs - fromMs);
  const atLeast = (pixels: number) => Math.max(rowMs, (length * pixels) / Math.max(1, widthPx));
  const chosen = bucket === 'auto' ? 0 : CHOSEN[bucket];
  const bucketMs = chosen >= atLeast(LEAST_WIDTH) ? chosen : stepFrom(atLeast(USUAL_WIDTH));
  const firstMs = Math.floor((fromMs + offsetMs) / bucketMs) * bucketMs - offsetMs;
  return { fromMs, toMs, bucketMs, firstMs, count: Math.max(1, Math.ceil((toMs - firstMs) / bucketMs)) };
}

/** The bucket of a time; null outside of the range. */
export function bucketAt({ fromMs, toMs, firstMs, bucketMs }: Grid, timeMs: number): number | null {
  return timeMs < fromMs || timeMs > toMs ? null : Math.floor((timeMs - firstMs) / bucketMs);
}

/** Both ends of a bucket, clamped to the range. */
export function endsOf({ fromMs, toMs, firstMs, bucketMs }: Grid, bucket: number): [number, number] {
  const start = firstMs + bucket * bucketMs;
  return [Math.max(fromMs, start), Math.min(toMs, start + bucketMs)];
}
