/** The `test` of the browser tests: each has a page of its own, and fails where that page met trouble. */
import type { Browser } from 'playwright-core';
import { expect, test as base } from 'vitest';

import { openBrowser, Stage, type Look } from './stage';

interface Fixtures {
  browser: Browser;
  /** Opens a page; it is closed, and its troubles are judged, when the test is over. */
  open: (look?: Look) => Promise<Stage>;
}

export const test = base.extend<Fixtures>({
  browser: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, give) => {
      const browser = await openBrowser();
      await give(browser);
      await browser.close();
    },
    { scope: 'file' },
  ],
  open: async ({ browser }, give) => {
    const stages: Stage[] = [];
    await give(async (look) => {
      const stage = await Stage.open(browser, look);
      stages.push(stage);
      return stage;
    });
    await Promise.all(stages.map((stage) => stage.close()));
    expect(stages.flatMap(({ troubles }) => troubles)).toEqual([]);
  },
});
