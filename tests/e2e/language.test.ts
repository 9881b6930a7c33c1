/** The page in each language that it speaks beside English. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';

import { selectors } from '../../frontend/shared/selectors';
import { lastHours } from './setup/clock';
import { workbenchUrl } from './setup/hosts';
import { test } from './setup/test';

const LANGUAGE = 'de-DE';
const ROOMS = { datasource: 'seismo-anomaly-datasource', panel: 'seismo-severity-panel', workbench: 'seismo-workbench' };
const VIEWS = 'timeline,lanes,cards,events';
/** Names that the server gives: of the session's data source, and of presets. */
const NAMES = ['Sample fleet', 'Auto', 'Classic'];
/** Letters beside the values: fewer, such as "{{used}} of {{asked}}", are found in any sentence. */
const LETTERS_OF_A_SHAPE = 6;

/** A text as a page shows it: what is filled in may be anything. */
function textsIn(language: string): string[] {
  const leaves = (tree: object): string[] => Object.values(tree).flatMap((value) => (typeof value === 'string' ? [value] : leaves(value)));
  return Object.entries(ROOMS).flatMap(([room, id]) =>
    leaves(JSON.parse(readFileSync(`frontend/${room}/locales/${language}/${id}.json`, 'utf8')) as object)
  );
}

/** The English texts of ours that another language says otherwise. */
function englishOnly(): Set<string> {
  const other = new Set(textsIn(LANGUAGE));
  const told = (text: string) => {
    const letters = text.replace(/\{\{.*?\}\}/g, '').match(/\p{L}/gu)?.length ?? 0;
    return letters >= (text.includes('{{') ? LETTERS_OF_A_SHAPE : 1);
  };
  return new Set(textsIn('en-US').filter((text) => !other.has(text) && !NAMES.includes(text) && told(text)));
}

/** Everything that the page says, to eyes and to ears. */
function wordsOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const words: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node: Node | null = walker.currentNode; node; node = walker.nextNode()) {
      if (node instanceof Element) {
        words.push(...['aria-label', 'title', 'placeholder', 'aria-roledescription'].map((name) => node.getAttribute(name) ?? ''));
      } else if (!node.parentElement?.closest('script, style')) {
        words.push(node.textContent ?? '');
      }
    }
    return words.map((word) => word.trim()).filter((word) => word !== '');
  });
}

/** The labels of fields that say more than they have room for. */
function labelsTooLong(page: Page): Promise<string[]> {
  return page.locator('main label').evaluateAll((labels) =>
    labels.filter(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight).map(({ textContent }) => textContent ?? '')
  );
}

/** English among these words; a text with values to fill in is found by its shape. */
function englishAmong(words: string[]): string[] {
  const english = [...englishOnly()];
  const fixed = new Set(english.filter((text) => !text.includes('{{')));
  const shapes = english
    .filter((text) => text.includes('{{'))
    .map((text) => new RegExp(`^${text.split(/\{\{.*?\}\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`));
  return [...new Set(words.filter((word) => fixed.has(word) || shapes.some((shape) => shape.test(word))))];
}

describe('the page in German', () => {
  test('has no English text of ours', async ({ open }) => {
    const { page, seriesAfter } = await open();
    await seriesAfter(() => page.goto(workbenchUrl({ ...lastHours(6), lang: LANGUAGE, views: VIEWS })));
    await page.getByRole('region', { name: 'Ereignisse' }).waitFor();
    const folded = page.getByTestId(selectors.queryEditor.root).locator('button[aria-expanded="false"]');
    for (let rounds = 0; rounds < 12 && (await folded.count()) > 0; rounds += 1) {
      await folded.first().click();
    }
    expect(await page.locator('html').getAttribute('lang')).toBe(LANGUAGE);
    const words = await wordsOn(page);
    expect(words).toEqual(expect.arrayContaining(['Zeitleiste', 'Schweregrade', 'Abfrage ausführen']));
    expect(englishAmong(words)).toEqual([]);
    expect(await labelsTooLong(page)).toEqual([]);

    await page.getByRole('tab', { name: 'Datenquelle' }).click();
    for (const kind of ['Prometheus', 'InfluxDB']) {
      await page.getByTestId(selectors.configEditor.kind).getByRole('radio', { name: kind, exact: true }).click();
      expect(englishAmong(await wordsOn(page))).toEqual([]);
      expect(await labelsTooLong(page)).toEqual([]);
    }
  });

  test('would be told if it had', () => {
    expect(englishAmong(['Zeitleiste', 'Timeline', 'request_rate', '3 events', 'Score'])).toEqual(['Timeline', '3 events']);
  });

  test('is what a German browser gets, and a button away from English', async ({ open }) => {
    const { page, seriesAfter } = await open({ locale: 'de-DE' });
    await seriesAfter(() => page.goto(workbenchUrl(lastHours(6))));
    await page.getByRole('tab', { name: 'Erkunden' }).waitFor();
    await seriesAfter(() => page.getByRole('button', { name: 'English' }).click());
    await page.getByRole('tab', { name: 'Explore' }).waitFor();
    expect(new URL(page.url()).searchParams.get('lang')).toBe('en-US');
  });

  test.for([1280, 400])('breaks nothing at a width of %d', async (width, { open }) => {
    const overflowing = async (lang: string) => {
      const { page, seriesAfter } = await open({ width });
      await seriesAfter(() => page.goto(workbenchUrl({ ...lastHours(6), lang })));
      await page.getByRole('figure').first().waitFor();
      return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    };
    expect(await overflowing('en-US')).toBe(0);
    expect(await overflowing(LANGUAGE)).toBe(0);
  });
});
