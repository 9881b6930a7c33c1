/**
 * An outage of twenty rows, and what a Grafana tells of it: one notification at its start, one when it is over. Time is
 * Grafana's, so the outage is lived through: a row each 10 s, or each `SEISMO_OUTAGE_ROW` (`1m` makes it 20 minutes).
 */
import { afterAll, beforeAll, expect, test } from 'vitest';

import { parseDuration } from '../../frontend/datasource/duration';
import { alertRule } from '../../frontend/datasource/rule/rule';
import type { SeismoQuery } from '../../frontend/datasource/types';
import { Grafana } from './setup/grafana';
import { describeGrafana } from './setup/hosts';
import { BROKEN, startPrometheusWithOutage, type Prometheus } from './setup/prometheus';
import { startWebhook, type Webhook } from './setup/webhook';

const ROW = process.env.SEISMO_OUTAGE_ROW ?? '10s';
const ROW_MS = parseDuration(ROW) ?? 10_000;
const ROWS = 20;
/** Grafana's rules have been evaluated once before it begins. */
const QUIET_ROWS = 6;
/** From a change to its notification: a row, an evaluation, `for`, and what the machine needs. */
const TOLD_ROWS = 8;
const FOLDER = 'Seismo, outage';
const NAME = 'seismo-e2e-outage';

const query: SeismoQuery = {
  refId: 'A',
  version: 1,
  timezone: 'UTC',
  source: { kind: 'prometheus', expr: 'http_requests_total', legend: '' },
  detection: { preset: 'auto', budget: 1, interval: ROW, history: ROW_MS < 60_000 ? '1d' : '7d' },
};

/** Of an earlier run that was broken off, Grafana may say now that its alerts are over: these have other titles. */
const RUN = Date.now().toString(36);
const RULES = (['score', 'severity'] as const).flatMap((output) =>
  [0, 2].map((pending) => ({ output, pending, title: `${output}, for ${pending} rows, ${RUN}` }))
);

describeGrafana('an outage, told by Grafana', (root) => {
  const grafana = new Grafana(root);
  const outage = { from: Infinity, to: Infinity };
  let prometheus: Prometheus;
  let webhook: Webhook;
  let folderUid: string;

  const forget = async () => {
    await grafana.forgetFolders(FOLDER);
    await grafana.forgetContactPoints(NAME);
    await grafana.forgetSource(NAME);
  };

  beforeAll(async () => {
    await forget();
    prometheus = await startPrometheusWithOutage(outage);
    webhook = await startWebhook();
    await grafana.prometheusSource(NAME, prometheus.url, ROW);
    await grafana.call('POST', 'v1/provisioning/contact-points', { name: NAME, type: 'webhook', settings: { url: webhook.url } });
    folderUid = (await grafana.folder(FOLDER)).uid;
    const settings = { receiver: NAME, group_by: ['alertname', 'grafana_folder', 'instance'], group_wait: '1s', group_interval: '1s', repeat_interval: '4h' };
    const rules = RULES.map(({ output, pending, title }) => {
      const { rule } = alertRule(
        { ...query, output },
        {
          uid: `${NAME}-${output}-${pending}`,
          title,
          datasourceUid: NAME,
          labels: { all: ['__name__', 'instance', 'job'], differing: ['instance'] },
          panel: { dashboardUid: 'seismo-start-here', panelId: 3 },
        }
      );
      const { keepFiringFor: _asInFiles, ...posted } = rule;
      const seconds = (rows: number) => `${(rows * ROW_MS) / 1000}s`;
      return { ...posted, for: seconds(pending), keep_firing_for: seconds(2), folderUID: folderUid, ruleGroup: NAME, orgID: 1, notification_settings: settings };
    });
    const group = { title: NAME, folderUid, interval: ROW_MS / 1000, rules };
    await grafana.call('PUT', `v1/provisioning/folder/${folderUid}/rule-groups/${NAME}`, group);
  });
  afterAll(async () => {
    await forget();
    await webhook?.stop();
    await prometheus?.stop();
  });

  const told = (title: string) => webhook.received.filter(({ labels }) => labels.alertname === title);
  const allTold = () => RULES.flatMap(({ title }) => told(title));

  test(
    'is one notification that says what is wrong, and one resolution, for score and severity, with and without a pending period',
    { timeout: 300_000 + (QUIET_ROWS + ROWS + 6 * TOLD_ROWS) * ROW_MS },
    async () => {
      await expect
        .poll(async () => (await grafana.evaluated(folderUid)).map(({ health, state }) => `${health} ${state}`), {
          timeout: 120_000 + QUIET_ROWS * ROW_MS,
          interval: 1_000,
        })
        .toEqual(RULES.map(() => 'ok inactive'));
      outage.from = Math.ceil(Date.now() / ROW_MS) * ROW_MS + ROW_MS;
      outage.to = outage.from + ROWS * ROW_MS;
      const statuses = () => RULES.map(({ title }) => told(title).map(({ status }) => status).join(' '));
      const until = (rows: number) => ({ timeout: Math.max(0, outage.to - Date.now()) + rows * ROW_MS + 60_000, interval: 1_000 });
      await expect.poll(statuses, { timeout: 2 * ROW_MS + TOLD_ROWS * ROW_MS + 60_000, interval: 1_000 }).toEqual(RULES.map(() => 'firing'));
      const firstTold = Math.max(...allTold().map(({ atMs }) => atMs));
      expect(firstTold, 'told long before the outage is over').toBeLessThan(outage.to - (ROWS / 3) * ROW_MS);
      await expect.poll(statuses, until(3 * TOLD_ROWS)).toEqual(RULES.map(() => 'firing resolved'));
      const resolved = allTold().filter(({ status }) => status === 'resolved').map(({ atMs }) => atMs);
      expect(Math.min(...resolved), 'resolved while the outage went on').toBeGreaterThan(outage.to);
      // Nothing more comes, such as a second alert of the way back.
      await expect.poll(() => Date.now(), until(4 * TOLD_ROWS)).toBeGreaterThan(Math.max(...resolved) + TOLD_ROWS * ROW_MS);
      expect(statuses()).toEqual(RULES.map(() => 'firing resolved'));

      for (const { annotations, dashboardURL, panelURL, labels, status } of allTold()) {
        expect(labels.instance).toBe(BROKEN);
        expect(annotations.summary).toMatch(/^web-1:9100: [\d.]+ where [\d.]+ was expected \([+-][\d.]+ sigma\)/);
        expect(Object.values(annotations).join()).not.toMatch(/NaN|nil|no value|%!|\{\{|unknown/);
        expect([dashboardURL, panelURL].every((url) => url.includes('seismo-start-here'))).toBe(true);
        if (status === 'firing') {
          expect(annotations.summary).toMatch(/\(-[\d.]+ sigma\), [a-z ]+/);
          expect(annotations.description).toMatch(/^Severity (low|medium|high|critical), score (0\.[6-9]\d|1\.00); the threshold is 0\.6\.$/);
        }
      }
    }
  );
});
