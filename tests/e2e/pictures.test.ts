/** The pictures of the documentation, taken from the page as it is; SEISMO_PICTURES=1 renews the committed ones. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';

import { selectors } from '../../frontend/shared/selectors';
import { lastHours, NOW, PICTURED } from './setup/clock';
import { fleetUrl } from './setup/hosts';
import { LARGEST, QUERY, takePicture } from './setup/pictures';
import { startPrometheus, type Prometheus } from './setup/prometheus';
import { startSession, type Session } from './setup/session';
import { test } from './setup/test';
import { PanelView } from './views/panel';
import { QueryEditorView } from './views/queryEditor';
import { SettingsView } from './views/settings';

const RANGE = lastHours(6, PICTURED);
const DAY = lastHours(24, PICTURED);
const THEMES = ['dark', 'light'] as const;
const FLEET = { ...QUERY, source: { ...QUERY.source, metric: '', service: '', legend: '{{service}} {{__name__}}' } };
const TWO = { ...QUERY, source: { ...QUERY.source, service: 'cart|payment' } };
/** Those that README.md and plugin.json show. */
const LARGEST_SHOWN = 150_000;
const SHOWN = ['combined', 'lanes'];
const SHOWN_WIDTH = 900;
/** Around an editor, which has no edge of its own (CSS pixels). */
const AIR = 12;

/** What each picture of the panel shows; the name is the file's. */
const VIEWS: Array<{ name: string; params: Record<string, string | number | object>; views: string }> = [
  { name: 'timeline', views: 'timeline', params: { query: QUERY } },
  { name: 'overlay', views: 'timeline', params: { query: QUERY, layout: 'overlay', strip: 'detectors' } },
  { name: 'lanes', views: 'lanes', params: { ...DAY, query: FLEET } },
  { name: 'events', views: 'events', params: { ...DAY, query: FLEET } },
  { name: 'cards', views: 'cards', params: { ...DAY, query: FLEET } },
  { name: 'combined', views: 'lanes,timeline,events', params: { query: TWO, strip: 'off' } },
];

const panelOf = (page: Page) => page.getByTestId(selectors.workbench.panel);

describe.each(THEMES)('a picture in the %s theme', (theme) => {
  test.for(VIEWS)('shows the panel: $name', async ({ name, params, views }, { open }) => {
    const { page, seriesAfter } = await open({ width: SHOWN.includes(name) ? SHOWN_WIDTH : 1280, height: 1800 });
    const panel = new PanelView(page);
    await seriesAfter(() => page.goto(fleetUrl({ ...RANGE, theme, views, ...params })));
    await panel.shown(views);
    expect(await panel.blankCanvases()).toEqual([]);
    const largest = SHOWN.includes(name) ? LARGEST_SHOWN : LARGEST;
    expect(await takePicture(page, `${name}-${theme}.png`, panelOf(page))).toBeLessThan(largest);
  });

  test('shows the tooltip, and pinned what stands behind it', async ({ open }) => {
    const { page, seriesAfter } = await open({ height: 1800 });
    const panel = new PanelView(page);
    const series = await seriesAfter(() => page.goto(fleetUrl({ ...RANGE, theme, query: QUERY, views: 'timeline' })));
    await panel.drawn();
    // In the plot in the middle, so that all of the card beside the point lies in the picture.
    const [, name] = await panel.names();
    const { events } = series.find((one) => one.name === name)!.meta;
    await panel.hover(name!, events.at(-1)!.peakMs, RANGE);
    await panel.tooltip();
    expect(await takePicture(page, `tooltip-${theme}.png`, panelOf(page))).toBeLessThan(LARGEST);

    await page.mouse.down();
    await page.mouse.up();
    await page.getByRole('dialog', { name: `Details of ${name}` }).waitFor();
    expect(await takePicture(page, `detail-${theme}.png`, panelOf(page))).toBeLessThan(LARGEST);
  });
});

describe('a picture', () => {
  test('shows no data', async ({ open }) => {
    const { page, seriesAfter } = await open({ height: 1400 });
    const nobody = { ...QUERY, source: { ...QUERY.source, service: 'nobody' } };
    expect(await seriesAfter(() => page.goto(fleetUrl({ ...RANGE, theme: 'dark', query: nobody })))).toEqual([]);
    await new PanelView(page).problem.filter({ hasText: 'No data' }).waitFor();
    expect(await takePicture(page, 'empty.png', panelOf(page))).toBeLessThan(LARGEST);
  });

  test('shows a narrow window', async ({ open }) => {
    const { page, seriesAfter } = await open({ width: 360, height: 2800 });
    await seriesAfter(() => page.goto(fleetUrl({ ...RANGE, theme: 'dark', query: QUERY, views: 'timeline,cards' })));
    const panel = new PanelView(page);
    await panel.shown('timeline,cards');
    expect(await panel.blankCanvases()).toEqual([]);
    expect(await takePicture(page, 'narrow.png', panelOf(page))).toBeLessThan(LARGEST);
  });

  test('shows German', async ({ open }) => {
    const { page, seriesAfter } = await open({ height: 1000 });
    await seriesAfter(() => page.goto(fleetUrl({ ...RANGE, theme: 'dark', lang: 'de-DE', query: QUERY })));
    await page.getByRole('figure').first().waitFor();
    expect(await takePicture(page, 'german.png')).toBeLessThan(LARGEST);
  });
});

describe('a picture with a Prometheus', () => {
  let prometheus: Prometheus;
  let session: Session;
  let broken: Session;
  beforeAll(async () => {
    prometheus = await startPrometheus();
    session = await startSession(['--prometheus', prometheus.url, '--at', new Date(NOW).toISOString()]);
    broken = await startSession(['--prometheus', 'http://127.0.0.1:1']);
  });
  afterAll(() => Promise.all([session.stop(), broken.stop()]).then(() => prometheus.stop()));

  const query = {
    ...QUERY,
    source: { kind: 'prometheus', expr: 'sum by (instance) (rate(http_requests_total{job="web"}[$__rate_interval]))', legend: '{{instance}}' },
  };
  const address = (params: object) =>
    `${session.url}?${new URLSearchParams({ ...lastHours(6), timezone: 'UTC', theme: 'dark', query: JSON.stringify(query), ...params } as never)}`;

  test.for(['Code', 'Builder'])('shows the query editor: %s', async (mode, { open }) => {
    const { page, seriesAfter } = await open({ height: 1200 });
    const editor = new QueryEditorView(page);
    await seriesAfter(() => page.goto(address({})));
    await page.getByRole('radio', { name: mode, exact: true }).click();
    await editor.unfold('Preview');
    await page.getByText(/Would have raised \d+ anomal/).waitFor();
    expect(await takePicture(page, `query-editor-${mode.toLowerCase()}.png`, editor.root, AIR)).toBeLessThan(LARGEST_SHOWN);
  });

  test('shows the config editor, tested', async ({ open }) => {
    const { page } = await open({ height: 1400 });
    const settings = new SettingsView(page);
    await page.goto(address({ tab: 'datasource' }));
    await settings.saveAndTest();
    await settings.health.getByTestId('data-testid Alert success').waitFor();
    // The port of this run means nothing to a reader.
    await page.getByPlaceholder('http://localhost:9090').fill('http://prometheus:9090');
    expect(await takePicture(page, 'config-editor.png')).toBeLessThan(LARGEST);
  });

  test('shows an error', async ({ open }) => {
    const { page, mayFail } = await open({ height: 1300 });
    mayFail(/api\/(ds\/query|datasources)/);
    await page.goto(`${broken.url}?${new URLSearchParams({ theme: 'dark', timezone: 'UTC', query: JSON.stringify(query) })}`);
    await new PanelView(page).problem.filter({ hasText: 'The query failed' }).waitFor();
    expect(await takePicture(page, 'error.png', panelOf(page))).toBeLessThan(LARGEST);
  });
});
