/** The texts of the page: it holds the data source and the panel, so it needs theirs as well as its own. */
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
  // What @grafana/ui says on this page, too: its package has no translations, Grafana has.
  'de-DE': { ...datasourceGerman, ...panelGerman, ...workbenchGerman, ...grafanaGerman },
};

/** Makes the page speak a language: its texts, its dates, and what it says of itself to screen readers. */
export async function loadTexts(language: Language): Promise<void> {
  // A plugin takes the language of the page that it is loaded into; as in Grafana, that is settled before.
  await i18next.init({ lng: language, resources: { [language]: { [PAGE]: TEXTS[language] } }, returnEmptyString: false });
  await initPluginTranslations(PAGE);
  setLocale(language.slice(0, 2));
  document.documentElement.lang = language;
}
