/** Where the panel is tried: on the workbench page, and in a Grafana where GRAFANA_URL names one. */
import { describe, inject } from 'vitest';

import type { Range } from './clock';
import { BUSY_SOURCE, grafanaUrl } from './grafana';

export interface Host {
  name: string;
  /** The address of a panel with the request rates of the sample fleet. */
  panelUrl: (range: Range, theme?: 'dark' | 'light') => string;
  /** The address of Explore with the same query. */
  exploreUrl: (range: Range) => string;
}

/** The address of the workbench page over the fleet in which much goes wrong; a parameter that is not given is the page's own choice. */
export function workbenchUrl(params: Record<string, string | number | object> = {}): string {
  return pageUrl(inject('busyUrl'), params);
}

/** The same over the fleet as it is first seen. */
export function fleetUrl(params: Record<string, string | number | object> = {}): string {
  return pageUrl(inject('fleetUrl'), params);
}

function pageUrl(page: string, params: Record<string, string | number | object>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ timezone: 'UTC', ...params })) {
    search.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  return `${page}?${search}`;
}

const source = { kind: 'sample', metric: 'request_rate', service: '', legend: '{{service}}' };
/** The preset under which the fleet has every severity within a few hours. */
const detection = { preset: 'classic', season: 'auto' };
const query = { refId: 'A', version: 1, timezone: 'UTC', source, detection };

const workbench: Host = {
  name: 'the workbench',
  panelUrl: (range, theme = 'dark') => workbenchUrl({ ...range, theme, query }),
  exploreUrl: (range) => workbenchUrl({ ...range, query }),
};

/** The panel of that query on the dashboard in provisioning/dashboards. */
function grafana(root: string): Host {
  return {
    name: 'Grafana',
    panelUrl: ({ from, to }, theme = 'dark') => {
      const params = { from, to, theme, timezone: 'utc', viewPanel: 'panel-5', refresh: '', 'var-datasource': BUSY_SOURCE.uid };
      const search = new URLSearchParams(Object.entries(params).map(([name, value]) => [name, String(value)]));
      return `${root}/d/seismo-start-here?${search}&kiosk`;
    },
    exploreUrl: ({ from, to }) => {
      const pane = { datasource: BUSY_SOURCE.uid, queries: [{ ...query, datasource: BUSY_SOURCE }], range: { from: String(from), to: String(to) } };
      return `${root}/explore?${new URLSearchParams({ schemaVersion: '1', panes: JSON.stringify({ one: pane }) })}`;
    },
  };
}

/** Tests of that Grafana alone, which are told its address. Where there is none they count as skipped: a file without any test fails. */
export function describeGrafana(name: string, tests: (root: string) => void): void {
  describe.runIf(grafanaUrl)(name, () => tests(grafanaUrl ?? ''));
}

export const hosts: Host[] = grafanaUrl ? [workbench, grafana(grafanaUrl)] : [workbench];

/** The range in an address, whose ends are milliseconds or ISO times. */
export function rangeIn(url: string): Range {
  const params = new URL(url).searchParams;
  const instant = (name: string) => {
    const text = params.get(name) ?? '';
    return /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  };
  return { from: instant('from'), to: instant('to') };
}
