/** The pages of the two plugins in a Grafana. */
import { describe, expect } from 'vitest';

import { grafanaUrl } from './setup/hosts';
import { test } from './setup/test';

// As with the other tests of a Grafana: they are there where GRAFANA_URL names one.
describe.each(grafanaUrl ? [grafanaUrl] : [])('in the Grafana at %s', (root) => {
  test.for([
    ['seismo-anomaly-datasource', 3],
    ['seismo-severity-panel', 3],
  ] as const)('the page of %s shows its pictures', async ([id, least], { open }) => {
    const { page } = await open({ width: 1400 });
    await page.goto(`${root}/plugins/${id}`);
    const pictures = page.locator('img[src*="/public/plugins/"][src$=".png"]');
    await pictures.nth(least - 1).waitFor({ state: 'attached' });
    for (const picture of await pictures.all()) {
      await picture.scrollIntoViewIfNeeded();
      const width = () => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth);
      await expect.poll(width, { timeout: 30_000 }).toBeGreaterThan(0);
    }
  });
});
