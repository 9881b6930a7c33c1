import React from 'react';
import { t } from '@grafana/i18n';
import { InlineField } from '@grafana/ui';

import { DraftInput } from '../fields/DraftInput';

interface Props {
  idPrefix: string;
  legend: string | undefined;
  onChange: (legend: string) => void;
  onRun: () => void;
}

/** The names of the series. */
export function LegendField({ idPrefix, legend, onChange, onRun }: Props) {
  return (
    <InlineField
      label={t('datasource.source.legend', 'Legend')}
      labelWidth={16}
      tooltip={t('datasource.source.legendTooltip', 'A name for each series; label names in double braces are filled in. Empty shows the labels.')}
    >
      <DraftInput
        id={`${idPrefix}-legend`}
        value={legend ?? ''}
        placeholder={'{{label}}'}
        width={32}
        onCommit={onChange}
        onRun={onRun}
      />
    </InlineField>
  );
}
