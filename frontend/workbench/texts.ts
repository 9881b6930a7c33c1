/** The texts of the page: it holds the data source and the panel, so it needs theirs as well as its own. */
import { initPluginTranslations, type ResourceLoader } from '@grafana/i18n';

import datasource from '../datasource/locales/en-US/seismo-anomaly-datasource.json';
import panel from '../panel/locales/en-US/seismo-severity-panel.json';
import workbench from './locales/en-US/seismo-workbench.json';

const load: ResourceLoader = async () => ({ ...datasource, ...panel, ...workbench });

export async function loadTexts(): Promise<void> {
  await initPluginTranslations('seismo-workbench', [load]);
}
