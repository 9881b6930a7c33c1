/** Every provisioned dashboard, opened in a Grafana. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test as plainTest } from 'vitest';

import { describeGrafana } from './setup/hosts';
import { takePicture } from './setup/pictures';
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

describeGrafana('in Grafana', (root) => {
  const looks = (['dark', 'light'] as const).flatMap((theme) => [1400, 800].map((width) => ({ theme, width })));
  test.for(dashboards.flatMap(({ uid, title }) => looks.map((look) => ({ uid, title, ...look }))))(
    '$title shows all its panels without an error, $theme, $width pixels wide',
    async ({ uid, theme, width }, { open }) => {
      const { panels } = dashboards.find((dashboard) => dashboard.uid === uid)!;
      // Panels are drawn when they come into view, so the window is as high as the dashboard.
      const rows = Math.max(...panels.map(({ gridPos }) => gridPos.y + gridPos.h));
      const { page } = await open({ width, height: rows * 38 + 120, colorScheme: theme });
      const view = new DashboardView(page);
      await page.goto(`${root}/d/${uid}?theme=${theme}&kiosk`);
      const shown = panels.filter(({ type }) => type !== 'row').map(({ title }) => title);
      await view.loaded(shown);
      await takePicture(page, `dashboard-${uid}-${theme}-${width}.png`);
      expect(await view.errors(), 'panels with an error').toEqual([]);
    }
  );
});

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}
