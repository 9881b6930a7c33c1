import React from 'react';
import { t } from '@grafana/i18n';
import { InlineField, RadioButtonGroup, Stack, Text } from '@grafana/ui';

import { ABSENT_PRESET, DEFAULT_BUDGET, DEFAULT_THRESHOLD } from '../../contract/limits';
import type { Detection } from '../../contract/types';
import { selectors } from '../../shared/selectors';
import { DraftInput } from '../fields/DraftInput';
import { takesBudget, withPreset } from './budget';
import { BudgetField } from './BudgetField';
import type { PresetInfo } from './presets';
import { RepeatsField } from './RepeatsField';

interface Props {
  idPrefix: string;
  detection: Detection;
  wrongFields: ReadonlySet<string>;
  presets: readonly PresetInfo[];
  onChange: (detection: Detection) => void;
  onRun: () => void;
}

/** The preset, and the threshold or budget. */
export function PresetFields({ idPrefix, detection, wrongFields, presets, onChange, onRun }: Props) {
  const preset = detection.preset ?? ABSENT_PRESET;
  const known = presets.find(({ id }) => id === preset);
  const hasBudget = takesBudget(detection);

  return (
    <Stack direction="column" gap={0.5}>
      <Stack gap={0.5} wrap="wrap" alignItems="center">
        <InlineField
          label={t('datasource.detection.preset', 'Preset')}
          labelWidth={16}
          tooltip={t('datasource.detection.presetTooltip', 'Which detectors vote, and with which weight')}
        >
          <RadioButtonGroup
            id={`${idPrefix}-preset`}
            aria-label={t('datasource.detection.preset', 'Preset')}
            options={choicesOf(presets, preset)}
            value={preset}
            onChange={(chosen) => onChange(withPreset(detection, chosen))}
          />
        </InlineField>
        <div data-testid={selectors.queryEditor.presetSummary}>
          <Text variant="bodySmall" color="secondary">
            {summaryOf(detection, known)}
          </Text>
        </div>
      </Stack>
      <Stack gap={0.5} wrap="wrap" alignItems="flex-start">
        {hasBudget && (
          <BudgetField
            idPrefix={idPrefix}
            budget={detection.budget ?? DEFAULT_BUDGET}
            invalid={wrongFields.has('detection.budget')}
            onChange={(budget) => onChange({ ...detection, budget })}
            onRun={onRun}
          />
        )}
        <InlineField
          label={t('datasource.detection.threshold', 'Threshold')}
          labelWidth={16}
          tooltip={
            hasBudget
              ? t(
                  'datasource.budget.thresholdTooltip',
                  'A score of 0.6 means as rare as the alarm budget allows; each 0.1 more means ten times rarer. Leave it at 0.6 and change the budget.'
                )
              : t('datasource.detection.thresholdTooltip', 'A point is anomalous at this score or above; scores go from 0 to 1')
          }
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
            onCommit={(text) => onChange({ ...detection, threshold: text.trim() === '' ? DEFAULT_THRESHOLD : Number(text) })}
            onRun={onRun}
          />
        </InlineField>
      </Stack>
      {hasBudget && (
        <RepeatsField
          idPrefix={idPrefix}
          repeats={detection.repeats ?? 'alarm'}
          invalid={wrongFields.has('detection.repeats')}
          onChange={(repeats) => onChange({ ...detection, repeats })}
        />
      )}
    </Stack>
  );
}

/** A preset that the backend does not list is still shown by its name. */
function choicesOf(presets: readonly PresetInfo[], preset: string): Array<{ value: string; label: string }> {
  const listed = presets.map(({ id, name }) => ({ value: id, label: name }));
  return listed.some(({ value }) => value === preset) ? listed : [...listed, { value: preset, label: preset }];
}

function summaryOf({ ensemble, together }: Detection, known: PresetInfo | undefined): string {
  if (together) {
    return t('datasource.preset.together', 'The series of each entity are scored as one, whatever the preset.');
  }
  return ensemble
    ? t('datasource.preset.ownMembers', 'The detectors that this query names vote in place of the preset’s.')
    : (known?.summary ?? '');
}
