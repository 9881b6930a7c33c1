// With GRAFANA_URL: the panel beside Grafana's own time series panel, in that Grafana, with the plugin that it has.

const TITLE = 'Seismo panel bench';
const SETTLED_MS = 1500;
/** Each shows all rows; ours is given the whole frames, Grafana's value, lower and upper edge. */
const PANELS = [
  { id: 1, type: 'seismo-severity-panel', name: 'severity panel', fields: () => true },
  { id: 2, type: 'timeseries', name: "Grafana's time series", fields: ({ name }) => ['time', 'value', 'lower', 'upper'].includes(name) },
];

/** Makes a dashboard with both panels and prints what each costs; removes it again. */
export async function besideGrafana(browser, url, { frames, from, to, points, turns }) {
  const dashboard = { title: TITLE, schemaVersion: 42, time: { from: iso(from), to: iso(to) }, panels: PANELS.map((panel) => panelOf(panel, frames)) };
  const { uid } = await call(url, 'POST', '/api/dashboards/db', { dashboard, overwrite: true });
  console.log(`\n${points.toLocaleString('en-US')} points over 20 series in ${url}, each panel alone on a page, from a snapshot in the dashboard`);
  console.log('  load: from opening the address to pixels on a canvas, Grafana itself included; pan: main-thread time until the page is at rest');
  try {
    for (const panel of PANELS) {
      const { loads, pans, kept } = await measured(browser, `${url}/d-solo/${uid}?panelId=${panel.id}`, { from, to, turns });
      console.log(`  ${panel.name.padEnd(22)} load ${ms(loads)}  pan ${ms(pans)}  median of ${loads.length} loads and ${pans.length} pans, ${kept} canvases`);
    }
  } finally {
    await call(url, 'DELETE', `/api/dashboards/uid/${uid}`);
  }
}

async function measured(browser, address, { from, to, turns }) {
  const [loads, pans] = [[], []];
  const step = (to - from) / 100;
  let kept = 0;
  for (let load = 0; load < 3; load++) {
    const page = await browser.newPage({ viewport: { width: 1240, height: 900 }, deviceScaleFactor: 1 });
    const begin = Date.now();
    await page.goto(`${address}&from=${from}&to=${to}`);
    await page.waitForFunction(isDrawn, null, { timeout: 60_000, polling: 'raf' });
    loads.push(Date.now() - begin);
    if (load === 0) {
      const session = await page.context().newCDPSession(page);
      await session.send('Performance.enable');
      for (let turn = 1; turn <= turns; turn++) {
        await atRest(page);
        const before = await taskMs(session);
        await page.evaluate(moveTo, [Math.round(from + turn * step), Math.round(to + turn * step)]);
        await page.waitForFunction(isDrawn, null, { timeout: 60_000, polling: 250 });
        await atRest(page);
        pans.push((await taskMs(session)) - before);
      }
      kept = await page.evaluate(() => globalThis.document.querySelectorAll('canvas').length);
    }
    await page.close();
  }
  return { loads, pans, kept };
}

/** In the page: whether some canvas has a pixel that is not transparent. */
function isDrawn() {
  return [...globalThis.document.querySelectorAll('.uplot canvas')].some((canvas) => {
    const { width, height } = canvas;
    return width > 0 && height > 0 && canvas.getContext('2d').getImageData(0, 0, width, height).data.some((channel) => channel > 0);
  });
}

/** In the page: moves the range as a person does who uses the address. */
function moveTo([from, to]) {
  const address = new globalThis.URL(globalThis.location.href);
  address.searchParams.set('from', from);
  address.searchParams.set('to', to);
  globalThis.history.pushState(null, '', address);
  globalThis.dispatchEvent(new globalThis.PopStateEvent('popstate'));
}

function atRest(page) {
  return page.waitForTimeout(SETTLED_MS);
}

async function taskMs(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1000 * metrics.find(({ name }) => name === 'TaskDuration').value;
}

function panelOf({ id, type, name, fields }, frames) {
  const snapshot = frames.map(({ schema, data }) => {
    const places = schema.fields.flatMap((field, place) => (fields(field) ? [place] : []));
    return { schema: { ...schema, fields: places.map((place) => schema.fields[place]) }, data: { values: places.map((place) => data.values[place]) } };
  });
  const datasource = { type: 'datasource', uid: 'grafana' };
  return {
    ...{ id, type, title: name, datasource, gridPos: { x: 0, y: 12 * id, w: 24, h: 12 } },
    targets: [{ refId: 'A', datasource, queryType: 'snapshot', snapshot }],
  };
}

async function call(url, method, path, body) {
  const response = await globalThis.fetch(url + path, { method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
  if (!response.ok) {
    throw new Error(`${method} ${path} of Grafana: ${response.status} ${await response.text()}`);
  }
  return response.json();
}

function iso(time) {
  return new Date(time).toISOString();
}

function ms(sample) {
  const sorted = [...sample].sort((a, b) => a - b);
  return `${sorted[Math.floor(sorted.length / 2)].toFixed(0).padStart(5)} ms`;
}
