/** Durations in words. Pure. */
const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

/** The two largest units, such as "1 h 20 min"; anything shorter than a second is a second. */
export function durationText(durationMs: number): string {
  const rounded = Math.max(1000, Math.round(durationMs / 1000) * 1000);
  const start = UNITS.findIndex(([, ms]) => rounded >= ms);
  let rest = rounded;
  const parts = UNITS.slice(start, start + 2).flatMap(([unit, ms]) => {
    const count = Math.floor(rest / ms);
    rest -= count * ms;
    return count > 0 ? [`${count} ${unit}`] : [];
  });
  return parts.join(' ');
}
