/** Why an event is one, in a sentence. */
import { t } from '@grafana/i18n';

import { sideOf } from '../../shared/causes';
import { namedCause } from '../../shared/contract';
import { formatShare, formatSigmas } from '../../shared/format';
import { verbatim } from '../../shared/i18n/verbatim';
import { durationText } from '../duration';
import { rarityText } from '../rarity';
import { causeWord } from '../words';

import type { EventRow } from './rows';

/** Stands where an event has nothing to say. */
export const NOTHING = '–';

/** Such as "Level shift, +26.3 σ, about once in 5 weeks"; of a group, the metrics to blame; a list's own sentence as it is. */
export function reasonText({ told, value, expected }: Pick<EventRow, 'told' | 'value' | 'expected'>): string {
  if (told.text) {
    return told.text;
  }
  const cause = namedCause(told.cause);
  const metrics = (told.metrics ?? []).map(({ name, contribution }) => `${name} ${formatShare(contribution)}`);
  const parts = [
    ...(cause ? [causeWord(cause, sideOf(value, expected))] : metrics),
    ...(typeof told.deviation === 'number' ? [formatSigmas(told.deviation)] : []),
    ...(typeof told.alarmsPerWeek === 'number' ? [rarityText(told.alarmsPerWeek)] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : NOTHING;
}

/** How long it took, or that it goes on. */
export function lastingText({ open, durationMs }: Pick<EventRow, 'open' | 'durationMs'>): string {
  const open_ = t('panel.events.open', 'open');
  if (durationMs === null) {
    return open ? open_ : NOTHING;
  }
  return open ? t('panel.events.open-for', '{{duration}}, open', { duration: durationText(durationMs), ...verbatim }) : durationText(durationMs);
}
