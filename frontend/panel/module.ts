/** What Grafana loads. */
import { FieldColorModeId, FieldConfigProperty, PanelPlugin } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';

import { migrateOptions, type SeverityOptions } from './options';
import { addOptions } from './optionsEditor';
import { SeverityPanel } from './SeverityPanel';

// Grafana loads the texts itself, as plugin.json names the languages; this binds `t` to them. It is done one tick later,
// long before anything renders; an AMD module cannot await it.
void initPluginTranslations('seismo-severity-panel');

export const plugin = new PanelPlugin<SeverityOptions>(SeverityPanel)
  .useFieldConfig({
    standardOptions: {
      [FieldConfigProperty.Color]: {
        settings: { byValueSupport: false, bySeriesSupport: true, preferThresholdsMode: false },
        defaultValue: { mode: FieldColorModeId.PaletteClassic },
      },
    },
    // Thresholds and mappings have no meaning here: severity comes with the data.
    disableStandardOptions: [FieldConfigProperty.Thresholds, FieldConfigProperty.Mappings, FieldConfigProperty.NoValue],
  })
  .setPanelOptions(addOptions)
  .setMigrationHandler(migrateOptions)
  .setDataSupport({ annotations: false, alertStates: false });
