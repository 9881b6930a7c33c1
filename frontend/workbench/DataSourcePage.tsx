import React, { useState } from 'react';
import { Trans } from '@grafana/i18n';
import { Button, Stack } from '@grafana/ui';

import { ConfigEditor } from '../datasource/ConfigEditor';
import { selectors } from '../shared/selectors';
import { saveAndTest, type Health, type SessionDataSource, type Settings } from './api';
import { HealthReport } from './HealthReport';

interface Props {
  datasource: SessionDataSource;
  /** Called after the settings were saved. */
  onSaved: () => void;
}

/** The real config editor, with the parts that Grafana puts under it. */
export function DataSourcePage({ datasource, onSaved }: Props) {
  const [settings, setSettings] = useState<Settings>(() => settingsOf(datasource));
  const [health, setHealth] = useState<Health | null>(null);
  const [isTesting, setTesting] = useState(false);

  const test = async () => {
    setTesting(true);
    setHealth(await saveAndTest(settings));
    setTesting(false);
    // The server keeps secrets that were sent, so the page forgets them.
    setSettings((sent) => ({ ...sent, ...forgetSecrets(sent) }));
    onSaved();
  };

  return (
    <div data-testid={selectors.workbench.datasource}>
      <Stack direction="column" gap={3}>
        <ConfigEditor options={settings} onOptionsChange={setSettings} />
        <div>
          <Button onClick={test} disabled={isTesting}>
            <Trans i18nKey="workbench.datasource.test">Save & test</Trans>
          </Button>
        </div>
        <div role="status" data-testid={selectors.workbench.health}>
          {health && <HealthReport health={health} />}
        </div>
      </Stack>
    </div>
  );
}

function forgetSecrets({ secureJsonData, secureJsonFields }: Settings): Pick<Settings, 'secureJsonData' | 'secureJsonFields'> {
  const sent = Object.entries(secureJsonData ?? {}).filter(([, value]) => value !== '');
  return { secureJsonData: {}, secureJsonFields: { ...secureJsonFields, ...Object.fromEntries(sent.map(([name]) => [name, true])) } };
}

function settingsOf(shown: SessionDataSource): Settings {
  return {
    id: 1,
    uid: shown.uid,
    orgId: 1,
    name: shown.name,
    type: shown.type,
    typeName: '',
    typeLogoUrl: '',
    access: 'proxy',
    url: shown.url ?? '',
    user: shown.user ?? '',
    database: shown.database ?? '',
    basicAuth: shown.basicAuth ?? false,
    basicAuthUser: shown.basicAuthUser ?? '',
    isDefault: true,
    jsonData: shown.jsonData,
    secureJsonData: {},
    secureJsonFields: shown.secureJsonFields ?? {},
    readOnly: false,
    withCredentials: false,
  };
}
