/** The measurement of a cause's statistic, in words. The backend uses the same: see `tests/contract/reasons.json`. */

import type { Measure, Side } from '../shared/causes';
import type { NamedCause } from '../shared/contract';
import { formatSigmas, formatSize, formatTimes } from '../shared/format';
import { t } from '../shared/i18n/text';

import { causeWord } from './words';

/** Such as "mean of 20 samples 4.2 σ above"; null if the statistic covers the value alone, or is unknown. */
export function measureText(cause: NamedCause, { samples, size }: Measure): string | null {
  if (samples === null || samples < 2) {
    return null;
  }
  if (cause === 'flat') {
    return t('panel.measure.flat', 'the same value for {{samples}} samples', { samples });
  }
  return size === null ? null : sizeText(cause, samples, size);
}

function sizeText(cause: NamedCause, samples: number, size: number): string | null {
  switch (cause) {
    case 'level_shift':
    case 'drift':
      return size < 0
        ? t('panel.measure.mean-below', 'mean of {{samples}} samples {{size}} below', { samples, size: formatSize(size) })
        : t('panel.measure.mean-above', 'mean of {{samples}} samples {{size}} above', { samples, size: formatSize(size) });
    case 'variance_up':
    case 'variance_down':
      return t('panel.measure.scatter', 'scatter of {{samples}} samples {{times}} times the usual', { samples, times: formatTimes(size) });
    default:
      return null;
  }
}

/**
 * The deviation of the value in the sigmas of the statistic that spoke; null if that covers more than the value, or is
 * unknown.
 */
export function ownSigmas({ samples, size }: Measure): number | null {
  return samples === 1 ? size : null;
}

/** The cause with its measurement: "Level shift: mean of 20 samples 4.2 σ above", "Spike (+26.3 σ)". */
export function causeText(cause: NamedCause, side: Side, measure: Measure): string {
  const [word, measured, sigmas] = [causeWord(cause, side), measureText(cause, measure), ownSigmas(measure)];
  if (measured !== null) {
    return `${word}: ${measured}`;
  }
  return sigmas === null ? word : `${word} (${formatSigmas(sigmas)})`;
}
