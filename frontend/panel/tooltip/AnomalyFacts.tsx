import React from 'react';
import type { TimeZone } from '@grafana/data';

import { formatInstant, formatPhase, formatShare } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { causeText } from '../measure';
import { rarityText } from '../rarity';
import { causeWord } from '../words';

import type { Anomaly } from './explain';
import { Fact } from './Fact';

interface Props {
  anomaly: Anomaly;
  timeMs: number;
  /** The panel's time zone, which may differ from the query's. */
  timeZone: TimeZone;
}

/** Why a point is anomalous, and how rare that is. */
export function AnomalyFacts({ anomaly, timeMs, timeZone }: Props) {
  const { cause, measure, side, zone, metrics, event } = anomaly;
  return (
    <>
      {cause && <Fact label={t('panel.tooltip.cause', 'Cause')}>{causeText(cause, side, measure)}</Fact>}
      {metrics.length > 0 && (
        <Fact label={t('panel.tooltip.metrics', 'Share of the error')}>
          {metrics.map(({ metric, share }) => (
            <div key={metric}>
              {metric} {formatShare(share)}
            </div>
          ))}
        </Fact>
      )}
      {zone && (
        <Fact label={t('panel.tooltip.phase', 'Time of the week')}>
          {formatPhase(timeMs, zone)} {zone}
        </Fact>
      )}
      {event && event.peakMs !== timeMs && (event.alarmsPerWeek !== null || event.statistics.length > 0) && (
        <Fact label={t('panel.tooltip.peak', 'Peak of the event')}>{formatInstant(event.peakMs, timeZone)}</Fact>
      )}
      {event && event.alarmsPerWeek !== null && (
        <Fact label={t('panel.tooltip.rarity', 'How rare')}>{rarityText(event.alarmsPerWeek)}</Fact>
      )}
      {event && event.statistics.length > 0 && (
        <Fact label={t('panel.tooltip.statistics', 'Strongest statistics')}>
          {event.statistics.map(({ cause: statistic, score }) => (
            <div key={statistic}>
              {causeWord(statistic, event.side)} {formatShare(score)}
            </div>
          ))}
        </Fact>
      )}
    </>
  );
}
