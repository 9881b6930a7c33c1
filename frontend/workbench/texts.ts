/** The texts of the page. It contains the data source and the panel, so it needs their texts as well as its own. */
import { setLocale } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import i18next from 'i18next';
import 'moment/dist/locale/de';

import datasourceGerman from '../datasource/locales/de-DE/seismo-anomaly-datasource.json';
import datasource from '../datasource/locales/en-US/seismo-anomaly-datasource.json';
import panelGerman from '../panel/locales/de-DE/seismo-severity-panel.json';
import panel from '../panel/locales/en-US/seismo-severity-panel.json';
import type { Language } from './language';
import grafanaGerman from './locales/de-DE/grafana-ui.json';
import workbenchGerman from './locales/de-DE/seismo-workbench.json';
import workbench from './locales/en-US/seismo-workbench.json';

const PAGE = 'seismo-workbench';

const TEXTS: Record<Language, object> = {
  'en-US': { ...datasource, ...panel, ...workbench },
  // Also the texts of @grafana/ui on this page: Grafana has translations, the package does not.
  'de-DE': { ...datasourceGerman, ...panelGerman, ...workbenchGerman, ...grafanaGerman },
};

/** Sets the language of the page: its texts, its dates, and its `lang` attribute for screen readers. */
export async function loadTexts(language: Language): Promise<void> {
  // A plugin uses the language of its page; as in Grafana, that is set before it loads.
  await i18next.init({ lng: language, resources: { [language]: { [PAGE]: TEXTS[language] } }, returnEmptyString: false });
  await initPluginTranslations(PAGE);
  setLocale(language.slice(0, 2));
  document.documentElement.lang = language;
}
