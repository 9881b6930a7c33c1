/** The data source tab of the workbench, and what shows when a source does not answer. */
import { afterAll, beforeAll, describe, expect } from 'vitest';

import { workbenchUrl } from './setup/hosts';
import { startSession, type Session } from './setup/session';
import { test } from './setup/test';
import { PanelView } from './views/panel';
import { QueryEditorView } from './views/queryEditor';
import { SettingsView } from './views/settings';

describe('the settings', () => {
  test('of the sample fleet pass their test', async ({ open }) => {
    const { page } = await open();
    const settings = new SettingsView(page);
    await page.goto(workbenchUrl({ tab: 'datasource' }));
    await settings.saveAndTest();
    const alert = settings.health.getByTestId('data-testid Alert success');
    await alert.waitFor();
    expect((await alert.innerText()).trim()).not.toBe('');
  });

  test('show what each kind of source needs', async ({ open }) => {
    const { page } = await open();
    const settings = new SettingsView(page);
    await page.goto(workbenchUrl({ tab: 'datasource' }));

    await settings.kind('Prometheus').click();
    await page.getByPlaceholder('http://localhost:9090').waitFor();
    await page.getByRole('radiogroup', { name: 'HTTP method' }).waitFor();
    await settings.kind('InfluxDB').click();
    await page.getByPlaceholder('http://localhost:8086').waitFor();
    await settings.field('Database').waitFor();
    await page.getByRole('radio', { name: 'Flux', exact: true }).click();
    await settings.field('Default bucket').waitFor();
    expect(await settings.field('Database').count()).toBe(0);
    await settings.kind('Sample fleet').click();
    await page.getByPlaceholder('http://localhost:8086').waitFor({ state: 'detached' });
  });

  test('say where a duration is none', async ({ open }) => {
    const { page } = await open();
    await page.goto(workbenchUrl({ tab: 'datasource' }));
    const interval = page.getByLabel('Scrape interval');
    await interval.fill('often');
    await interval.press('Enter');
    await page.getByText('"often" is not a valid duration such as 30s, 1m or 1h30m').waitFor();
  });
});

describe('a Prometheus that does not answer', () => {
  let session: Session;
  beforeAll(async () => {
    // Port 1 is nobody's.
    session = await startSession(['--prometheus', 'http://127.0.0.1:1']);
  });
  afterAll(() => session.stop());

  test('is named in the panel', async ({ open }) => {
    const { page, mayFail, responseTo } = await open();
    mayFail(/api\/(ds\/query|datasources)/);
    await page.goto(session.url);
    const editor = new QueryEditorView(page);
    await editor.choose('Code', 'Edit with');
    const expr = editor.text('PromQL');
    await expr.fill('up');
    await responseTo(() => expr.press('Control+Enter'));
    const problem = new PanelView(page).problem.filter({ hasText: 'The query failed' });
    await problem.waitFor();
    expect(await problem.innerText()).toContain('127.0.0.1:1');
  });

  test('fails Save & test with the reason', async ({ open }) => {
    const { page, mayFail } = await open();
    mayFail(/api\/datasources/);
    const settings = new SettingsView(page);
    await page.goto(`${session.url}?tab=datasource`);
    await settings.saveAndTest();
    const alert = settings.health.getByTestId('data-testid Alert error');
    await alert.waitFor();
    expect(await alert.innerText()).toContain('127.0.0.1:1');
  });

  test('is replaced by the sample fleet when its kind is changed', async ({ open }) => {
    const { page, seriesAfter } = await open();
    const settings = new SettingsView(page);
    await page.goto(`${session.url}?tab=datasource`);
    await settings.kind('Sample fleet').click();
    await settings.saveAndTest();
    await settings.health.getByTestId('data-testid Alert success').waitFor();
    const series = await seriesAfter(() => page.getByRole('tab', { name: 'Explore' }).click());
    expect(series.length).toBeGreaterThan(0);
    await new PanelView(page).legend.waitFor();
  });
});
