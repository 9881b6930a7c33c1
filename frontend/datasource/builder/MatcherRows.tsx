import React, { useMemo } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, IconButton, InlineLabel, RadioButtonGroup, Stack, useStyles2 } from '@grafana/ui';

import { labelNames, labelValues } from '../complete/completion';
import type { LookUp } from '../complete/useCompletion';
import { completeWhole } from '../complete/whole';
import { SuggestField } from '../fields/SuggestField';
import { OPERATORS, type Matcher } from './matchers';

interface Props {
  id: string;
  label: string;
  matchers: readonly Matcher[];
  /** Narrows what is offered. */
  metric: string;
  lookUp: LookUp;
  variables: readonly string[];
  onChange: (matchers: Matcher[]) => void;
  onRun: () => void;
}

/** Conditions on labels, a row each. */
export function MatcherRows({ id, label, matchers, onChange, ...names }: Props) {
  const styles = useStyles2(getStyles);
  const change = (at: number, part: Partial<Matcher>) =>
    onChange(matchers.map((matcher, index) => (index === at ? { ...matcher, ...part } : matcher)));
  return (
    <Stack gap={0} alignItems="flex-start" wrap="wrap">
      <InlineLabel as="span" width={16}>
        {label}
      </InlineLabel>
      <Stack direction="column" gap={0.5} minWidth={0}>
        {matchers.map((matcher, at) => (
          // A condition has no name of its own; all of a row's state is in the build.
          <Row
            key={at}
            {...names}
            id={`${id}-${at}`}
            number={at + 1}
            matcher={matcher}
            onChange={(part) => change(at, part)}
            onRemove={() => onChange(matchers.filter((_, index) => index !== at))}
          />
        ))}
        <div className={styles.add}>
          <Button
            variant="secondary"
            size="sm"
            icon="plus"
            onClick={() => onChange([...matchers, { label: '', operator: '=', value: null }])}
          >
            {t('datasource.builder.addCondition', 'Add condition')}
          </Button>
        </div>
      </Stack>
    </Stack>
  );
}

interface RowProps extends Pick<Props, 'id' | 'metric' | 'lookUp' | 'variables' | 'onRun'> {
  number: number;
  matcher: Matcher;
  onChange: (part: Partial<Matcher>) => void;
  onRemove: () => void;
}

function Row({ id, number, matcher, metric, lookUp, variables, onChange, onRemove, onRun }: RowProps) {
  const known = metric || undefined;
  const completeLabel = useMemo(() => completeWhole(labelNames(known)), [known]);
  const completeValue = useMemo(() => completeWhole(labelValues(matcher.label, known), variables), [matcher.label, known, variables]);
  return (
    <Stack gap={0.5} wrap="wrap" alignItems="center">
      <SuggestField
        id={`${id}-label`}
        label={t('datasource.builder.label', 'Label of condition {{number}}', { number })}
        placeholder={t('datasource.builder.labelHint', 'label')}
        width={22}
        value={matcher.label}
        complete={completeLabel}
        lookUp={lookUp}
        onCommit={(text) => onChange({ label: text.trim() })}
        onRun={onRun}
      />
      <RadioButtonGroup
        id={`${id}-operator`}
        aria-label={t('datasource.builder.operator', 'Comparison of condition {{number}}', { number })}
        options={OPERATORS.map((operator) => ({ value: operator, label: operator, description: meaningOf(operator) }))}
        value={matcher.operator}
        onChange={(operator) => onChange({ operator })}
      />
      <SuggestField
        id={`${id}-value`}
        label={t('datasource.builder.value', 'Value of condition {{number}}', { number })}
        placeholder={matcher.operator.endsWith('~') ? t('datasource.builder.patternHint', 'pattern') : t('datasource.builder.valueHint', 'value')}
        width={30}
        value={matcher.value ?? ''}
        complete={completeValue}
        lookUp={lookUp}
        onCommit={(value) => onChange({ value })}
        onRun={onRun}
      />
      <IconButton name="trash-alt" tooltip={t('datasource.builder.removeCondition', 'Remove condition {{number}}', { number })} onClick={onRemove} />
    </Stack>
  );
}

function meaningOf(operator: Matcher['operator']): string {
  switch (operator) {
    case '=':
      return t('datasource.builder.is', 'is');
    case '!=':
      return t('datasource.builder.isNot', 'is not');
    case '=~':
      return t('datasource.builder.matches', 'matches the pattern');
    case '!~':
      return t('datasource.builder.matchesNot', 'does not match the pattern');
  }
}

// As high as a field, so that a label beside it stands in its line.
const getStyles = (theme: GrafanaTheme2) => ({ add: css({ display: 'flex', alignItems: 'center', minHeight: theme.spacing(4), marginBottom: theme.spacing(0.5) }) });
