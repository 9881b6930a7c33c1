/**
 * `data-testid`s for elements that neither role nor label identifies. Used by the components and by the browser tests.
 */
export const selectors = {
  configEditor: {
    kind: 'seismo-config-kind',
    influx: 'seismo-config-influx',
    limits: 'seismo-config-limits',
    calendars: 'seismo-config-calendars',
  },
  queryEditor: {
    root: 'seismo-query-editor',
    detection: 'seismo-detection-editor',
    presetSummary: 'seismo-preset-summary',
    knowledge: 'seismo-knowledge-editor',
    problems: 'seismo-query-problems',
    outputSummary: 'seismo-output-summary',
    conditionHint: 'seismo-condition-hint',
    preview: 'seismo-query-preview',
    ensemble: 'seismo-query-ensemble',
    builder: 'seismo-query-builder',
    newerVersion: 'seismo-query-newer-version',
    otherKind: 'seismo-query-other-kind',
    annotation: 'seismo-annotation-editor',
  },
  panel: {
    live: 'seismo-panel-live',
  },
  workbench: {
    root: 'seismo-workbench',
    explore: 'seismo-workbench-explore',
    panel: 'seismo-workbench-panel',
    datasource: 'seismo-workbench-datasource',
    health: 'seismo-workbench-health',
    error: 'seismo-workbench-error',
  },
} as const;
