/** The texts of a card. */
import type { TimeZone } from '@grafana/data';

import { formatShare } from '../../../shared/format';
import { t } from '../../../shared/i18n/text';
import { verbatim } from '../../../shared/i18n/verbatim';
import { severityGroup } from '../../../shared/severity';
import { eventsAndRows, severityWord, shortStanding } from '../../words';

import type { CardFacts } from './facts';

/** The current state: the severity, that it is normal, or why it is unknown. */
export function stateText({ now, scheme, standing }: CardFacts, rangeMs: number, timeZone: TimeZone): string {
  const unknown = shortStanding(standing, rangeMs, timeZone);
  if (now && unknown !== null && now.level === null) {
    return unknown;
  }
  if (!now) {
    return t('panel.cards.silent', 'No samples');
  }
  if (now.level !== null) {
    return severityWord(severityGroup(scheme, now.level).name);
  }
  return now.score === null ? t('panel.cards.unscored', 'Not scored') : t('panel.cards.usual', 'Normal');
}

/** Smallest share that is shown. */
const LEAST_CHANGE = 0.0005;

/** Such as "+12 %"; empty without an expected value. */
export function changeText(change: number | null): string {
  if (change !== null && Math.abs(change) < LEAST_CHANGE) {
    return `±${formatShare(0)}`;
  }
  return change === null ? '' : `${change < 0 ? '−' : '+'}${formatShare(Math.abs(change))}`;
}

/** Whether anomalies are reported: a series that is not scored yet has none for another reason. */
export function isTold({ happened, standing }: CardFacts): boolean {
  return happened !== null && (happened.rows > 0 || standing.kind !== 'learning');
}

/** The whole card in one sentence, such as "web-1: 12 req/s, Critical, score 93 %, 2 events (3 rows)". */
export function cardLabel(name: string, facts: CardFacts, value: string, state: string): string {
  const score = facts.now?.score;
  const parts = [
    ...(facts.now ? [value] : []),
    state,
    ...(typeof score === 'number' ? [t('panel.cards.score', 'score {{score}}', { score: formatShare(score), ...verbatim })] : []),
    ...(facts.happened && isTold(facts) ? [eventsAndRows(facts.happened.events, facts.happened.rows)] : []),
    ...(facts.change !== null ? [t('panel.cards.change', '{{change}} from the expected value', { change: changeText(facts.change), ...verbatim })] : []),
  ];
  return `${name}: ${parts.join(', ')}`;
}
