import React from 'react';
import { t } from '@grafana/i18n';
import { Combobox, InlineField, RadioButtonGroup, Stack } from '@grafana/ui';

import type { SeverityScheme } from '../shared/contract';
import { selectors } from '../shared/selectors';
import { DEFAULT_PRESET, DEFAULT_THRESHOLD } from './defaults';
import { DraftInput } from './fields/DraftInput';
import { DurationField } from './fields/DurationField';
import { ZoneField } from './fields/ZoneField';
import type { Direction, Detection } from './types';

interface Props {
  idPrefix: string;
  detection: Detection;
  timezone: string | undefined;
  wrongFields: ReadonlySet<string>;
  /** The presets that the backend knows; asked for when the menu opens. */
  loadPresets: () => Promise<Array<{ label: string; value: string; description?: string }>>;
  onChange: (detection: Detection) => void;
  onTimezone: (timezone: string) => void;
  onRun: () => void;
}

/** Stands for an absent season in the menu. */
const PRESET_SEASON = 'preset';

/** How the series are scored. */
export function DetectionEditor({ idPrefix, detection, timezone, wrongFields, loadPresets, onChange, onTimezone, onRun }: Props) {
  const set = (change: Partial<Detection>) => onChange({ ...detection, ...change });
  const preset = detection.preset ?? DEFAULT_PRESET;

  return (
    <Stack gap={0.5} wrap="wrap" data-testid={selectors.queryEditor.detection}>
      <InlineField label={t('datasource.detection.preset', 'Preset')} labelWidth={14} htmlFor={`${idPrefix}-preset`}>
        <Combobox
          id={`${idPrefix}-preset`}
          width={18}
          value={{ label: preset, value: preset }}
          options={loadPresets}
          onChange={({ value }) => set({ preset: value })}
        />
      </InlineField>
      <InlineField
        label={t('datasource.detection.threshold', 'Threshold')}
        labelWidth={14}
        tooltip={t('datasource.detection.thresholdTooltip', 'A point is anomalous from this score on; scores go from 0 to 1')}
      >
        <DraftInput
          id={`${idPrefix}-threshold`}
          type="number"
          min={0.05}
          max={1}
          step={0.05}
          width={10}
          invalid={wrongFields.has('detection.threshold')}
          value={String(detection.threshold ?? DEFAULT_THRESHOLD)}
          onCommit={(text) => set({ threshold: text.trim() === '' ? DEFAULT_THRESHOLD : Number(text) })}
          onRun={onRun}
        />
      </InlineField>
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
      <DurationField
        id={`${idPrefix}-interval`}
        label={t('datasource.detection.interval', 'Interval')}
        tooltip={t(
          'datasource.detection.intervalTooltip',
          'The distance between two scored points, whatever the width of the panel; auto is the scrape interval of the data source'
        )}
        value={detection.interval ?? 'auto'}
        choices={[auto(), '30s', '1m', '5m', '15m', '1h']}
        invalid={wrongFields.has('detection.interval')}
        onChange={(interval) => set({ interval })}
      />
      <DurationField
        id={`${idPrefix}-history`}
        label={t('datasource.detection.history', 'History')}
        tooltip={t(
          'datasource.detection.historyTooltip',
          'How far back the detectors learn; auto is 7 days below 5 minutes, 28 days below 1 hour, 90 days from 1 hour on'
        )}
        value={detection.history ?? 'auto'}
        choices={[auto(), '1d', '7d', '14d', '28d', '90d']}
        invalid={wrongFields.has('detection.history')}
        onChange={(history) => set({ history })}
      />
      <DurationField
        id={`${idPrefix}-season`}
        label={t('datasource.detection.season', 'Season')}
        tooltip={t(
          'datasource.detection.seasonTooltip',
          'The length of what comes again and again: auto finds it, a duration or a number of samples sets it. A week needs a history of 14 days.'
        )}
        value={String(detection.season ?? PRESET_SEASON)}
        choices={[auto(), ...seasons()]}
        invalid={wrongFields.has('detection.season')}
        onChange={(text) => set({ season: seasonOf(text) })}
      />
      <ZoneField
        id={`${idPrefix}-timezone`}
        timezone={timezone}
        invalid={wrongFields.has('timezone')}
        onChange={onTimezone}
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

function auto() {
  return { value: 'auto', label: t('datasource.detection.auto', 'auto') };
}

function seasons() {
  return [
    { value: 'off', label: t('datasource.detection.seasonOff', 'off') },
    { value: PRESET_SEASON, label: t('datasource.detection.seasonPreset', "the preset's own") },
    { value: '24h', label: t('datasource.detection.seasonDay', '24h (a day)') },
    { value: '7d', label: t('datasource.detection.seasonWeek', '7d (a week)') },
  ];
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
