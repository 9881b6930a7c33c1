/** Readable numbers and instants. */
import { dateTimeFormat, type TimeZone } from '@grafana/data';

/** A score or share (0..1) as a percentage: `93 %`, `0.4 %`, `<0.1 %`. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) {
    return '<0.1 %';
  }
  const decimals = percent > 0 && percent < 10 && !Number.isInteger(percent) ? 1 : 0;
  return `${percent.toFixed(decimals)} %`;
}

/** A deviation in sigmas with its sign: `+4.2 σ`. */
export function formatSigmas(sigmas: number): string {
  return `${sigmas < 0 ? '−' : '+'}${formatSize(sigmas)}`;
}

/** The same without its sign: `4.2 σ`. */
export function formatSize(sigmas: number): string {
  const size = Math.abs(sigmas);
  return `${size.toFixed(size < 99.95 ? 1 : 0)} σ`;
}

/** A ratio to the usual value: `3.1`, `0.25`. */
export function formatTimes(ratio: number): string {
  if (ratio < 1) {
    return ratio.toFixed(2);
  }
  return ratio.toFixed(ratio < 99.95 ? 1 : 0);
}

/** The day and the time to the second, in the panel's zone. */
export function formatInstant(timeMs: number, timeZone: TimeZone): string {
  return dateTimeFormat(timeMs, { timeZone, format: 'YYYY-MM-DD HH:mm:ss' });
}

/** The time of day in the panel's zone, with the date where the range is longer than a day. */
export function formatMoment(timeMs: number, rangeMs: number, timeZone: TimeZone): string {
  const day = 24 * 60 * 60 * 1000;
  return dateTimeFormat(timeMs, { timeZone, format: rangeMs > day ? 'MM-DD HH:mm' : 'HH:mm' });
}

/** The day of the week and the time of day on the wall clock of a zone: `Mon 14:05`. */
export function formatPhase(timeMs: number, timeZone: TimeZone): string {
  return dateTimeFormat(timeMs, { timeZone, format: 'ddd HH:mm' });
}
