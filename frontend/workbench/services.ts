/** The services of Grafana's page that our plugins use. */
import {
  createTheme,
  PluginType,
  type DataSourceInstanceSettings,
  type DataSourcePluginMeta,
  type DataSourceRef,
  type GrafanaTheme2,
} from '@grafana/data';
import {
  config,
  setBackendSrv,
  setDataSourceSrv,
  setGrafanaLiveSrv,
  setTemplateSrv,
  type BackendSrv,
  type DataSourceSrv,
  type GrafanaLiveSrv,
  type TemplateSrv,
} from '@grafana/runtime';

import { SeismoDataSource } from '../datasource/datasource';
import type { SeismoJsonData } from '../datasource/types';
import type { SessionDataSource } from './api';
import { PageBackend } from './backend';
import { PageLive } from './live';
import type { ThemeMode } from './urlState';

/** Installs the services for the plugins. Called once, before anything else. */
export function installServices(): void {
  setBackendSrv(new PageBackend() as unknown as BackendSrv);
  setGrafanaLiveSrv(new PageLive() as unknown as GrafanaLiveSrv);
  setTemplateSrv(noVariables as TemplateSrv);
}

/** The real data source with the session's settings, registered by its uid. */
export function openDataSource(shown: SessionDataSource): SeismoDataSource {
  const settings = instanceSettings(shown);
  const datasource = new SeismoDataSource(settings);
  const known = (ref?: DataSourceRef | string | null) => (uidOf(ref) === shown.uid ? settings : undefined);
  const list: Pick<DataSourceSrv, 'get' | 'getList' | 'getInstanceSettings'> = {
    get: async () => datasource as never,
    getList: () => [settings],
    getInstanceSettings: known,
  };
  setDataSourceSrv(list as DataSourceSrv);
  return datasource;
}

/** Makes the theme and sets it for the parts of @grafana/ui that read the configuration rather than the context. */
export function wearTheme(mode: ThemeMode): GrafanaTheme2 {
  config.theme2 = createTheme({ colors: { mode } });
  return config.theme2;
}

/** A page without variables: every text stays as it is. */
const noVariables: Pick<TemplateSrv, 'getVariables' | 'replace' | 'containsTemplate'> = {
  getVariables: () => [],
  replace: (target = '') => target,
  containsTemplate: () => false,
};

function uidOf(ref: DataSourceRef | string | null | undefined): string | undefined {
  return typeof ref === 'string' ? ref : ref?.uid;
}

function instanceSettings(shown: SessionDataSource): DataSourceInstanceSettings<SeismoJsonData> {
  return {
    id: 1,
    uid: shown.uid,
    type: shown.type,
    name: shown.name,
    url: shown.url,
    jsonData: shown.jsonData,
    readOnly: false,
    access: 'proxy',
    meta: meta(shown),
  };
}

function meta({ type, name }: SessionDataSource): DataSourcePluginMeta {
  return {
    id: type,
    name,
    type: PluginType.datasource,
    module: '',
    baseUrl: '',
    info: {
      author: { name: 'Seismo' },
      description: '',
      links: [],
      logos: { small: 'public/logo.svg', large: 'public/logo.svg' },
      screenshots: [],
      updated: '',
      version: '',
    },
  };
}
