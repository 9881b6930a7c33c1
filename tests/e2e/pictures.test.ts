/** The pictures of the documentation, taken from the page as it is; SEISMO_PICTURES=1 renews the committed ones. */
import { afterAll, beforeAll, describe, expect } from 'vitest';

import { lastHours } from './setup/clock';
import { workbenchUrl } from './setup/hosts';
import { takePicture } from './setup/pictures';
import { startSession, type Session } from './setup/session';
import { test } from './setup/test';
import { PanelView } from './views/panel';
import { QueryEditorView } from './views/queryEditor';
import { SettingsView } from './views/settings';

const RANGE = lastHours(6);
/** A query whose series all fit the page. */
const QUERY = {
  refId: 'A',
  version: 1,
  timezone: 'UTC',
  source: { kind: 'sample', metric: 'request_rate', service: 'cart|login|payment', legend: '{{service}}' },
  detection: { preset: 'auto', budget: 14, threshold: 0.6, season: 'auto' },
  output: 'panel',
};
/** Bytes; a README with six of them stays quick to load. */
const LARGEST = 300_000;

describe('a picture', () => {
  let broken: Session;
  beforeAll(async () => {
    broken = await startSession(['--prometheus', 'http://127.0.0.1:1']);
  });
  afterAll(() => broken.stop());

  test.for(['dark', 'light'] as const)('shows Explore in the %s theme', async (theme, { open }) => {
    const { page, seriesAfter } = await open({ height: 1180 });
    await seriesAfter(() => page.goto(workbenchUrl({ ...RANGE, theme, query: QUERY })));
    await new PanelView(page).drawn();
    expect(await takePicture(page, `explore-${theme}.png`)).toBeLessThan(LARGEST);
  });

  test('shows the tooltip', async ({ open }) => {
    const { page, seriesAfter } = await open({ height: 760 });
    const panel = new PanelView(page);
    const [first] = await seriesAfter(() => page.goto(workbenchUrl({ ...RANGE, theme: 'dark', query: QUERY })));
    await panel.drawn();
    await panel.plots().first().scrollIntoViewIfNeeded();
    await page.mouse.wheel(0, 380);
    // The page goes on moving for a moment, and the pointer would land on another series.
    await expect.poll(() => page.evaluate(() => document.scrollingElement!.scrollTop)).toBeGreaterThan(300);
    await panel.hover(0, first!.meta.events[0]!.peakMs, RANGE);
    await panel.tooltip();
    expect(await takePicture(page, 'tooltip.png')).toBeLessThan(LARGEST);
  });

  test('shows the query editor', async ({ open }) => {
    const { page, seriesAfter } = await open({ height: 720 });
    const editor = new QueryEditorView(page);
    await seriesAfter(() => page.goto(workbenchUrl({ ...RANGE, theme: 'dark', query: QUERY })));
    await new PanelView(page).drawn();
    await editor.text('Metric').focus();
    await page.getByRole('listbox', { name: 'Names for Metric' }).getByRole('option').first().waitFor();
    expect(await takePicture(page, 'query-editor.png')).toBeLessThan(LARGEST);
  });

  test('shows the config editor', async ({ open }) => {
    const { page } = await open({ height: 1180 });
    const settings = new SettingsView(page);
    await page.goto(workbenchUrl({ tab: 'datasource', theme: 'dark' }));
    await settings.kind('Prometheus').click();
    await page.getByPlaceholder('http://localhost:9090').fill('http://prometheus:9090');
    await settings.field('Scrape interval').fill('30s');
    expect(await takePicture(page, 'config-editor.png')).toBeLessThan(LARGEST);
  });

  test('shows an error', async ({ open }) => {
    const { page, mayFail, responseTo } = await open({ height: 800 });
    mayFail(/api\/(ds\/query|datasources)/);
    const expr = new QueryEditorView(page).text('PromQL');
    await page.goto(`${broken.url}?theme=dark&timezone=UTC`);
    await expr.fill('rate(http_requests_total[$__rate_interval])');
    // Twice: @grafana/ui leaves the first spinner standing where its icon comes later than the answer.
    await responseTo(() => expr.press('Control+Enter'));
    await page.waitForLoadState('networkidle');
    await responseTo(() => expr.press('Control+Enter'));
    await new PanelView(page).problem.filter({ hasText: 'The query failed' }).waitFor();
    expect(await takePicture(page, 'error.png')).toBeLessThan(LARGEST);
  });
});
