import React from 'react';
import { t } from '@grafana/i18n';
import { InlineField, RadioButtonGroup } from '@grafana/ui';

import { DEFAULT_BUDGET } from '../../contract/limits';
import { DraftInput } from '../fields/DraftInput';

interface Props {
  idPrefix: string;
  budget: number;
  invalid: boolean;
  onChange: (budget: number) => void;
  onRun: () => void;
}

/** The accepted number of false alarms: a number, and common choices. */
export function BudgetField({ idPrefix, budget, invalid, onChange, onRun }: Props) {
  return (
    <>
      <InlineField
        label={t('datasource.budget.label', 'Alarm budget')}
        labelWidth={20}
        invalid={invalid}
        tooltip={t(
          'datasource.budget.tooltip',
          'How many false alarms per week and series you accept. A smaller number means fewer alarms.'
        )}
      >
        <DraftInput
          id={`${idPrefix}-budget`}
          type="number"
          min={0}
          step={0.25}
          width={36}
          suffix={t('datasource.budget.unit', 'false alarms per series and week')}
          invalid={invalid}
          value={String(budget)}
          onCommit={(text) => onChange(text.trim() === '' ? DEFAULT_BUDGET : Number(text))}
          onRun={onRun}
        />
      </InlineField>
      <RadioButtonGroup
        id={`${idPrefix}-budget-usual`}
        aria-label={t('datasource.budget.usual', 'Usual alarm budgets')}
        options={usualBudgets()}
        value={budget}
        onChange={onChange}
      />
    </>
  );
}

function usualBudgets(): Array<{ value: number; label: string }> {
  return [
    { value: 0.25, label: t('datasource.budget.month', '1 a month') },
    { value: 1, label: t('datasource.budget.week', '1 a week') },
    { value: 4, label: t('datasource.budget.four', '4 a week') },
  ];
}
