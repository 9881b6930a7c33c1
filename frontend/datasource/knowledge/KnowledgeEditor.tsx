import React from 'react';
import { t } from '@grafana/i18n';
import { InlineField, RadioButtonGroup, Stack } from '@grafana/ui';

import type { Detection, GapPolicy } from '../../contract/types';
import { selectors } from '../../shared/selectors';
import { ChoiceField } from '../fields/ChoiceField';
import { Section } from '../fields/Section';
import { countKnown } from './known';
import { HolidayFields } from './HolidayFields';
import { NumberField } from './NumberField';
import { WindowFields } from './WindowFields';

interface Props {
  idPrefix: string;
  detection: Detection;
  /** Names of the data source's calendars. */
  calendars: string[];
  /** The range shown, in milliseconds since 1970: the default of a new window. */
  shown: { fromMs: number; toMs: number } | undefined;
  wrongFields: ReadonlySet<string>;
  onChange: (detection: Detection) => void;
  onRun: () => void;
}

const FIELDS = /^detection\.(minimumDeviation|valueRange|excluded|holidays|offset|gaps)\b/;
const OFFSETS = ['0s', '1m', '5m', '15m', '1h'];

/** What people know of a series and no detector can find out. It is optional, so it is folded away. */
export function KnowledgeEditor({ idPrefix, detection, calendars, shown, wrongFields, onChange, onRun }: Props) {
  const set = (change: Partial<Detection>) => onChange({ ...detection, ...change });
  const known = countKnown(detection);
  const label =
    known === 0
      ? t('datasource.knowledge.title', 'What you know about this series')
      : t('datasource.knowledge.titleCount', 'What you know about this series ({{known}})', { known });

  return (
    <div data-testid={selectors.queryEditor.knowledge}>
      <Section
        name="knowledge"
        idPrefix={idPrefix}
        title={label}
        summary={known === 0 ? t('datasource.knowledge.summary', 'deviations too small to matter, possible values, maintenance, holidays, late data') : ''}
        problems={[...wrongFields].filter((field) => FIELDS.test(field)).length}
      >
        <Stack direction="column" gap={0.5}>
          <DeviationFields idPrefix={idPrefix} detection={detection} wrongFields={wrongFields} set={set} onRun={onRun} />
          <Stack gap={0.5} wrap="wrap">
            <ChoiceField
              id={`${idPrefix}-offset`}
              label={t('datasource.knowledge.offset', 'Late data')}
              labelWidth={20}
              tooltip={t('datasource.knowledge.offsetTooltip', 'How late values may arrive, at most 1d: nothing younger is scored')}
              value={detection.offset ?? '0s'}
              width={12}
              choices={OFFSETS}
              invalid={wrongFields.has('detection.offset')}
              onRun={onRun}
              onChange={(offset) => set({ offset: offset === '' || offset === '0s' ? undefined : offset })}
            />
            <InlineField
              label={t('datasource.knowledge.gaps', 'Missing values')}
              labelWidth={20}
              tooltip={t(
                'datasource.knowledge.gapsTooltip',
                'Skip: a gap is never scored. Zero: it is 0, as for a counter of events. Previous: the last value is held for at most 5 in a row.'
              )}
            >
              <RadioButtonGroup
                id={`${idPrefix}-gaps`}
                aria-label={t('datasource.knowledge.gaps', 'Missing values')}
                options={gapPolicies()}
                value={detection.gaps ?? 'skip'}
                onChange={(gaps) => set({ gaps: gaps === 'skip' ? undefined : gaps })}
              />
            </InlineField>
          </Stack>
          <HolidayFields
            idPrefix={idPrefix}
            holidays={detection.holidays}
            calendars={calendars}
            wrongFields={wrongFields}
            onChange={(holidays) => set({ holidays })}
            onRun={onRun}
          />
          <WindowFields
            idPrefix={idPrefix}
            windows={detection.excluded ?? []}
            shown={shown}
            wrongFields={wrongFields}
            onChange={(excluded) => set({ excluded: excluded.length === 0 ? undefined : excluded })}
            onRun={onRun}
          />
        </Stack>
      </Section>
    </div>
  );
}

type DeviationProps = Pick<Props, 'idPrefix' | 'detection' | 'wrongFields' | 'onRun'> & { set: (change: Partial<Detection>) => void };

/** The smallest deviation that matters, and the possible values. */
function DeviationFields({ idPrefix, detection, wrongFields, set, onRun }: DeviationProps) {
  const field = { wrongFields, onRun };
  const { minimumDeviation, valueRange } = detection;
  return (
    <Stack gap={0.5} wrap="wrap">
      <NumberField
        {...field}
        id={`${idPrefix}-minimum-absolute`}
        path="detection.minimumDeviation.absolute"
        label={t('datasource.knowledge.absolute', 'Least deviation')}
        tooltip={t(
          'datasource.knowledge.absoluteTooltip',
          'A point nearer to the expected value than this is never anomalous; in the unit of the series'
        )}
        value={minimumDeviation?.absolute}
        onChange={(absolute) => set({ minimumDeviation: orNone({ ...minimumDeviation, absolute }) })}
      />
      <NumberField
        {...field}
        id={`${idPrefix}-minimum-relative`}
        path="detection.minimumDeviation.relative"
        label={t('datasource.knowledge.relative', 'Least share')}
        tooltip={t(
          'datasource.knowledge.relativeTooltip',
          'A point nearer to the expected value than this share of it is never anomalous; 0.1 is a tenth'
        )}
        value={minimumDeviation?.relative}
        onChange={(relative) => set({ minimumDeviation: orNone({ ...minimumDeviation, relative }) })}
      />
      <NumberField
        {...field}
        id={`${idPrefix}-range-minimum`}
        path="detection.valueRange.minimum"
        label={t('datasource.knowledge.minimum', 'Lowest value')}
        tooltip={t('datasource.knowledge.minimumTooltip', 'A lower value is impossible: it is always anomalous, and never learnt')}
        value={valueRange?.minimum}
        onChange={(minimum) => set({ valueRange: orNone({ ...valueRange, minimum }) })}
      />
      <NumberField
        {...field}
        id={`${idPrefix}-range-maximum`}
        path="detection.valueRange.maximum"
        label={t('datasource.knowledge.maximum', 'Highest value')}
        tooltip={t('datasource.knowledge.maximumTooltip', 'A higher value is impossible: it is always anomalous, and never learnt')}
        value={valueRange?.maximum}
        onChange={(maximum) => set({ valueRange: orNone({ ...valueRange, maximum }) })}
      />
    </Stack>
  );
}

/** The object without undefined fields; undefined if no field is left. */
function orNone<T extends object>(fields: T): T | undefined {
  const said = Object.entries(fields).filter(([, value]) => value !== undefined);
  return said.length === 0 ? undefined : (Object.fromEntries(said) as T);
}

function gapPolicies(): Array<{ value: GapPolicy; label: string }> {
  return [
    { value: 'skip', label: t('datasource.knowledge.skip', 'Skip') },
    { value: 'zero', label: t('datasource.knowledge.zero', 'Zero') },
    { value: 'previous', label: t('datasource.knowledge.previous', 'Previous') },
  ];
}
