/**
 * What Grafana's page writes before its scripts run. `@grafana/runtime` reads it as it is imported, so this comes first.
 */
const page = window as unknown as { grafanaBootData?: unknown };
page.grafanaBootData = { settings: { featureToggles: {} }, user: {}, navTree: [] };

export {};
