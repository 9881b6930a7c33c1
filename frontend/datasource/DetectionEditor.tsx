import React from 'react';
import { t } from '@grafana/i18n';
import { InlineField, RadioButtonGroup, Stack } from '@grafana/ui';

import type { Detection, Direction, SeverityScheme } from '../contract/types';
import { selectors } from '../shared/selectors';
import type { PresetInfo } from './preset/presets';
import { PresetFields } from './preset/PresetFields';

interface Props {
  idPrefix: string;
  detection: Detection;
  wrongFields: ReadonlySet<string>;
  presets: readonly PresetInfo[];
  onChange: (detection: Detection) => void;
  onRun: () => void;
}

/** Preset, times and other settings of `detection`. */
export function DetectionEditor({ idPrefix, detection, wrongFields, presets, onChange, onRun }: Props) {
  const set = (change: Partial<Detection>) => onChange({ ...detection, ...change });

  return (
    <div data-testid={selectors.queryEditor.detection}>
      <PresetFields
        idPrefix={idPrefix}
        detection={detection}
        wrongFields={wrongFields}
        presets={presets}
        onChange={onChange}
        onRun={onRun}
      />
      <Stack gap={0.5} wrap="wrap">
        <InlineField label={t('datasource.detection.direction', 'Direction')} labelWidth={16}>
          <RadioButtonGroup
            id={`${idPrefix}-direction`}
            aria-label={t('datasource.detection.direction', 'Direction')}
            options={directions()}
            value={detection.direction ?? 'both'}
            onChange={(direction) => set({ direction })}
          />
        </InlineField>
        <InlineField label={t('datasource.detection.severity', 'Severities')} labelWidth={16}>
          <RadioButtonGroup
            id={`${idPrefix}-severity`}
            aria-label={t('datasource.detection.severity', 'Severities')}
            options={schemes()}
            value={detection.severity ?? 'four_level'}
            onChange={(severity) => set({ severity })}
          />
        </InlineField>
      </Stack>
    </div>
  );
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
