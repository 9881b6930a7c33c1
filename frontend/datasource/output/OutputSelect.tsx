import React from 'react';
import { t } from '@grafana/i18n';
import { InlineField, RadioButtonGroup, Text } from '@grafana/ui';

import { OUTPUTS, OUTPUTS_OF_ALERTS } from '../../contract/limits';
import type { Output } from '../../contract/types';
import { selectors } from '../../shared/selectors';
import { outputWords } from './words';

interface Props {
  id: string;
  output: Output;
  /** An alert rule needs one number per series, so it cannot have panel frames or a list. */
  inAlert?: boolean;
  onChange: (output: Output) => void;
}

const NOT_IN_ALERT: readonly Output[] = OUTPUTS.filter((one) => !OUTPUTS_OF_ALERTS.some((possible) => possible === one));

/** The output, with a sentence that explains it. */
export function OutputSelect({ id, output, inAlert = false, onChange }: Props) {
  const label = t('datasource.output.label', 'Output');
  const offered = OUTPUTS.filter((one) => !inAlert || !NOT_IN_ALERT.includes(one) || one === output);
  return (
    <div>
      <InlineField
        label={label}
        labelWidth={16}
        tooltip={t(
          'datasource.output.tooltip',
          'Everything is for the severity panel; alert rules and expressions need one number for each series; events are a list for tables and annotations'
        )}
      >
        <RadioButtonGroup
          id={id}
          aria-label={label}
          options={offered.map((value) => ({ value, label: outputWords(value).label }))}
          disabledOptions={inAlert ? [...NOT_IN_ALERT] : []}
          value={output}
          onChange={onChange}
        />
      </InlineField>
      <div data-testid={selectors.queryEditor.outputSummary}>
        <Text variant="bodySmall" color="secondary">
          {outputWords(output).summary}
        </Text>
      </div>
    </div>
  );
}
