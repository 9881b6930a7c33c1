/** The Explore tab of the workbench: a query, its range, and the answer. */
import { describe, expect } from 'vitest';

import { anomaliesIn, commonRows, eventsIn } from './setup/answers';
import { lastHours } from './setup/clock';
import { rangeIn, workbenchUrl } from './setup/hosts';
import { test } from './setup/test';
import { PanelView } from './views/panel';
import { QueryEditorView } from './views/queryEditor';

/** What each service has, and what its series are called where one is asked for. */
const METRICS = ['cpu_percent', 'latency_ms', 'queue_depth', 'request_rate'];

describe('the workbench', () => {
  test('shows anomalies as soon as it is opened', async ({ open }) => {
    const { page, seriesAfter } = await open();
    const series = await seriesAfter(() => page.goto(workbenchUrl()));
    await new PanelView(page).drawn();

    expect(anomaliesIn(series)).toBeGreaterThan(0);
    expect(series.length).toBeGreaterThan(1);
    expect(await page.getByRole('tab', { name: 'Explore' }).getAttribute('aria-selected')).toBe('true');
  });

  test('says of the anomalies why they are and how rare, for an alarm budget', async ({ open }) => {
    const { page, seriesAfter } = await open();
    const range = lastHours(6);
    const panel = new PanelView(page);
    const editor = new QueryEditorView(page);
    const series = await seriesAfter(() => page.goto(workbenchUrl(range)));
    await panel.drawn();
    expect(series.every(({ meta }) => meta.budget === 1)).toBe(true);
    expect(series.flatMap(({ meta }) => meta.events).filter(({ alarmsPerWeek }) => !((alarmsPerWeek ?? Infinity) <= 1))).toEqual([]);

    const { name, meta } = await panel.firstOf(series);
    await panel.hover(name, meta.events[0]!.peakMs, range);
    const { facts } = await panel.tooltip();
    expect(Object.keys(facts)).toEqual(expect.arrayContaining(['Cause', 'Time of the week', 'How rare', 'Strongest statistics']));
    const row = page.getByRole('region', { name: 'Events' }).getByRole('row', { name: facts['How rare']! });
    expect(await row.count()).toBeGreaterThan(0);

    const fewer = await seriesAfter(() => editor.choose('1 a month', 'Usual alarm budgets'));
    expect(anomaliesIn(fewer)).toBeLessThan(anomaliesIn(series));
    const classic = await seriesAfter(() => editor.choose('Classic', 'Preset'));
    expect(classic.every(({ meta }) => meta.preset === 'classic' && meta.budget === null)).toBe(true);
    expect(await page.getByRole('spinbutton', { name: 'Alarm budget' }).count()).toBe(0);
  });

  test('opens whatever stands in its address', async ({ open }) => {
    const { page, seriesAfter } = await open();
    const spoilt = { tab: 'nowhere', theme: 'pink', from: 'yesterday', to: '1e9', timezone: 'Mars/Base', refresh: 'often', query: '{"a":' };
    const series = await seriesAfter(() => page.goto(workbenchUrl(spoilt)));
    await new PanelView(page).drawn();
    expect(anomaliesIn(series)).toBeGreaterThan(0);
  });

  test('keeps query, range and theme in its address', async ({ open }) => {
    const { page, seriesAfter } = await open();
    const editor = new QueryEditorView(page);
    await seriesAfter(() => page.goto(workbenchUrl({ ...lastHours(3), theme: 'light' })));
    await seriesAfter(() => editor.write(editor.text('Service'), 'payment'));
    const asked = await seriesAfter(() => page.reload());

    expect(asked.map(({ name }) => name)).toEqual(METRICS);
    expect(await editor.text('Service').inputValue()).toBe('payment');
    expect(rangeIn(page.url())).toEqual(lastHours(3));
    await page.getByRole('button', { name: 'Dark theme' }).waitFor();
  });

  test('turns dark and light without asking again', async ({ open }) => {
    const { page, seriesAfter } = await open({ colorScheme: 'light' });
    await seriesAfter(() => page.goto(workbenchUrl(lastHours(6))));
    await new PanelView(page).drawn();
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    let asked = 0;
    page.on('request', (request) => (asked += Number(request.url().includes('/api/ds/query'))));

    await page.getByRole('button', { name: 'Dark theme' }).click();
    await page.getByRole('button', { name: 'Light theme' }).waitFor();
    await expect.poll(background).not.toBe(light);
    expect(asked).toBe(0);
  });

  test('tells where nothing was found', async ({ open }) => {
    const { page, seriesAfter } = await open();
    const panel = new PanelView(page);
    const editor = new QueryEditorView(page);
    await seriesAfter(() => page.goto(workbenchUrl(lastHours(6))));
    await panel.drawn();
    expect(await seriesAfter(() => editor.write(editor.text('Service'), 'nobody'))).toEqual([]);
    await panel.problem.filter({ hasText: 'No data' }).waitFor();

    await seriesAfter(() => editor.write(editor.text('Service'), ''));
    await panel.drawn();
  });
});

describe('a query', () => {
  test('is asked anew when its metric or service changes', async ({ open }) => {
    const { page, seriesAfter } = await open();
    const editor = new QueryEditorView(page);
    await seriesAfter(() => page.goto(workbenchUrl(lastHours(6))));

    const latencies = await seriesAfter(() => editor.write(editor.text('Metric'), 'latency_ms'));
    expect(latencies.length).toBeGreaterThan(1);
    expect(latencies.map(({ name }) => name)).toContain('checkout');
    const two = await seriesAfter(() => editor.write(editor.text('Service'), 'cart|login'));
    expect(two.map(({ name }) => name)).toEqual(['cart', 'login']);
    await expect.poll(async () => (await new PanelView(page).names()).sort()).toEqual(two.map(({ name }) => name));
  });

  test('is completed from the names that the backend knows', async ({ open }) => {
    const { page, seriesAfter } = await open();
    const editor = new QueryEditorView(page);
    await seriesAfter(() => page.goto(workbenchUrl(lastHours(6))));

    await editor.text('Service').focus();
    const names = page.getByRole('listbox', { name: 'Names for Service' }).getByRole('option');
    await names.first().waitFor();
    expect(await names.allInnerTexts()).toContain('checkout');
    const series = await seriesAfter(() => names.getByText('checkout', { exact: true }).click());
    expect(series.map(({ name }) => name)).toEqual(METRICS);
  });

  test('has fewer anomalies above a higher threshold, and the same scores', async ({ open }) => {
    const { page, seriesAfter } = await open();
    const editor = new QueryEditorView(page);
    const before = await seriesAfter(() => page.goto(workbenchUrl(lastHours(6))));
    const after = await seriesAfter(() => editor.write(editor.threshold, '0.65'));

    expect(anomaliesIn(after)).toBeGreaterThan(0);
    expect(anomaliesIn(after)).toBeLessThan(anomaliesIn(before));
    const pairs = commonRows(before, after);
    expect(pairs.length).toBeGreaterThan(1000);
    expect(pairs.filter(({ one, other }) => one.score !== other.score)).toEqual([]);
    await page.getByRole('figure', { name: new RegExp(`^${eventsIn(after)} events? \\(${anomaliesIn(after)} rows?\\)`) }).waitFor();
  });

  test('that is wrong says which field and which value, and can be mended', async ({ open }) => {
    const { page, mayFail, responseTo, seriesAfter } = await open();
    mayFail(/api\/ds\/query/);
    const panel = new PanelView(page);
    const editor = new QueryEditorView(page);
    await seriesAfter(() => page.goto(workbenchUrl(lastHours(6))));
    await panel.drawn();

    await editor.unfold('Time and season');
    const refused = await responseTo(() => editor.write(editor.text('Interval'), 'soon'));
    expect(refused.status()).toBe(400);
    const message = 'Interval: "soon" is not auto or a duration from 1s to 1d, such as 1m';
    await editor.problems.getByText(message).waitFor();
    expect(await editor.text('Interval').getAttribute('aria-invalid')).toBe('true');
    expect(await panel.problem.filter({ hasText: 'The query failed' }).innerText()).toContain('soon');

    const mended = await seriesAfter(() => editor.write(editor.text('Interval'), '5m'));
    await panel.drawn();
    expect(mended.every(({ meta }) => meta.intervalMs === 5 * 60_000)).toBe(true);
    expect(await editor.problems.count()).toBe(0);
  });

  test('can ask for one number, as alert rules do', async ({ open }) => {
    const { page, responseTo, seriesAfter } = await open();
    const editor = new QueryEditorView(page);
    await seriesAfter(() => page.goto(workbenchUrl(lastHours(6))));
    const answer = await responseTo(() => editor.choose('Score', 'Output'));
    const { results } = (await answer.json()) as { results: { A: { frames: Array<{ schema: { fields: Array<{ name: string }> } }> } } };
    expect(results.A.frames.map(({ schema }) => schema.fields.map(({ name }) => name))).toEqual(
      results.A.frames.map(() => ['Time', 'score'])
    );
    await page.getByText('These series have no scores').waitFor();
  });
});

describe('a score', () => {
  test('is the same in a narrow window and a wide one, in a short range and a long one', async ({ open }) => {
    const answers = [];
    for (const { width, hours } of [
      { width: 1700, hours: 6 },
      { width: 700, hours: 6 },
      { width: 700, hours: 48 },
    ]) {
      const { page, seriesAfter } = await open({ width });
      answers.push(await seriesAfter(() => page.goto(workbenchUrl(lastHours(hours)))));
    }
    const [wide, narrow, long] = answers;
    expect(narrow!.map(({ meta }) => meta.counts)).toEqual(wide!.map(({ meta }) => meta.counts));
    expect(narrow!.map(({ meta }) => meta.events)).toEqual(wide!.map(({ meta }) => meta.events));
    expect(long!.some(({ meta }) => meta.thinned !== null), 'the long range is thinned').toBe(true);
    for (const other of [narrow!, long!]) {
      const pairs = commonRows(wide!, other);
      expect(pairs.filter(({ one }) => (one.severity ?? 0) > 0).length, 'no anomaly is thinned away').toBe(anomaliesIn(wide!));
      expect(pairs.filter(({ one, other }) => JSON.stringify(one) !== JSON.stringify(other))).toEqual([]);
    }
  });
});
