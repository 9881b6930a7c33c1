// `make bench-panel`: how long the severity panel takes to draw and to move, beside plain uPlot in the same page.
// Speed never fails the command; a missing mark does.
import { resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { build, preview } from 'vite';

import { besideGrafana } from './grafana.mjs';
import { report, reportLanes } from './report.mjs';

const POINTS = (process.env.POINTS ?? '1000,15000,100000').split(',').filter(Boolean).map(Number);
const TURNS = Number(process.env.TURNS ?? 20);
const WARM_UPS = 3;
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A frame as soon as there is something to show: waiting for the screen's next one would be counted for both.
  '--disable-frame-rate-limit',
  '--disable-gpu-vsync',
  '--js-flags=--expose-gc',
];
const configFile = resolve(import.meta.dirname, 'vite.config.ts');

await build({ configFile });
const server = await preview({ configFile, preview: { host: '127.0.0.1', port: 0, open: false } });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
let faults = 0;
try {
  const page = await browser.newPage({ viewport: { width: 2480, height: 1000 }, deviceScaleFactor: 1, locale: 'en-US', timezoneId: 'UTC' });
  page.on('pageerror', (error) => fault(error.stack ?? error.message));
  page.on('console', (message) => message.type() === 'error' && fault(message.text()));
  await page.goto(server.resolvedUrls.local[0]);
  await page.evaluate('bench.ready');
  console.log(`${browser.version()}, one page, ${TURNS} turns each after ${WARM_UPS} to warm up, panel and uPlot in turn`);
  for (const points of POINTS) {
    const answer = await page.evaluate(`bench.measure(${JSON.stringify({ points, turns: TURNS, warmUps: WARM_UPS })})`);
    faults += report(points, answer);
  }
  faults += reportLanes(await page.evaluate('bench.measureLanes({ turns: 5 })'));
  const grafana = process.env.GRAFANA_URL;
  if (grafana) {
    const sent = await page.evaluate('bench.framesAsSent(15000)');
    await besideGrafana(browser, grafana.replace(/\/$/, ''), { ...sent, turns: 5 });
  }
} finally {
  await browser.close();
  await server.close();
}
process.exitCode = faults > 0 ? 1 : 0;

function fault(text) {
  faults++;
  console.log(`FAULT on the page: ${text}`);
}
