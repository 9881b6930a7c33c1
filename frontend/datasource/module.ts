/** The entry point for Grafana. */
import { DataSourcePlugin } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';

import { ConfigEditor } from './ConfigEditor';
import { SeismoDataSource } from './datasource';
import { QueryEditor } from './QueryEditor';
import type { SeismoJsonData, SeismoQuery, SeismoSecureJsonData } from './types';

// Grafana loads the texts itself, because plugin.json names the languages; this binds `t` to them. It finishes one tick
// later, long before anything renders; an AMD module cannot await it.
void initPluginTranslations('seismo-anomaly-datasource');

export const plugin = new DataSourcePlugin<SeismoDataSource, SeismoQuery, SeismoJsonData, SeismoSecureJsonData>(
  SeismoDataSource
)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryEditor);
