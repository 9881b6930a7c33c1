import React, { useMemo } from 'react';
import { t } from '@grafana/i18n';
import { InlineField, RadioButtonGroup, Stack } from '@grafana/ui';

import type { SeverityScheme } from '../shared/contract';
import { selectors } from '../shared/selectors';
import { ChoiceField } from './fields/ChoiceField';
import type { AskPresets } from './preset/presets';
import { PresetFields } from './preset/PresetFields';
import { zoneNames } from './timezone';
import type { Direction, Detection } from './types';

interface Props {
  idPrefix: string;
  detection: Detection;
  timezone: string | undefined;
  /** The dashboard's zone, offered first. */
  zone: string;
  wrongFields: ReadonlySet<string>;
  askPresets: AskPresets;
  onChange: (detection: Detection) => void;
  onTimezone: (timezone: string) => void;
  onRun: () => void;
}

/** Stands for an absent season. */
const PRESET_SEASON = 'preset';

const INTERVALS = ['auto', '30s', '1m', '5m', '15m', '1h'];
const HISTORIES = ['auto', '1d', '7d', '14d', '28d', '90d'];
const SEASONS = ['auto', 'off', PRESET_SEASON, '24h', '7d'];

/** How the series are scored. */
export function DetectionEditor({ idPrefix, detection, timezone, zone, wrongFields, askPresets, onChange, onTimezone, onRun }: Props) {
  const zones = useMemo(() => zoneNames(zone), [zone]);
  const set = (change: Partial<Detection>) => onChange({ ...detection, ...change });

  return (
    <Stack gap={0.5} wrap="wrap" data-testid={selectors.queryEditor.detection}>
      <PresetFields
        idPrefix={idPrefix}
        detection={detection}
        wrongFields={wrongFields}
        askPresets={askPresets}
        onChange={onChange}
        onRun={onRun}
      />
      <InlineField label={t('datasource.detection.direction', 'Direction')} labelWidth={14}>
        <RadioButtonGroup
          id={`${idPrefix}-direction`}
          aria-label={t('datasource.detection.direction', 'Direction')}
          options={directions()}
          value={detection.direction ?? 'both'}
          onChange={(direction) => set({ direction })}
        />
      </InlineField>
      <InlineField label={t('datasource.detection.severity', 'Severities')} labelWidth={14}>
        <RadioButtonGroup
          id={`${idPrefix}-severity`}
          aria-label={t('datasource.detection.severity', 'Severities')}
          options={schemes()}
          value={detection.severity ?? 'four_level'}
          onChange={(severity) => set({ severity })}
        />
      </InlineField>
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
          'How far back the detectors learn; auto is 7 days below 5 minutes, 28 days below 1 hour, 90 days from 1 hour on'
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
          'The length of what comes again and again: auto finds it, off looks for none, preset is what the preset says, a duration or a number of samples sets it. A week needs a history of 14 days.'
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
          'The zone of daily and weekly seasons; it is kept with the query, so that the score does not depend on who looks'
        )}
        width={24}
        value={timezone ?? 'UTC'}
        choices={zones}
        invalid={wrongFields.has('timezone')}
        onChange={onTimezone}
        onRun={onRun}
      />
    </Stack>
  );
}

function seasonOf(text: string): string | number | undefined {
  const trimmed = text.trim();
  if (trimmed === PRESET_SEASON) {
    return undefined;
  }
  return /^\d+$/.test(trimmed) ? Number(trimmed) : trimmed;
}

function directions(): Array<{ value: Direction; label: string }> {
  return [
    { value: 'both', label: t('datasource.detection.both', 'Both') },
    { value: 'above', label: t('datasource.detection.above', 'Above') },
    { value: 'below', label: t('datasource.detection.below', 'Below') },
  ];
}

function schemes(): Array<{ value: SeverityScheme; label: string }> {
  return [
    { value: 'four_level', label: t('datasource.detection.fourLevel', 'Four') },
    { value: 'three_level', label: t('datasource.detection.threeLevel', 'Three') },
  ];
}
