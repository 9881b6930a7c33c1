/** Every provisioned dashboard, opened in a Grafana. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test as plainTest } from 'vitest';

import { grafanaUrl } from './setup/hosts';
import { test } from './setup/test';
import { DashboardView } from './views/dashboard';

const FOLDER = 'provisioning/dashboards';

interface Dashboard {
  uid: string;
  title: string;
  panels: Array<{ title: string; type: string; gridPos: { y: number; h: number } }>;
}

const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
const dashboards = files.map((file) => readJson<Dashboard>(join(FOLDER, file)));

plainTest("the plugin's page offers each dashboard by its title", () => {
  const { includes } = readJson<{ includes: Array<{ type: string; name: string; path: string }> }>('plugin.json');
  const offered = includes.filter(({ type }) => type === 'dashboard').map(({ name, path }) => `${path}: ${name}`);
  const provided = files.map((file, at) => `dashboards/${file}: ${dashboards[at]!.title}`);
  expect(offered.sort()).toEqual(provided.sort());
});

// As with the other tests of a Grafana: they are there where GRAFANA_URL names one.
describe.each(grafanaUrl ? [grafanaUrl] : [])('in the Grafana at %s', (root) => {
  test.for(dashboards.flatMap(({ uid, title }) => (['dark', 'light'] as const).map((theme) => ({ uid, title, theme }))))(
    '$title shows all its panels without an error, $theme',
    async ({ uid, theme }, { open }) => {
      const { panels } = dashboards.find((dashboard) => dashboard.uid === uid)!;
      // Panels are drawn when they come into view, so the window is as high as the dashboard.
      const rows = Math.max(...panels.map(({ gridPos }) => gridPos.y + gridPos.h));
      const { page } = await open({ width: 1600, height: rows * 38 + 120, colorScheme: theme });
      const view = new DashboardView(page);
      await page.goto(`${root}/d/${uid}?theme=${theme}&kiosk`);
      const shown = panels.filter(({ type }) => type !== 'row').map(({ title }) => title);
      await view.loaded(shown);
      expect(await view.errors(), 'panels with an error').toEqual([]);
    }
  );
});

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}
