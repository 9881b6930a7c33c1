/** Rows that come by themselves, on a session whose clock runs. */
import { afterAll, beforeAll, describe, expect } from 'vitest';

import { selectors } from '../../frontend/shared/selectors';

import { grafanaUrl } from './setup/grafana';
import { startSession, type Session } from './setup/session';
import type { Stage } from './setup/stage';
import { test } from './setup/test';

/** For a machine that has much else to do: rows come each second. */
const SOON = { timeout: 60_000, interval: 250 };

const source = { kind: 'sample', metric: 'latency_ms', service: '', legend: '{{service}}' };
const query = { refId: 'A', version: 1, timezone: 'UTC', source, detection: { preset: 'auto', interval: '1s', history: '1h' } };

let session: Session;

/** WORKBENCH_LIVE_URL names a page that is being worked on, over a `seismo try` whose clock runs. */
beforeAll(async () => {
  const url = process.env.WORKBENCH_LIVE_URL;
  session = url ? { url, stop: async () => undefined } : await startSession([]);
});
afterAll(() => session.stop());

interface LiveHost {
  name: string;
  /** The address of the query over the last two minutes. */
  address: (live?: boolean) => string;
  /** Where the plugin's metrics are. */
  metrics: () => string;
}

const workbench: LiveHost = {
  name: 'the workbench',
  address: (live) => {
    const params = { from: 'now-2m', to: 'now', timezone: 'UTC', query: JSON.stringify({ ...query, live }) };
    return `${session.url}?${new URLSearchParams(params)}`;
  },
  metrics: () => new URL('metrics', session.url).href,
};

/** Explore with the sample fleet, on a Grafana whose clock runs. */
function grafana(root: string): LiveHost {
  const datasource = { type: 'seismo-anomaly-datasource', uid: 'seismo-sample' };
  return {
    name: 'Grafana',
    address: (live) => {
      const pane = { datasource: datasource.uid, queries: [{ ...query, datasource, live }], range: { from: 'now-2m', to: 'now' } };
      return `${root}/explore?${new URLSearchParams({ schemaVersion: '1', panes: JSON.stringify({ one: pane }) })}`;
    },
    metrics: () => `${root}/metrics/plugins/${datasource.type}`,
  };
}

const hosts = grafanaUrl ? [workbench, grafana(grafanaUrl)] : [workbench];

/** What the plugin says of its streams. */
async function metric(host: LiveHost, name: string): Promise<number> {
  const text = await (await fetch(host.metrics())).text();
  const line = text.split('\n').find((one) => one.startsWith(name));
  return Number(line?.split(' ').at(-1) ?? NaN);
}

const streams = (host: LiveHost) => metric(host, 'seismo_live_streams ');
const viewers = (host: LiveHost) => metric(host, 'seismo_live_viewers ');

async function afterTicks(host: LiveHost, count: number): Promise<void> {
  const ticks = () => metric(host, 'seismo_live_ticks_total{outcome="ok"}');
  const before = await ticks();
  await expect.poll(ticks, SOON).toBeGreaterThanOrEqual(before + count);
}

/** How often the page has asked for data. */
function countQueries({ page }: Stage): () => number {
  let count = 0;
  page.on('request', (request) => (count += request.url().includes('/api/ds/query') ? 1 : 0));
  return () => count;
}

function parts({ page }: Stage) {
  return {
    button: page.getByTestId(selectors.panel.live),
    switchOf: page.getByTestId(selectors.queryEditor.root).getByRole('switch', { name: 'Stream scores' }),
    /** What the first plot shows, pixel by pixel. */
    drawn: () => page.locator('.uplot canvas').first().evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL()),
  };
}

async function openLive(stage: Stage, host: LiveHost): Promise<ReturnType<typeof parts>> {
  await stage.page.goto(host.address(true));
  const all = parts(stage);
  await all.button.waitFor();
  return all;
}

describe.each(hosts)('a live query on $name', (host) => {
  test('draws new rows without another question, and holds still while it is paused', async ({ open }) => {
    const stage = await open();
    const asked = countQueries(stage);
    const { button, drawn } = await openLive(stage, host);
    expect(await button.getAttribute('aria-pressed')).toBe('true');
    const first = await drawn();
    await expect.poll(drawn, SOON).not.toBe(first);
    await afterTicks(host, 3);
    expect(asked()).toBe(1);

    await button.click();
    expect(await button.getAttribute('aria-pressed')).toBe('false');
    const held = await drawn();
    await afterTicks(host, 4);
    expect(await drawn()).toBe(held);

    await button.press('Enter');
    expect(await button.getAttribute('aria-pressed')).toBe('true');
    expect(await button.textContent()).toBe('Follow new rows');
    await expect.poll(drawn, SOON).not.toBe(held);
    expect(asked()).toBe(1);
  });

  test('is switched on and off in the query editor', async ({ open }) => {
    const stage = await open();
    await stage.page.goto(host.address());
    const { button, switchOf } = parts(stage);
    await switchOf.waitFor({ state: 'attached' });
    expect(await button.count()).toBe(0);
    await switchOf.press('Space');
    await button.waitFor();
    await expect.poll(() => decodeURIComponent(stage.page.url()), SOON).toContain('"live":true');
    await switchOf.press('Space');
    await button.waitFor({ state: 'detached' });
    await expect.poll(() => streams(host), SOON).toBe(0);
  });

  test('has one stream for all who look at it, and none when nobody does', async ({ open }) => {
    const stages = [await open(), await open()];
    for (const stage of stages) {
      await openLive(stage, host);
    }
    expect([await streams(host), await viewers(host)]).toEqual([1, 1]);
    const pictures = await Promise.all(stages.map((stage) => parts(stage).drawn()));
    for (const [at, stage] of stages.entries()) {
      await expect.poll(parts(stage).drawn, SOON).not.toBe(pictures[at]);
    }
    for (const { page } of stages) {
      await page.goto('about:blank');
    }
    await expect.poll(() => streams(host), SOON).toBe(0);
  });
});

describe('a live query', () => {
  test('goes on after a refresh', async ({ open }) => {
    const stage = await open();
    const asked = countQueries(stage);
    const { button, drawn } = await openLive(stage, workbench);
    await stage.responseTo(() => stage.page.getByRole('button', { name: 'Run query' }).click());
    await button.waitFor();
    const after = await drawn();
    await expect.poll(drawn, SOON).not.toBe(after);
    expect(asked()).toBe(2);
  });

  test('shows what it had while the connection is lost, says so, and fills the hole', async ({ open }) => {
    const stage = await open();
    const { button, drawn } = await openLive(stage, workbench);
    const { page } = stage;
    await afterTicks(workbench, 1);
    stage.mayFail(/api\/live/);
    // Chromium lets streams run on when it goes offline; so the page is sent away from its streams alone.
    await page.route('**/api/live/**', (route) => route.fulfill({ status: 503, body: '{}' }));
    await stage.responseTo(() => page.getByRole('button', { name: 'Run query' }).click());
    await button.waitFor({ state: 'detached' });
    const before = await drawn();
    await page.unroute('**/api/live/**');
    await button.waitFor();
    await expect.poll(drawn, SOON).not.toBe(before);
  });
});
