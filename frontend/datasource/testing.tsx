/** A data source and a page around it, for the tests of the editors. */
import { PluginType, type DataSourceInstanceSettings } from '@grafana/data';
import { setTemplateSrv, type TemplateSrv } from '@grafana/runtime';

import { SeismoDataSource } from './datasource';
import type { SeismoJsonData } from './types';

/** A data source with these settings; its resources answer from the table, by path. */
export function dataSource(jsonData: SeismoJsonData, resources: Record<string, unknown> = {}): SeismoDataSource {
  setTemplateSrv({ getVariables: () => [], containsTemplate: () => false, replace: (text = '') => text } as unknown as TemplateSrv);
  const datasource = new SeismoDataSource(instance(jsonData));
  datasource.getResource = async (path: string) => {
    if (!(path in resources)) {
      throw new Error(`no resource ${path}`);
    }
    return resources[path] as never;
  };
  return datasource;
}

function instance(jsonData: SeismoJsonData): DataSourceInstanceSettings<SeismoJsonData> {
  return {
    id: 1,
    uid: 'seismo',
    type: 'seismo-anomaly-datasource',
    name: 'Seismo',
    access: 'proxy',
    readOnly: false,
    jsonData,
    meta: { id: 'seismo-anomaly-datasource', type: PluginType.datasource } as DataSourceInstanceSettings['meta'],
  };
}
