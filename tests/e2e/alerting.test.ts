/** The README's alert rule, made in Grafana's own page click by click. */
import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, expect } from 'vitest';
import { parse } from 'yaml';

import { selectors } from '../../frontend/shared/selectors';
import { Grafana } from './setup/grafana';
import { describeGrafana } from './setup/hosts';
import { BROKEN, startPrometheusWithOutage, type Prometheus } from './setup/prometheus';
import { test } from './setup/test';
import { AlertRuleView } from './views/alertRule';
import { QueryEditorView } from './views/queryEditor';

const FOLDER = 'Seismo, made by hand';
const SHIPPED = 'Seismo, as shipped';
const CONTACT = 'seismo-e2e-nobody';
const SOURCE = 'seismo-e2e-by-hand';
/** A group of one minute is evaluated within two. */
const EVALUATED = { timeout: 150_000, interval: 2_000 };

describeGrafana('an alert rule in Grafana', (root) => {
  const grafana = new Grafana(root);
  const outage = { from: Infinity, to: Infinity };
  let prometheus: Prometheus;

  const forget = async () => {
    await grafana.forgetFolders(FOLDER);
    await grafana.forgetFolders(SHIPPED);
    await grafana.forgetContactPoints(CONTACT);
    await grafana.forgetSource(SOURCE);
  };
  beforeAll(async () => {
    await forget();
    prometheus = await startPrometheusWithOutage(outage);
    await grafana.prometheusSource(SOURCE, prometheus.url, '10s');
    const settings = { url: 'http://127.0.0.1:9/' };
    await grafana.call('POST', 'v1/provisioning/contact-points', { name: CONTACT, type: 'webhook', settings });
  });
  afterAll(async () => {
    await forget();
    await prometheus?.stop();
  });

  test('that the README describes is saved as it was shown, fires for the series that is wrong, and resolves', { timeout: 900_000 }, async ({ open }) => {
    const { page, mayFail } = await open({ height: 2400 });
    // Grafana's page asks for the new group before it is there.
    mayFail(/\/api\/ruler\/grafana\/api\/v1\/rules\/[^/]+\/by%20hand/);
    const view = new AlertRuleView(page);
    await view.open(root);
    await view.name.fill('Anomaly, by hand');
    await view.chooseDataSource(SOURCE);
    const editor = new QueryEditorView(page);
    await editor.write(editor.text('Metric'), 'http_requests_total');
    await page.getByTestId(selectors.queryEditor.conditionHint).getByText('“Is above or equal to” and write 0.6').waitFor();
    await view.setCondition('Is above or equal to', '0.6');
    await view.preview();
    await view.newFolder(FOLDER);
    await view.newGroup('by hand');
    await view.choosePending('None');
    await view.chooseContactPoint(CONTACT);
    await view.save();

    const folders = () => grafana.call<Array<{ uid: string; title: string }>>('GET', 'folders?limit=1000');
    await expect.poll(async () => (await folders()).some(({ title }) => title === FOLDER)).toBe(true);
    const { uid } = (await folders()).find(({ title }) => title === FOLDER)!;
    const rule = async () => (await grafana.evaluated(uid))[0];
    const stands = async () => {
      const { health, lastError, state, alerts = [] } = (await rule()) ?? { health: 'none', state: 'none' };
      const of = (wanted: string) => alerts.filter(({ labels }) => labels.instance === wanted).map((alert) => alert.state.split(' ')[0]);
      return { health, lastError, state, broken: of(BROKEN), other: of('web-2:9100') };
    };
    const calm = { health: 'ok', lastError: undefined, state: 'inactive', broken: ['Normal'], other: ['Normal'] };
    await expect.poll(stands, EVALUATED).toEqual(calm);
    outage.from = Date.now();
    await expect.poll(stands, EVALUATED).toEqual({ ...calm, state: 'firing', broken: ['Alerting'] });
    // It goes on firing while the outage goes on.
    await new Promise((passed) => setTimeout(passed, 130_000));
    expect(await stands()).toEqual({ ...calm, state: 'firing', broken: ['Alerting'] });
    outage.to = Date.now();
    await expect.poll(stands, EVALUATED).toEqual(calm);

    const stored = await grafana.call<Array<{ folderUID: string; data: Array<{ model: Record<string, unknown> }> }>>('GET', 'v1/provisioning/alert-rules');
    const [query, , condition] = stored.find(({ folderUID }) => folderUID === uid)!.data.map(({ model }) => model);
    expect(query).toMatchObject({ version: 1, output: 'score', source: { kind: 'prometheus', expr: 'http_requests_total' }, detection: { preset: 'auto' } });
    expect(Object.keys(query!).filter((field) => ['instant', 'range', 'expression', 'editorMode'].includes(field))).toEqual([]);
    expect(condition).toMatchObject({ type: 'threshold', conditions: [{ evaluator: { type: 'gte', params: [0.6] } }] });
  });

  test('that ships is taken by the API, and judges every series without an error', async () => {
    const file = parse(readFileSync('provisioning/alerting/seismo.yaml', 'utf8')) as { groups: Array<{ rules: Array<Record<string, unknown>> }> };
    const folder = await grafana.folder(SHIPPED);
    try {
      for (const { uid, keepFiringFor, ...rule } of file.groups.flatMap(({ rules }) => rules)) {
        const posted = { ...rule, uid: `${String(uid)}-e2e`, keep_firing_for: keepFiringFor, folderUID: folder.uid, ruleGroup: 'shipped', orgID: 1 };
        await grafana.call('POST', 'v1/provisioning/alert-rules', posted);
      }
      const rules = () => grafana.evaluated(folder.uid);
      const judged = async () => (await rules()).map(({ health, alerts = [] }) => `${health}, ${alerts.length > 1 ? 'several series' : 'none'}`);
      await expect.poll(judged, EVALUATED).toEqual(Array<string>(3).fill('ok, several series'));
      for (const { alerts = [] } of await rules()) {
        const said = alerts.map(({ annotations }) => Object.values(annotations).join(' ')).join('\n');
        expect(said).not.toMatch(/NaN|nil|no value|%!|\{\{/);
      }
    } finally {
      await folder.remove();
    }
  });
});
