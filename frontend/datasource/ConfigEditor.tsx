import React from 'react';
import { css } from '@emotion/css';
import type { DataSourcePluginOptionsEditorProps, GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Auth, AuthMethod, ConfigSection, ConnectionSettings, convertLegacyAuthProps } from '@grafana/plugin-ui';
import { Divider, FieldValidationMessage, InlineField, RadioButtonGroup, Stack, useStyles2 } from '@grafana/ui';

import { selectors } from '../shared/selectors';
import { addressProblem, exampleOf } from './config/address';
import { CalendarSettings } from './config/CalendarSettings';
import { InfluxSettings } from './config/InfluxSettings';
import { LimitSettings } from './config/LimitSettings';
import { withoutTexts } from './config/texts';
import { kindOf, type SeismoJsonData, type SeismoSecureJsonData, type SourceKind } from './types';

export type Props = DataSourcePluginOptionsEditorProps<SeismoJsonData, SeismoSecureJsonData>;

/** The login methods that a backend can use; cookies of the browser's own session never reach it. */
const AUTH_METHODS = [AuthMethod.NoAuth, AuthMethod.BasicAuth, AuthMethod.OAuthForward];

/** The settings of the data source. */
export function ConfigEditor({ options: stored, onOptionsChange }: Props) {
  const options = { ...stored, jsonData: withoutTexts(stored.jsonData) };
  const kind = kindOf(options.jsonData);
  const styles = useStyles2(getStyles);
  const wrongAddress = addressProblem(options.url ?? '', kind, options.jsonData.urlVariable);
  const setJson = (change: Partial<SeismoJsonData>) =>
    onOptionsChange({ ...options, jsonData: { ...options.jsonData, ...change } });

  return (
    <Stack direction="column" gap={2}>
      <ConfigSection
        title={t('datasource.config.source', 'Source')}
        description={t('datasource.config.sourceDescription', 'Where the series come from')}
      >
        <InlineField label={t('datasource.config.kind', 'Kind')} labelWidth={24} disabled={options.readOnly}>
          <div data-testid={selectors.configEditor.kind}>
            <RadioButtonGroup
              aria-label={t('datasource.config.kind', 'Kind')}
              options={kinds()}
              value={kind}
              disabled={options.readOnly}
              onChange={(chosen) => setJson({ kind: chosen })}
            />
          </div>
        </InlineField>
      </ConfigSection>
      {kind !== 'sample' && (
        <>
          <Divider spacing={0} />
          <div>
            <ConnectionSettings
              config={options}
              onChange={onOptionsChange}
              urlPlaceholder={exampleOf(kind)}
              description={t('datasource.config.connection', 'The address as Grafana’s server sees it, not the browser')}
            />
            {wrongAddress && <FieldValidationMessage className={styles.problem}>{wrongAddress}</FieldValidationMessage>}
          </div>
          <Divider spacing={0} />
          <Auth
            {...convertLegacyAuthProps({ config: options, onChange: onOptionsChange })}
            visibleMethods={AUTH_METHODS}
          />
        </>
      )}
      {kind === 'influxdb' && (
        <>
          <Divider spacing={0} />
          <InfluxSettings options={options} onOptionsChange={onOptionsChange} />
        </>
      )}
      <Divider spacing={0} />
      <LimitSettings kind={kind} jsonData={options.jsonData} readOnly={options.readOnly} onChange={setJson} />
      <Divider spacing={0} />
      <CalendarSettings calendars={options.jsonData.calendars ?? []} readOnly={options.readOnly} onChange={setJson} />
    </Stack>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  // Below the input, behind its label.
  problem: css({ marginLeft: theme.spacing(24.5) }),
});

function kinds(): Array<{ value: SourceKind; label: string }> {
  return [
    { value: 'prometheus', label: 'Prometheus' },
    { value: 'influxdb', label: 'InfluxDB' },
    { value: 'sample', label: t('datasource.config.sample', 'Sample fleet') },
  ];
}
