/** The editors of the panel's options. */
import type { PanelOptionsEditorBuilder } from '@grafana/data';

import type { SeverityLevel } from '../shared/contract';
import { t } from '../shared/i18n/text';

import {
  defaultOptions,
  LANE_BUCKETS,
  SCORE_STRIPS,
  SERIES_ORDERS,
  type LaneBucket,
  type SeriesOrder,
  type SeverityOptions,
} from './options';
import { viewOf, VIEWS, viewWord, type View } from './views/all';
import { orderWord, severityWord, stripWord } from './words';

/** Adds an editor for each option. */
export function addOptions(builder: PanelOptionsEditorBuilder<SeverityOptions>): void {
  addViews(builder);
  addSeries(builder);
  addValues(builder);
  addScore(builder);
  addAround(builder);
}

function addViews(builder: PanelOptionsEditorBuilder<SeverityOptions>): void {
  const category = [t('panel.options.what', 'Views')];
  builder
    .addMultiSelect<View, { options: Array<{ value: View; label: string }> }>({
      path: 'views',
      name: t('panel.options.views.name', 'Views'),
      description: t('panel.options.views.description', 'What the panel shows, from top to bottom'),
      category,
      // The editor handles a list, but its type only has single values.
      defaultValue: defaultOptions.views as unknown as View,
      settings: { options: VIEWS.map((value) => ({ value, label: viewWord(value) })) },
    })
    .addTextInput({
      path: 'severities',
      name: t('panel.options.severities.name', 'Severities'),
      description: t('panel.options.severities.description', 'Only these, separated by commas; empty means all. Takes variables, such as $severity'),
      category,
      defaultValue: defaultOptions.severities,
    })
    .addSelect<SeriesOrder, { options: Array<{ value: SeriesOrder; label: string }> }>({
      path: 'order',
      name: t('panel.options.order.name', 'Order of lanes and cards'),
      category,
      defaultValue: defaultOptions.order,
      settings: { options: SERIES_ORDERS.map((value) => ({ value, label: orderWord(value) })) },
      showIf: ({ views }) => VIEWS.some((view) => viewOf(view).needsSeries && shows(views, view)),
    })
    .addSelect<LaneBucket, { options: Array<{ value: LaneBucket; label: string }> }>({
      path: 'laneBucket',
      name: t('panel.options.bucket.name', 'Bucket of lanes'),
      description: t('panel.options.bucket.description', 'Length of time of each cell in a lane'),
      category,
      defaultValue: defaultOptions.laneBucket,
      settings: {
        options: LANE_BUCKETS.map((value) => ({ value, label: value === 'auto' ? t('panel.options.bucket.auto', 'Auto') : value })),
      },
      showIf: ({ views }) => shows(views, 'lanes'),
    });
}

/** As saved: an older dashboard has no views. */
function shows(views: View[] | undefined, view: View): boolean {
  return (views ?? defaultOptions.views).includes(view);
}

function addSeries(builder: PanelOptionsEditorBuilder<SeverityOptions>): void {
  const category = [t('panel.options.timeline', 'Timeline')];
  builder
    .addRadio({
      path: 'layout',
      name: t('panel.options.layout.name', 'Layout'),
      description: t('panel.options.layout.description', 'A plot for each series, or all values in one plot, on the axis of the series in focus'),
      category,
      defaultValue: defaultOptions.layout,
      settings: {
        options: [
          { value: 'multiples', label: t('panel.options.layout.multiples', 'Small multiples') },
          { value: 'overlay', label: t('panel.options.layout.overlay', 'Overlay') },
        ],
      },
    })
    .addSelect<SeriesOrder, { options: Array<{ value: SeriesOrder; label: string }> }>({
      path: 'plotOrder',
      name: t('panel.options.timeline-order.name', 'Order of plots'),
      category,
      defaultValue: defaultOptions.plotOrder,
      settings: { options: SERIES_ORDERS.map((value) => ({ value, label: orderWord(value) })) },
    })
    .addNumberInput({
      path: 'maxSeries',
      name: t('panel.options.max-series.name', 'Series at most'),
      description: t('panel.options.max-series.description', 'If there are more, the worst are drawn and the rest are counted'),
      category,
      defaultValue: defaultOptions.maxSeries,
      settings: { min: 1, max: 200, integer: true },
    });
}

function addValues(builder: PanelOptionsEditorBuilder<SeverityOptions>): void {
  const category = [t('panel.options.values', 'Values')];
  const switches = [
    ['showExpected', t('panel.options.expected', 'Expected line')],
    ['showBand', t('panel.options.band', 'Expected band')],
    ['showPoints', t('panel.options.points', 'Anomalous points')],
    ['showRegions', t('panel.options.regions', 'Shaded events')],
  ] as const;
  for (const [path, name] of switches) {
    builder.addBooleanSwitch({ path, name, category, defaultValue: defaultOptions[path] });
  }
}

function addScore(builder: PanelOptionsEditorBuilder<SeverityOptions>): void {
  const category = [t('panel.options.score', 'Score and severity')];
  builder
    .addRadio({
      path: 'scoreStrip',
      name: t('panel.options.strip.name', 'Score strip'),
      description: t('panel.options.strip.description', 'The score under the values, optionally with each detector'),
      category,
      defaultValue: defaultOptions.scoreStrip,
      settings: {
        options: SCORE_STRIPS.map((value) => ({ value, label: stripWord(value) })),
      },
    })
    .addRadio({
      path: 'threshold',
      name: t('panel.options.threshold.name', 'Threshold'),
      category,
      defaultValue: defaultOptions.threshold,
      settings: {
        options: [
          { value: 'off', label: t('panel.options.threshold.off', 'Off') },
          { value: 'line', label: t('panel.options.threshold.line', 'Line') },
          { value: 'shaded', label: t('panel.options.threshold.shaded', 'Shaded') },
        ],
      },
      showIf: (options) => options.scoreStrip !== 'off',
    })
    .addSelect<SeverityLevel, { options: Array<{ value: SeverityLevel; label: string }> }>({
      path: 'minimumSeverity',
      name: t('panel.options.minimum.name', 'Minimum severity'),
      description: t('panel.options.minimum.description', 'Milder anomalies are counted, but not drawn'),
      category,
      defaultValue: defaultOptions.minimumSeverity,
      settings: {
        options: [
          { value: 1, label: `${severityWord('low')} / ${severityWord('info')}` },
          { value: 2, label: `${severityWord('medium')} / ${severityWord('warning')}` },
          { value: 3, label: severityWord('high') },
          { value: 4, label: severityWord('critical') },
        ],
      },
    });
}

function addAround(builder: PanelOptionsEditorBuilder<SeverityOptions>): void {
  const category = [t('panel.options.around', 'Around the chart')];
  const switches = [
    ['showStats', t('panel.options.stats', 'Stats')],
    ['showBadges', t('panel.options.badges', 'Severity badges')],
    ['showLegend', t('panel.options.legend', 'Legend')],
    ['live', t('panel.options.live', 'Follow new rows')],
  ] as const;
  for (const [path, name] of switches) {
    builder.addBooleanSwitch({ path, name, category, defaultValue: defaultOptions[path] });
  }
}
