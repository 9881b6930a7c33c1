import React from 'react';
import type { PanelData } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { ClipboardButton, Stack, Text } from '@grafana/ui';

import type { SeismoDataSource } from '../datasource';
import { Section } from '../fields/Section';
import type { SeismoQuery } from '../types';
import { copyJson, copyYaml, type Copied } from './copy';
import { variableValues } from './variables';

interface Props {
  idPrefix: string;
  datasource: SeismoDataSource;
  query: SeismoQuery;
  data?: PanelData;
  /** Whether the query is valid. */
  isReady: boolean;
}

/** The query as a whole alert rule, for copying. */
export function RuleSection({ idPrefix, datasource, query, data, isReady }: Props) {
  const copied = (): Copied => ({
    query,
    filled: datasource.applyTemplateVariables(query, data?.request?.scopedVars ?? {}),
    variables: variableValues(),
    datasource: { uid: datasource.uid, timeInterval: datasource.settings.timeInterval },
    name: datasource.getQueryDisplayText(query),
    data,
  });
  return (
    <Section
      name="rule"
      idPrefix={idPrefix}
      title={t('datasource.rule.title', 'Alert rule')}
      summary={t('datasource.rule.closed', 'copy this query as a complete rule, with its notification texts')}
    >
      <Stack direction="column" gap={1}>
        <Text variant="bodySmall" color="secondary">
          {isReady ? (
            <Trans i18nKey="datasource.rule.explained">
              The rule fires at the threshold. Its notification states value, expected value, severity, cause and start, and links to the
              panel. Dashboard variables are copied with their current values.
            </Trans>
          ) : (
            <Trans i18nKey="datasource.rule.notReady">Write a query and correct the marked fields to copy it as an alert rule.</Trans>
          )}
        </Text>
        <Stack gap={1} wrap="wrap">
          <ClipboardButton variant="secondary" size="sm" icon="copy" disabled={!isReady} getText={() => copyYaml(copied())}>
            <Trans i18nKey="datasource.rule.yaml">Copy as alert rule</Trans>
          </ClipboardButton>
          <ClipboardButton variant="secondary" size="sm" fill="text" icon="brackets-curly" disabled={!isReady} getText={() => copyJson(copied())}>
            <Trans i18nKey="datasource.rule.json">Copy as JSON for the API</Trans>
          </ClipboardButton>
        </Stack>
      </Stack>
    </Section>
  );
}
