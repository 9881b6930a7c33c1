/** The entry point for Grafana. */
import { PanelPlugin } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';

import { fieldConfigOptions, type SeverityFieldConfig } from './fieldConfig';
import { migrateOptions, type SeverityOptions } from './options';
import { addOptions } from './optionsEditor';
import { SeverityPanel } from './SeverityPanel';

// Grafana loads the texts itself, because plugin.json names the languages; this binds `t` to them. It finishes one tick
// later, long before anything renders; an AMD module cannot await it.
void initPluginTranslations('seismo-severity-panel');

export const plugin = new PanelPlugin<SeverityOptions, SeverityFieldConfig>(SeverityPanel)
  .useFieldConfig(fieldConfigOptions())
  .setPanelOptions(addOptions)
  .setMigrationHandler(migrateOptions)
  .setDataSupport({ annotations: true, alertStates: true });
