/** Nobody is left out: axe-core judges each view of the panel, the editors and the page. */
import { appendFileSync, rmSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect } from 'vitest';

import { selectors } from '../../frontend/shared/selectors';
import { findingsOn, seriousAmong, type Exception, type Judged } from './setup/axe';
import { lastHours } from './setup/clock';
import { hosts, workbenchUrl } from './setup/hosts';
import type { Stage } from './setup/stage';
import { test } from './setup/test';
import { PanelView } from './views/panel';
import { SettingsView } from './views/settings';

const RANGE = lastHours(6);
const THEMES = ['dark', 'light'] as const;
/** What fails no test is kept here, to be read. */
const REPORT = 'tests/e2e/results/access.txt';

/** Grafana's own components, as they are in 12.3.0. */
const EXCEPTIONS: Exception[] = [
  {
    rule: 'label-content-name-mismatch',
    selector: '[data-testid="data-testid TimePicker Open Button"]',
    reason: 'TimeRangePicker: the name of its button says the range with "Time range selected:" in place of the zone',
    at: { theme: 'dark' },
  },
  {
    rule: 'color-contrast',
    selector: '[data-testid="data-testid TimePicker Open Button"]',
    reason: 'TimeRangePicker: the zone is orange, 2.75 to 1 in the light theme',
    at: { theme: 'light' },
  },
];

beforeAll(() => rmSync(REPORT, { force: true }));

/** What is judged is the page at rest: no colour half way to another. */
async function findingsAtRest(page: Page, judged: Judged) {
  await page.mouse.move(0, 0);
  await page.evaluate(() => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    ending.forEach((animation) => animation.finish());
  });
  return findingsOn(page, judged);
}

async function judge(page: Page, name: string, judged: Judged = {}) {
  const findings = await findingsAtRest(page, { exceptions: EXCEPTIONS, ...judged });
  for (const { rule, impact, element, excused } of findings) {
    appendFileSync(REPORT, `${name}: ${rule} (${impact}${excused ? ', excused' : ''}): ${element}\n`);
  }
  expect(seriousAmong(findings), name).toEqual([]);
}

/** Unfolds whatever is folded, also what only then can be seen. */
async function openEverything({ page }: Stage, root: string) {
  const folded = page.getByTestId(root).locator('button[aria-expanded="false"]');
  for (let rounds = 0; rounds < 12 && (await folded.count()) > 0; rounds += 1) {
    await folded.first().click();
  }
  expect(await folded.count(), 'everything is open').toBe(0);
}

describe.each(THEMES)('in the %s theme, axe finds nothing serious', (theme) => {
  test.for(['timeline', 'lanes', 'events', 'cards', 'lanes,timeline,events,cards'])('in the view %s', async (views, { open }) => {
    const { page, seriesAfter } = await open();
    await seriesAfter(() => page.goto(workbenchUrl({ ...RANGE, theme, views })));
    await new PanelView(page).shown(views);
    await judge(page, `${views}, ${theme}`);
  });

  test('in the pinned details of a point', async ({ open }) => {
    const { page, seriesAfter } = await open({ height: 1800 });
    const panel = new PanelView(page);
    const series = await seriesAfter(() => page.goto(workbenchUrl({ ...RANGE, theme, views: 'timeline' })));
    await panel.drawn();
    const { name, meta } = await panel.firstOf(series);
    await panel.hover(name, meta.events[0]!.peakMs, RANGE);
    await page.mouse.down();
    await page.mouse.up();
    await page.getByRole('dialog', { name: `Details of ${name}` }).waitFor();
    await judge(page, `details, ${theme}`);
  });

  test('in the query editor with everything open', async ({ open }) => {
    const stage = await open();
    await stage.seriesAfter(() => stage.page.goto(workbenchUrl({ ...RANGE, theme })));
    await openEverything(stage, selectors.queryEditor.root);
    await judge(stage.page, `query editor, ${theme}`);
  });

  test('in the settings of each kind of source', async ({ open }) => {
    const stage = await open();
    const settings = new SettingsView(stage.page);
    await stage.page.goto(workbenchUrl({ tab: 'datasource', theme }));
    for (const kind of ['Sample fleet', 'Prometheus', 'InfluxDB']) {
      await settings.kind(kind).click();
      await openEverything(stage, selectors.workbench.datasource);
      await judge(stage.page, `settings of ${kind}, ${theme}`);
    }
    await settings.kind('Sample fleet').click();
    await settings.saveAndTest();
    await settings.health.getByTestId('data-testid Alert success').waitFor();
    await judge(stage.page, `tested settings, ${theme}`);
  });

  test('where a query is refused', async ({ open }) => {
    const { page, mayFail } = await open();
    mayFail(/api\/ds\/query/);
    const source = { kind: 'sample', metric: 'request_rate', service: '' };
    const query = { refId: 'A', version: 1, source, detection: { preset: 'auto', interval: 'soon' } };
    await page.goto(workbenchUrl({ ...RANGE, theme, query }));
    await new PanelView(page).problem.filter({ hasText: 'The query failed' }).waitFor();
    await judge(page, `error, ${theme}`);
  });

  test('where the server is gone', async ({ open }) => {
    const { page } = await open({ colorScheme: theme });
    await page.route('**/api/workbench', (route) => route.abort());
    await page.goto(workbenchUrl({ theme }));
    await page.getByRole('alert').waitFor();
    await judge(page, `no server, ${theme}`);
  });

  test('in a narrow window', async ({ open }) => {
    const { page, seriesAfter } = await open({ width: 360, height: 800 });
    await seriesAfter(() => page.goto(workbenchUrl({ ...RANGE, theme })));
    await new PanelView(page).drawn();
    await judge(page, `narrow, ${theme}`);
  });
});

describe.each(hosts.slice(1))('on $name, axe finds nothing serious of ours', ({ panelUrl }) => {
  test.for(THEMES)('in the %s theme', async (theme, { open }) => {
    const { page, seriesAfter } = await open();
    await seriesAfter(() => page.goto(panelUrl(RANGE, theme)));
    await new PanelView(page).drawn();
    await judge(page, `Grafana, ${theme}`, { include: ['[data-viz-panel-key] [data-testid="data-testid panel content"]'] });
  });
});

describe('an exception', () => {
  test.for(EXCEPTIONS)('for $rule in $selector is still needed', async (exception, { open }) => {
    const { page } = await open();
    await page.goto(workbenchUrl(exception.at));
    await page.locator(exception.selector).first().waitFor();
    const findings = await findingsAtRest(page, { exceptions: [exception] });
    expect(findings.filter(({ excused }) => excused !== null).length, exception.reason).toBeGreaterThan(0);
  });
});
