/** Durations as people write them (`90s`, `1h30m`, `7d`), with the units of Prometheus. */

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

const UNIT_MS: Record<string, number> = {
  ms: 1,
  s: SECOND_MS,
  m: MINUTE_MS,
  h: HOUR_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
  y: 365 * DAY_MS,
};

/** Milliseconds of a duration; null if the text is invalid or 0. */
export function parseDuration(text: string): number | null {
  const trimmed = text.trim();
  if (!/^(\d+(ms|[smhdwy]))+$/.test(trimmed)) {
    return null;
  }
  let total = 0;
  for (const [, digits, unit] of trimmed.matchAll(/(\d+)(ms|[smhdwy])/g)) {
    total += Number(digits) * (UNIT_MS[unit ?? ''] ?? 0);
  }
  return total > 0 ? total : null;
}

/** A duration as people write it, in its largest whole units: `1h30m`, `7d`. */
export function formatDuration(ms: number): string {
  let left = ms;
  let text = '';
  for (const unit of ['d', 'h', 'm', 's', 'ms'] as const) {
    const size = UNIT_MS[unit] ?? 1;
    const count = Math.floor(left / size);
    left -= count * size;
    text += count > 0 ? `${count}${unit}` : '';
  }
  return text || '0s';
}
