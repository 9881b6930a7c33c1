/** The pages of the two plugins in a Grafana. */
import { expect } from 'vitest';

import { describeGrafana } from './setup/hosts';
import { test } from './setup/test';

describeGrafana('in Grafana', (root) => {
  test.for([
    ['seismo-anomaly-datasource', 3],
    ['seismo-severity-panel', 3],
  ] as const)('the page of %s shows its pictures', async ([id, least], { open }) => {
    const { page, mayFail } = await open({ width: 1400 });
    // A Grafana without a way out cannot ask the catalogue.
    mayFail(/\/api\/gnet\/|plugins from catalog/);
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
