import React from 'react';
import { t } from '@grafana/i18n';
import { ConfigSection } from '@grafana/plugin-ui';
import { InlineField, Input, RadioButtonGroup, SecretInput } from '@grafana/ui';

import { selectors } from '../../shared/selectors';
import type { Props } from '../ConfigEditor';
import type { SeismoJsonData, SeismoSecureJsonData } from '../types';

const LABEL_WIDTH = 24;
const INPUT_WIDTH = 42;

type Secret = 'password' | 'token';
type TextKey = 'dbName' | 'organization' | 'defaultBucket';

const LANGUAGES: Array<{ value: NonNullable<SeismoJsonData['version']>; label: string }> = [
  { value: 'InfluxQL', label: 'InfluxQL' },
  { value: 'Flux', label: 'Flux' },
];

/** The settings for InfluxDB besides an address: a database and a user, or an organization, a bucket and a token. */
export function InfluxSettings({ options, onOptionsChange }: Pick<Props, 'options' | 'onOptionsChange'>) {
  const { jsonData, readOnly } = options;
  const version = jsonData.version ?? 'InfluxQL';
  const setJson = (change: Partial<SeismoJsonData>) =>
    onOptionsChange({ ...options, jsonData: { ...jsonData, ...change } });
  const setSecret = (secret: Secret, value: string, configured: boolean) =>
    onOptionsChange({
      ...options,
      secureJsonData: { ...options.secureJsonData, [secret]: value } as SeismoSecureJsonData,
      secureJsonFields: { ...options.secureJsonFields, [secret]: configured },
    });

  // For a new data source, the problem of the empty address is enough.
  const isStarted = Boolean(options.url?.trim());
  const text = (key: TextKey, label: string, needed?: string) => (
    <InlineField
      label={label}
      labelWidth={LABEL_WIDTH}
      disabled={readOnly}
      invalid={Boolean(needed) && isStarted && !readOnly && !jsonData[key]?.trim()}
      error={needed}
    >
      <Input
        id={`influx-${key}`}
        width={INPUT_WIDTH}
        value={jsonData[key] ?? ''}
        onChange={(event) => setJson({ [key]: event.currentTarget.value })}
      />
    </InlineField>
  );
  const secret = (key: Secret, label: string) => (
    <InlineField label={label} labelWidth={LABEL_WIDTH} disabled={readOnly}>
      <SecretInput
        id={`influx-${key}`}
        width={INPUT_WIDTH}
        isConfigured={Boolean(options.secureJsonFields?.[key])}
        value={options.secureJsonData?.[key] ?? ''}
        onChange={(event) => setSecret(key, event.currentTarget.value, false)}
        onReset={() => setSecret(key, '', false)}
      />
    </InlineField>
  );

  return (
    <div data-testid={selectors.configEditor.influx}>
      <ConfigSection title="InfluxDB">
        <InlineField label={t('datasource.config.language', 'Query language')} labelWidth={LABEL_WIDTH} disabled={readOnly}>
          <RadioButtonGroup
            aria-label={t('datasource.config.language', 'Query language')}
            options={LANGUAGES}
            value={version}
            disabled={readOnly}
            onChange={(chosen) => setJson({ version: chosen })}
          />
        </InlineField>
        {version === 'InfluxQL' ? (
          <>
            {text(
              'dbName',
              t('datasource.config.database', 'Database'),
              t('datasource.config.databaseMissing', 'InfluxQL queries one database: enter its name, such as telegraf')
            )}
            <InlineField label={t('datasource.config.user', 'User')} labelWidth={LABEL_WIDTH} disabled={readOnly}>
              <Input
                id="influx-user"
                width={INPUT_WIDTH}
                value={options.user ?? ''}
                onChange={(event) => onOptionsChange({ ...options, user: event.currentTarget.value })}
              />
            </InlineField>
            {secret('password', t('datasource.config.password', 'Password'))}
          </>
        ) : (
          <>
            {text('organization', t('datasource.config.organization', 'Organization'))}
            {text('defaultBucket', t('datasource.config.bucket', 'Default bucket'))}
            {secret('token', t('datasource.config.token', 'Token'))}
          </>
        )}
      </ConfigSection>
    </div>
  );
}
