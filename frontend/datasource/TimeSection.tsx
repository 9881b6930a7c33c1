import React, { useMemo } from 'react';
import { t } from '@grafana/i18n';
import { Stack } from '@grafana/ui';

import type { Detection } from '../contract/types';
import { verbatim } from '../shared/i18n/verbatim';
import { historyMs, intervalMs } from './defaults';
import { formatDuration } from './duration';
import { ChoiceField } from './fields/ChoiceField';
import { Section } from './fields/Section';
import { zoneNames } from './timezone';

interface Props {
  idPrefix: string;
  detection: Detection;
  /** The data source's scrape interval. */
  timeInterval: string | undefined;
  timezone: string;
  /** The dashboard's zone, listed first. */
  zone: string;
  wrongFields: ReadonlySet<string>;
  onChange: (detection: Detection) => void;
  onTimezone: (timezone: string) => void;
  onRun: () => void;
}

/** The option for an absent season. */
const PRESET_SEASON = 'preset';

const INTERVALS = ['auto', '30s', '1m', '5m', '15m', '1h'];
const HISTORIES = ['auto', '1d', '7d', '14d', '28d', '90d'];
const SEASONS = ['auto', 'off', PRESET_SEASON, '24h', '7d'];

const FIELDS = ['detection.interval', 'detection.history', 'detection.season', 'timezone'];

/** Interval, history and season. */
export function TimeSection({ idPrefix, detection, timeInterval, timezone, zone, wrongFields, onChange, onTimezone, onRun }: Props) {
  const zones = useMemo(() => zoneNames(zone), [zone]);
  const set = (change: Partial<Detection>) => onChange({ ...detection, ...change });

  return (
    <Section
      name="time"
      idPrefix={idPrefix}
      title={t('datasource.time.title', 'Time and season')}
      summary={summaryOf(detection, timeInterval, timezone)}
      problems={FIELDS.filter((field) => wrongFields.has(field)).length}
    >
      <Stack gap={0.5} wrap="wrap">
        <ChoiceField
          id={`${idPrefix}-interval`}
          label={t('datasource.detection.interval', 'Interval')}
          tooltip={t(
            'datasource.detection.intervalTooltip',
            'The distance between two scored points, whatever the width of the panel; auto is the scrape interval of the data source'
          )}
          value={detection.interval ?? 'auto'}
          width={12}
          choices={INTERVALS}
          onRun={onRun}
          invalid={wrongFields.has('detection.interval')}
          onChange={(interval) => set({ interval })}
        />
        <ChoiceField
          id={`${idPrefix}-history`}
          label={t('datasource.detection.history', 'History')}
          tooltip={t(
            'datasource.detection.historyTooltip',
            'How far back the detectors learn; auto is 7 days below 5 minutes, 28 days below 1 hour, 90 days from 1 hour on, and never less than 100 intervals'
          )}
          value={detection.history ?? 'auto'}
          width={12}
          choices={HISTORIES}
          onRun={onRun}
          invalid={wrongFields.has('detection.history')}
          onChange={(history) => set({ history })}
        />
        <ChoiceField
          id={`${idPrefix}-season`}
          label={t('datasource.detection.season', 'Season')}
          tooltip={t(
            'datasource.detection.seasonTooltip',
            'Length of the repeating pattern: auto finds it, off looks for none, preset is what the preset says, a duration or a number of samples sets it. A week needs a history of 14 days.'
          )}
          value={String(detection.season ?? PRESET_SEASON)}
          width={12}
          choices={SEASONS}
          onRun={onRun}
          invalid={wrongFields.has('detection.season')}
          onChange={(text) => set({ season: seasonOf(text) })}
        />
        <ChoiceField
          id={`${idPrefix}-timezone`}
          label={t('datasource.detection.timezone', 'Time zone')}
          tooltip={t(
            'datasource.detection.timezoneTooltip',
            'The zone of daily and weekly seasons; it is kept with the query, so that the score is the same for every viewer'
          )}
          width={24}
          value={timezone}
          choices={zones}
          invalid={wrongFields.has('timezone')}
          onChange={onTimezone}
          onRun={onRun}
        />
      </Stack>
    </Section>
  );
}

/** The current settings, with the values of `auto`. */
function summaryOf(detection: Detection, timeInterval: string | undefined, timezone: string): string {
  const interval = intervalMs(detection, timeInterval);
  const history = historyMs(detection, timeInterval);
  return t('datasource.time.summary', 'a point every {{interval}}, {{history}} of history, season {{season}}, {{timezone}}', {
    interval: interval === null ? detection.interval : formatDuration(interval),
    history: history === null ? detection.history : formatDuration(history),
    season: detection.season ?? t('datasource.time.ofPreset', 'from the preset'),
    timezone,
    ...verbatim,
  });
}

function seasonOf(text: string): string | number | undefined {
  const trimmed = text.trim();
  if (trimmed === PRESET_SEASON) {
    return undefined;
  }
  return /^\d+$/.test(trimmed) ? Number(trimmed) : trimmed;
}
