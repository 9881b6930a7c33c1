/** The reason of an event, in a sentence. */

import { sideOf } from '../../shared/causes';
import { namedCause, type NamedCause } from '../../shared/contract';
import { formatShare, formatSigmas } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { verbatim } from '../../shared/i18n/verbatim';
import { durationText } from '../duration';
import { measureText, ownSigmas } from '../measure';
import { rarityText } from '../rarity';
import { causeWord } from '../words';

import type { EventRow } from './rows';

/** Shown for an event without a reason. */
export const NOTHING = '–';

type Reasoned = Pick<EventRow, 'told' | 'value' | 'expected' | 'spread'>;

/** The formats of values and of their differences. */
interface Formats {
  value: (value: number) => string;
  difference: (difference: number) => string;
}

/**
 * Such as "Spike: 412 where 96 ± 36 was expected (+26.3 σ), about once in 5 weeks", in the backend's words. For a
 * group, the metrics to blame; for a list, its own sentence unchanged.
 */
export function reasonText(event: Reasoned, formats: Formats): string {
  const { told } = event;
  if (told.text) {
    return told.text;
  }
  const cause = namedCause(told.cause);
  const parts = [
    ...(cause ? [causeSentence(cause, event, formats)] : unnamed(told)),
    ...(typeof told.alarmsPerWeek === 'number' ? [rarityText(told.alarmsPerWeek)] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : NOTHING;
}

function causeSentence(cause: NamedCause, event: Reasoned, formats: Formats): string {
  const { told, value, expected } = event;
  const word = causeWord(cause, sideOf(value, expected));
  const measure = { samples: told.causeSamples ?? null, size: told.causeSize ?? null };
  const measured = measureText(cause, measure);
  const found = whereExpected(event, formats);
  if (measured !== null) {
    return `${word}: ${[measured, ...(found ? [found] : [])].join(', ')}`;
  }
  const sigmas = ownSigmas(measure) ?? told.deviation;
  const deviation = typeof sigmas === 'number' && expected !== null ? formatSigmas(sigmas) : null;
  if (found === null) {
    return deviation ? `${word} (${deviation})` : word;
  }
  return `${word}: ${found}${deviation ? ` (${deviation})` : ''}`;
}

/** The value and the expected value; null without a value. */
function whereExpected({ value, expected, spread }: Reasoned, formats: Formats): string | null {
  if (value === null || expected === null) {
    return value === null ? null : formats.value(value);
  }
  const words = { value: formats.value(value), expected: formats.value(expected), ...verbatim };
  return spread !== null && spread > 0
    ? t('panel.reason.within', '{{value}} where {{expected}} ± {{spread}} was expected', { ...words, spread: formats.difference(spread) })
    : t('panel.reason.where', '{{value}} where {{expected}} was expected', words);
}

/** The text if the cause is unknown. */
function unnamed({ metrics, deviation }: EventRow['told']): string[] {
  const blamed = (metrics ?? []).map(({ name, contribution }) => `${name} ${formatShare(contribution)}`);
  return [...blamed, ...(typeof deviation === 'number' ? [formatSigmas(deviation)] : [])];
}

/** The duration, or that the event is still open. */
export function lastingText({ open, durationMs }: Pick<EventRow, 'open' | 'durationMs'>): string {
  if (durationMs === null) {
    return open ? t('panel.events.open', 'open') : NOTHING;
  }
  return open ? t('panel.events.open-for', '{{duration}}, open', { duration: durationText(durationMs), ...verbatim }) : durationText(durationMs);
}
