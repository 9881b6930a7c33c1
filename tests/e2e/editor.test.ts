/** The query editor: text with completion, the builder, the detectors, the preview, and narrow places. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';

import { selectors } from '../../frontend/shared/selectors';
import { anomaliesIn } from './setup/answers';
import { lastHours } from './setup/clock';
import { workbenchUrl } from './setup/hosts';
import { startSession, type Session } from './setup/session';
import { test } from './setup/test';
import { QueryEditorView } from './views/queryEditor';

/** What a Prometheus lists; the one behind the session answers nothing. */
const NAMES = {
  'metrics-names': ['http_requests_total', 'http_request_duration_seconds_bucket', 'up'],
  labels: ['code', 'handler', 'le'],
  'label-values': ['200', '404', '500'],
};

describe('a Prometheus query', () => {
  let session: Session;
  beforeAll(async () => {
    session = await startSession(['--prometheus', 'http://127.0.0.1:1']);
  });
  afterAll(() => session.stop());

  async function enter(page: Page, mayFail: (pattern: RegExp) => void): Promise<QueryEditorView> {
    mayFail(/api\/(ds\/query|datasources)/);
    for (const [path, names] of Object.entries(NAMES)) {
      await page.route(`**/resources/${path}*`, (route) => route.fulfill({ json: names }));
    }
    await page.goto(session.url);
    return new QueryEditorView(page);
  }

  const askedBy = (body: string | null) => (JSON.parse(body ?? '{}') as { queries: Array<{ source: { expr: string } }> }).queries[0]!.source.expr;

  test('is written with completion, from functions to the values of labels', async ({ open }) => {
    const { page, mayFail, responseTo } = await open();
    const editor = await enter(page, mayFail);
    await editor.choose('Code', 'Edit with');
    const expr = editor.text('PromQL');
    const offers = page.getByRole('listbox', { name: 'Names for PromQL' }).getByRole('option');
    const take = async (written: string, name: string) => {
      await page.keyboard.type(written);
      await offers.filter({ hasText: name }).first().click();
    };
    await expr.click();
    await take('sum b', 'by');
    expect(await expr.inputValue()).toBe('sum by () ()');
    await take('co', 'code');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    await take('rat', 'rate');
    await take('http_req', 'http_requests_total');
    await take('{ha', 'handler');
    await take('="4', '404');
    await page.keyboard.type('"}');
    const written = 'sum by (code) (rate(http_requests_total{handler="404"}[$__rate_interval]))';
    expect(await expr.inputValue()).toBe(written);
    const response = await responseTo(() => page.keyboard.press('Shift+Enter'));
    expect(askedBy(response.request().postData())).toBe(written);
  });

  test('is taken back by the browser, and left by Tab', async ({ open }) => {
    const { page, mayFail } = await open();
    const editor = await enter(page, mayFail);
    await editor.choose('Code', 'Edit with');
    const expr = editor.text('PromQL');
    await expr.click();
    await page.keyboard.type('rat');
    await page.getByRole('option', { name: /^rate / }).click();
    expect(await expr.inputValue()).toBe('rate([$__rate_interval])');
    await page.keyboard.press('Control+z');
    expect(await expr.inputValue()).toBe('rat');
    await page.keyboard.press('Tab');
    await expect.poll(() => expr.evaluate((area) => area === document.activeElement)).toBe(false);
  });

  test('lies over its colours, line by line', async ({ open }) => {
    const { page, mayFail } = await open({ width: 480 });
    const editor = await enter(page, mayFail);
    await editor.choose('Code', 'Edit with');
    const expr = editor.text('PromQL');
    await expr.fill(`sum by (code, handler) (\n  rate(http_requests_total{handler=~"${'/api/v1/'.repeat(20)}"}[5m])\n)`);
    const [area, layer] = await expr.evaluate((field) => {
      const copy = field.parentElement!.querySelector('pre') ?? field.closest('div')!.querySelector('pre')!;
      return [field, copy].map((one) => ({ height: one.getBoundingClientRect().height, inner: one.scrollHeight, width: one.clientWidth }));
    });
    expect(area!.height).toBeGreaterThan(100);
    expect(Math.abs(area!.height - layer!.height)).toBeLessThan(1);
    expect(area!.inner).toBeLessThanOrEqual(Math.ceil(area!.height));
    expect(area!.width).toBe(layer!.width);
  });

  test('is put together from choices, read back from code, and stays code where it holds more', async ({ open }) => {
    const { page, mayFail } = await open();
    const editor = await enter(page, mayFail);
    const pick = async (field: string, name: string) => {
      await editor.text(field).click();
      await page.getByRole('option', { name, exact: true }).click();
    };
    await pick('Metric', 'http_requests_total');
    await editor.choose('rate', 'Over time');
    await page.getByRole('button', { name: 'Add condition' }).click();
    await pick('Label of condition 1', 'code');
    await pick('Value of condition 1', '500');
    await editor.choose('sum', 'Join series');
    await pick('By label', 'handler');
    await editor.choose('Code', 'Edit with');
    const expr = editor.text('PromQL');
    expect(await expr.inputValue()).toBe('sum by (handler) (rate(http_requests_total{code="500"}[$__rate_interval]))');

    await expr.fill('max(increase(up{code!~"2.."}[5m]))');
    await editor.choose('Builder', 'Edit with');
    expect(await editor.text('Metric').inputValue()).toBe('up');
    expect(await editor.text('Value of condition 1').inputValue()).toBe('2..');
    expect(await editor.text('Window').inputValue()).toBe('5m');

    await editor.choose('Code', 'Edit with');
    await expr.fill('up / 2');
    await expr.press('Control+Enter');
    await page.getByText('the builder cannot show “/ 2”').waitFor();
    expect(await page.getByRole('radio', { name: 'Builder' }).isDisabled()).toBe(true);
  });
});

describe('the sample fleet', () => {
  const range = lastHours(6);

  test('is previewed: as many anomalies as the panel shows, also after a change', async ({ open }) => {
    const { page, seriesAfter } = await open();
    const editor = new QueryEditorView(page);
    const series = await seriesAfter(() => page.goto(workbenchUrl(range)));
    await editor.unfold('Preview');
    const words = editor.preview.getByRole('status');
    await words.filter({ hasText: `Would have raised ${anomaliesIn(series)} anomal` }).waitFor();
    const events = series.reduce((sum, { meta }) => sum + meta.events.length, 0);
    expect(await words.innerText()).toContain(`${events} event`);
    expect(await editor.preview.getByRole('img', { name: /event/ }).count()).toBe(3);

    const classic = await seriesAfter(() => editor.choose('Classic', 'Preset'));
    expect(anomaliesIn(classic)).not.toBe(anomaliesIn(series));
    await words.filter({ hasText: `Would have raised ${anomaliesIn(classic)} anomal` }).waitFor();

    await page.reload();
    await editor.preview.getByText('Would have raised').waitFor();
  });

  test('is judged by the detectors that a person chooses', async ({ open }) => {
    const { page, seriesAfter } = await open();
    const editor = new QueryEditorView(page);
    await seriesAfter(() => page.goto(workbenchUrl({ ...range, query: sampleQuery({ preset: 'classic' }) })));
    await editor.unfold('Detectors');
    const own = await seriesAfter(() => page.getByRole('button', { name: 'Choose detectors' }).click());
    expect(own[0]!.meta.detectors.map(({ id }) => id)).toEqual(['isolation_forest', 'lstm_autoencoder', 'z_score', 'seasonal_esd']);
    await seriesAfter(() => page.getByRole('button', { name: 'Remove LSTM autoencoder' }).click());
    const window = page.getByRole('listitem', { name: 'Z-score' }).getByRole('spinbutton', { name: /^window/ });
    const changed = await seriesAfter(() => editor.write(window, '60'));
    expect(changed[0]!.meta.detectors.map(({ id }) => id)).toEqual(['isolation_forest', 'z_score', 'seasonal_esd']);
    expect(changed[0]!.meta.detectors[1]!.parameters).toMatchObject({ window: 60 });
    const preset = await seriesAfter(() => page.getByRole('button', { name: 'Back to the preset' }).click());
    expect(preset[0]!.meta.detectors).toHaveLength(4);
  });

  test.for([320, 480, 660])('fits into %s pixels with everything unfolded', async (width, { open }) => {
    const { page, seriesAfter } = await open({ width });
    const editor = new QueryEditorView(page);
    const ensemble = [{ detector: 'z_score', weight: 1 }];
    await seriesAfter(() => page.goto(workbenchUrl({ ...range, query: sampleQuery({ preset: 'classic', ensemble }) })));
    for (const title of ['Detectors', 'Time and season', 'Series scored together', 'What you know', 'Alert rule', 'Preview']) {
      await editor.unfold(title);
    }
    await editor.preview.getByText('Would have raised').waitFor();
    const sticking = await page.getByTestId(selectors.queryEditor.root).evaluate((root) => {
      const edge = root.getBoundingClientRect().right + 1;
      const shown = [...root.querySelectorAll<HTMLElement>('input, textarea, label, button, p, [role="radiogroup"]')];
      return shown.filter((one) => one.offsetWidth > 1 && one.getBoundingClientRect().right > edge).map((one) => one.outerHTML.slice(0, 120));
    });
    expect(sticking).toEqual([]);
  });
});

function sampleQuery(detection: object) {
  return { refId: 'A', version: 1, timezone: 'UTC', source: { kind: 'sample', metric: 'request_rate', service: '', legend: '' }, detection };
}
