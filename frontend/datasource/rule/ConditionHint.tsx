import React from 'react';
import { t } from '@grafana/i18n';
import { Icon, Stack, Text } from '@grafana/ui';

import { DEFAULT_THRESHOLD } from '../../contract/limits';
import { selectors } from '../../shared/selectors';
import type { SeismoQuery } from '../types';
import { goneAfter, severeFrom } from './condition';

/** How to set the alert condition of this query on Grafana's page, which starts with "is above 0". */
export function ConditionHint({ query, interval }: { query: SeismoQuery; interval: number }) {
  return (
    <div data-testid={selectors.queryEditor.conditionHint}>
      <Stack gap={1} alignItems="center">
        <Icon name="info-circle" />
        <Text variant="bodySmall">{hintOf(query, interval)}</Text>
      </Stack>
    </div>
  );
}

function hintOf({ output, detection }: SeismoQuery, interval: number): string {
  switch (output) {
    case 'score':
      return t(
        'datasource.rule.hintScore',
        'Alert condition: choose “Is above or equal to” and write {{threshold}}. Grafana begins with “Is above 0”, and nearly every ordinary score is above 0.',
        { threshold: detection?.threshold ?? DEFAULT_THRESHOLD }
      );
    case 'severity':
      return t('datasource.rule.hintSeverity', 'Alert condition: choose “Is above or equal to” and write {{severe}} to leave out mild anomalies, or 1 for all.', {
        severe: severeFrom(detection),
      });
    case 'age':
      return t('datasource.rule.hintAge', 'Alert condition: choose “Is above or equal to” and write {{minutes}}, the minutes without a sample after which a series counts as gone.', {
        minutes: goneAfter(interval),
      });
    default:
      return t('datasource.rule.hintOther', 'This output explains an alert. Use a query with the output Score or Severity in the alert condition.');
  }
}
