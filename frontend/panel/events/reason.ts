/** Why an event is one, in a sentence. */
import { t } from '@grafana/i18n';

import { namedCause } from '../../shared/contract';
import { formatShare, formatSigmas } from '../../shared/format';
import { verbatim } from '../../shared/i18n/verbatim';
import { rarityText } from '../rarity';
import { causeWord } from '../words';

import type { EventRow } from './rows';

/** Stands where an event has nothing to say. */
export const NOTHING = '–';

/** Such as "Level shift, +26.3 σ, about once in 5 weeks"; of a group, the metrics to blame; a list's own sentence as it is. */
export function reasonText({ told }: Pick<EventRow, 'told'>): string {
  if (told.text) {
    return told.text;
  }
  const cause = namedCause(told.cause);
  const metrics = (told.metrics ?? []).map(({ name, contribution }) => `${name} ${formatShare(contribution)}`);
  const parts = [
    ...(cause ? [causeWord(cause)] : metrics),
    ...(typeof told.deviation === 'number' ? [formatSigmas(told.deviation)] : []),
    ...(typeof told.alarmsPerWeek === 'number' ? [rarityText(told.alarmsPerWeek)] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : NOTHING;
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

/** The two largest units, such as "1 h 20 min"; what is shorter than a second is a second. */
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

/** How long it took, or that it goes on. */
export function lastingText({ open, durationMs }: Pick<EventRow, 'open' | 'durationMs'>): string {
  const open_ = t('panel.events.open', 'open');
  if (durationMs === null) {
    return open ? open_ : NOTHING;
  }
  return open ? t('panel.events.open-for', '{{duration}}, open', { duration: durationText(durationMs), ...verbatim }) : durationText(durationMs);
}
