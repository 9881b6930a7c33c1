/**
 * Globals that Grafana's page sets before its scripts run. `@grafana/runtime` reads them on import, so this comes
 * first.
 */
const page = window as unknown as { grafanaBootData?: unknown };
page.grafanaBootData = { settings: { featureToggles: {} }, user: {}, navTree: [] };

export {};
