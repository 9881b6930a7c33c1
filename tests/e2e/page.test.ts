/** The page as it is first seen, and what it is built with. */
import { describe, expect } from 'vitest';

import { grafana } from '../../vite.grafana';
import { lastHours, PICTURED } from './setup/clock';
import { fleetUrl } from './setup/hosts';
import { LARGEST, QUERY, takePicture } from './setup/pictures';
import { test } from './setup/test';
import { PanelView } from './views/panel';

const RANGE = lastHours(6, PICTURED);

describe('the page', () => {
  test.for(['dark', 'light'] as const)('is drawn as it is first seen, in the %s theme', async (theme, { open }) => {
    const { page, seriesAfter } = await open({ height: 800 });
    await seriesAfter(() => page.goto(fleetUrl({ ...RANGE, theme, query: QUERY })));
    await new PanelView(page).drawn();
    const name = grafana === '12' ? 'workbench' : `workbench-grafana${grafana}`;
    expect(await takePicture(page, `${name}-${theme}.png`)).toBeLessThan(LARGEST);
  });

  test('runs the React of the Grafana that it is built for', async ({ open }) => {
    const { page, seriesAfter } = await open();
    // React introduces itself to the developers' tools of a browser, where there are any.
    await page.addInitScript(() => {
      const tools = { supportsFiber: true, inject: ({ version }: { version: string }) => Object.assign(window, { reactVersion: version }) };
      Object.assign(window, { __REACT_DEVTOOLS_GLOBAL_HOOK__: { ...tools, onCommitFiberRoot: () => {}, onCommitFiberUnmount: () => {} } });
    });
    await seriesAfter(() => page.goto(fleetUrl(RANGE)));
    const version = await page.evaluate(() => (window as unknown as { reactVersion: string }).reactVersion);
    expect(version.split('.')[0]).toBe({ 12: '18', 13: '19' }[grafana]);
  });
});
