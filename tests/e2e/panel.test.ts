/** The panel in a browser, on each host. */
import type { Locator } from 'playwright-core';
import { describe, expect } from 'vitest';

import { anomaliesIn, commonRows, eventsIn, type Series } from './setup/answers';
import { HOUR_MS, lastHours } from './setup/clock';
import { contrastsOf } from './setup/contrast';
import { hosts, rangeIn } from './setup/hosts';
import { test } from './setup/test';
import { PanelView } from './views/panel';

const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
const RANGE = lastHours(6);

describe.each(hosts)('the panel on $name', ({ panelUrl, exploreUrl }) => {
  test('shows what the backend found', async ({ open }) => {
    const { page, seriesAfter } = await open();
    const panel = new PanelView(page);
    const series = await seriesAfter(() => page.goto(panelUrl(RANGE)));
    await panel.drawn();

    const events = eventsIn(series);
    expect(events).toBeGreaterThan(0);
    const affected = series.filter(({ meta }) => meta.counts.anomalies > 0).length;
    expect(await panel.chart.getAttribute('aria-label')).toMatch(new RegExp(`^${events} events \\(${anomaliesIn(series)} rows\\) in ${affected} series, worst critical at`));
    for (const [place, severity] of SEVERITIES.entries()) {
      expect(await panel.countOn(capital(severity)), severity).toBe(eventsIn(series, 4 - place));
    }
    expect(await panel.legend.getByRole('button').count()).toBe(series.length);
  });

  test('puts the series in trouble first', async ({ open }) => {
    const { page, seriesAfter } = await open();
    const panel = new PanelView(page);
    const later = await seriesAfter(() => page.goto(panelUrl(RANGE)));
    // The range ends within the gravest event.
    const [gravest] = later.flatMap(({ meta }) => meta.events).sort((a, b) => b.severity - a.severity);
    const series = await seriesAfter(() => page.goto(panelUrl({ from: RANGE.from, to: gravest!.toMs })));
    await panel.drawn();

    const trouble = (await panel.names()).map((name) => openSeverity(series.find((one) => one.name === name)!));
    expect(trouble[0]).toBeGreaterThan(0);
    expect(trouble).toEqual([...trouble].sort((a, b) => b - a));
  });

  test('is what Explore shows', async ({ open }) => {
    const { page, seriesAfter } = await open();
    const panel = new PanelView(page);
    const series = await seriesAfter(() => page.goto(exploreUrl(RANGE)));
    await panel.drawn();
    expect(await panel.legend.getByRole('button').count()).toBe(series.length);
  });

  test('hides a severity, and shows it again as it was', async ({ open }) => {
    const { page, seriesAfter } = await open();
    const panel = new PanelView(page);
    await seriesAfter(() => page.goto(panelUrl(RANGE)));
    const before = await panel.pixels();
    const count = await panel.countOn('Medium');

    const badge = panel.badge('Medium');
    expect(await badge.getAttribute('aria-pressed')).toBe('true');
    await badge.click();
    expect(await badge.getAttribute('aria-pressed')).toBe('false');
    await expect.poll(() => panel.changed(before)).toBeGreaterThan(0.000_2);
    expect(await panel.countOn('Medium'), 'what is hidden is still counted').toBe(count);

    await badge.click();
    expect(await badge.getAttribute('aria-pressed')).toBe('true');
    // Where a dashed line of an annotation lies over the edge of an event, single pixels are mixed anew.
    await expect.poll(() => panel.changed(before)).toBeLessThan(0.000_2);
  });

  test('is operated with the keyboard', async ({ open }) => {
    const { page, seriesAfter } = await open();
    const panel = new PanelView(page);
    await seriesAfter(() => page.goto(panelUrl(RANGE)));
    await panel.drawn();

    const badge = panel.badge('Critical');
    const isFocused = () => badge.evaluate((element) => element === document.activeElement);
    for (let presses = 0; presses < 80 && !(await isFocused()); presses += 1) {
      await page.keyboard.press('Tab');
    }
    expect(await isFocused(), 'Tab reaches the first badge').toBe(true);
    await page.keyboard.press('Space');
    expect(await badge.getAttribute('aria-pressed')).toBe('false');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await panel.badge('High').getAttribute('aria-pressed'), 'Tab goes on to the next').toBe('false');
  });

  test('explains the point under the pointer', async ({ open }) => {
    const { page, seriesAfter } = await open();
    const panel = new PanelView(page);
    const series = await seriesAfter(() => page.goto(panelUrl(RANGE)));
    await panel.drawn();

    const first = await panel.firstOf(series);
    const event = first.meta.events[0]!;
    await panel.hover(first.name, event.peakMs, RANGE);
    const { text, facts } = await panel.tooltip();
    const shown = Date.parse(`${/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.exec(text)?.[0].replace(' ', 'T')}Z`);
    const row = first.rows.get(shown)!;
    expect(Math.abs(shown - event.peakMs), 'the nearest row is shown').toBeLessThanOrEqual(first.meta.intervalMs);
    expect(text).toContain(first.name);
    expect(parseFloat(facts.Value!.replace(/[^\d.]/g, ''))).toBeGreaterThan(0);
    const always = ['Value', 'Expected', 'Band', 'Deviation', 'Score', 'Severity'];
    // On a dashboard the anomaly is an annotation, too.
    const told = Object.keys(facts).filter((fact) => fact !== 'Annotation');
    expect(told).toEqual((row.severity ?? 0) > 0 ? [...always, 'Time of the week'] : always);
    expect(facts.Score).toBe(`${((row.score ?? 0) * 100).toFixed(0)} %`);
    expect(facts.Severity!.trim()).toBe(['Ordinary', ...[...SEVERITIES].reverse().map(capital)][row.severity ?? 0]);
    for (const detector of first.meta.detectors) {
      expect(text).toContain(`${detector.name} (${detector.weight.toFixed(2)})`);
    }
  });

  test('zooms where it is dragged over, and no score changes', async ({ open }) => {
    // A width at which no pixel stands for a whole number of milliseconds.
    const { page, seriesAfter } = await open({ width: 1283 });
    const panel = new PanelView(page);
    const before = await seriesAfter(() => page.goto(panelUrl(RANGE)));
    await panel.drawn();

    const { name, meta } = await panel.firstOf(before);
    const peak = meta.events[0]!.peakMs;
    const wanted = { from: peak - HOUR_MS / 2, to: peak + HOUR_MS / 2 };
    const after = await seriesAfter(() => panel.drag(name, wanted, RANGE));
    await panel.drawn();

    const { from, to } = rangeIn(page.url());
    expect(Math.abs(from - wanted.from)).toBeLessThan(HOUR_MS / 20);
    expect(Math.abs(to - wanted.to)).toBeLessThan(HOUR_MS / 20);
    const pairs = commonRows(before, after);
    expect(pairs.length).toBeGreaterThan(50 * before.length);
    expect(pairs.some(({ one }) => (one.severity ?? 0) > 0), 'an anomaly is among them').toBe(true);
    expect(pairs.filter(({ one, other }) => !same(one, other))).toEqual([]);
  });

  test('hides a series by its legend', async ({ open }) => {
    const { page, seriesAfter } = await open();
    const panel = new PanelView(page);
    await seriesAfter(() => page.goto(panelUrl(RANGE)));
    await panel.drawn();

    const [first, second] = (await panel.names()).map((name) => panel.title(name));
    // Within the chart: to press the legend's button, the page may be scrolled.
    const topOf = async (part: Locator) => (await part.boundingBox())!.y - (await panel.chart.boundingBox())!.y;
    const [above, below] = [await topOf(first!), await topOf(second!)];
    expect(below).toBeGreaterThan(above);
    const entry = panel.legend.getByRole('button').first();
    await entry.click();
    expect(await entry.getAttribute('aria-pressed')).toBe('false');
    await expect.poll(() => first!.count()).toBe(0);
    await expect.poll(() => topOf(second!), { message: 'the others move up' }).toBe(above);
    await entry.click();
    await expect.poll(() => first!.count()).toBe(1);
    await expect.poll(() => topOf(second!), { message: 'and back' }).toBe(below);
  });

  test.for(['dark', 'light'] as const)('can be read in the %s theme', async (theme, { open }) => {
    const { page, seriesAfter } = await open({ colorScheme: theme });
    const panel = new PanelView(page);
    await seriesAfter(() => page.goto(panelUrl(RANGE, theme)));
    await panel.drawn();

    const texts = [
      ...(await contrastsOf(panel.badges.getByRole('button'))),
      ...(await contrastsOf(panel.legend.getByRole('button'))),
      ...(await contrastsOf(page.locator('dt, dd'))),
    ];
    expect(texts.length).toBeGreaterThan(8);
    expect(texts.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
  });

  test('fits a narrow window', async ({ open }) => {
    const { page, seriesAfter } = await open({ width: 320, height: 640 });
    const panel = new PanelView(page);
    await seriesAfter(() => page.goto(panelUrl(RANGE)));
    await panel.drawn();

    for (const part of [panel.plots().first(), panel.legend]) {
      const box = (await part.boundingBox())!;
      expect(box.width).toBeGreaterThan(100);
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(320);
    }
  });
});

/** The severity of the gravest event that the next row may still join; 0 where there is none. */
function openSeverity({ meta, rows }: Series): number {
  const newest = Math.max(...rows.keys());
  return Math.max(0, ...meta.events.filter(({ toMs }) => newest - toMs <= meta.intervalMs).map(({ severity }) => severity));
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function same(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
