/** What a card says, in words. */
import { t } from '@grafana/i18n';

import { formatShare } from '../../shared/format';
import { verbatim } from '../../shared/i18n/verbatim';
import { severityGroup } from '../../shared/severity';
import { anomaliesText, severityWord } from '../words';

import type { CardFacts } from './facts';

/** How it is now: the severity, or that all is as usual. */
export function stateText({ now, scheme }: CardFacts): string {
  if (!now) {
    return t('panel.cards.silent', 'No samples');
  }
  if (now.level !== null) {
    return severityWord(severityGroup(scheme, now.level).name);
  }
  return now.score === null ? t('panel.cards.unscored', 'Not scored') : t('panel.cards.usual', 'As usual');
}

/** A smaller share is none. */
const LEAST_CHANGE = 0.0005;

/** Such as "+12 %"; empty where nothing was expected. */
export function changeText(change: number | null): string {
  if (change !== null && Math.abs(change) < LEAST_CHANGE) {
    return `±${formatShare(0)}`;
  }
  return change === null ? '' : `${change < 0 ? '−' : '+'}${formatShare(Math.abs(change))}`;
}

/** The whole card in one sentence, such as "web-1: 12 req/s, Critical, score 93 %, 3 anomalies". */
export function cardLabel(name: string, facts: CardFacts, value: string): string {
  const score = facts.now?.score;
  const parts = [
    ...(facts.now ? [value] : []),
    stateText(facts),
    ...(typeof score === 'number' ? [t('panel.cards.score', 'score {{score}}', { score: formatShare(score), ...verbatim })] : []),
    ...(facts.anomalies === null ? [] : [anomaliesText(facts.anomalies)]),
    ...(facts.change !== null ? [t('panel.cards.change', '{{change}} against what was expected', { change: changeText(facts.change), ...verbatim })] : []),
  ];
  return `${name}: ${parts.join(', ')}`;
}
