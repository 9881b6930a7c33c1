/** Pictures of the page for the documentation. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Locator, Page } from 'playwright-core';

/** Bytes: a page with some of them stays quick to load. */
export const LARGEST = 250_000;
/** A query whose series all fit the page. */
export const QUERY = {
  refId: 'A',
  version: 1,
  timezone: 'UTC',
  source: { kind: 'sample', metric: 'request_rate', service: 'cart|login|payment', legend: '{{service}}' },
  detection: { preset: 'auto', budget: 1, threshold: 0.6, season: 'auto' },
  output: 'panel',
};
/** Committed pictures change only when asked for; other runs leave the tree as it is. */
const FOLDER = resolve(process.env.SEISMO_PICTURES === '1' ? 'tests/e2e/pictures' : 'tests/e2e/results');

/**
 * Takes a picture of the page, or of a part of it that is in sight with so many pixels around, as it stands; its size in
 * bytes. Nothing is scrolled: what the pointer brought up stays.
 */
export async function takePicture(page: Page, name: string, part?: Locator, around = 0): Promise<number> {
  const path = resolve(FOLDER, name);
  // Icons are files of their own.
  await page.waitForLoadState('networkidle');
  const box = await part?.boundingBox();
  const clip = box ? { x: box.x - around, y: box.y - around, width: box.width + 2 * around, height: box.height + 2 * around } : undefined;
  await page.screenshot({ path, clip, animations: 'disabled', caret: 'hide' });
  return statSync(path).size;
}
