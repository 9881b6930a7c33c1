/** Pictures of the page for the documentation. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';

/** Committed pictures change only when asked for; other runs leave the tree as it is. */
const FOLDER = resolve(process.env.SEISMO_PICTURES === '1' ? 'tests/e2e/pictures' : 'tests/e2e/results');

/** Takes a picture of the page as it stands; its size in bytes. */
export async function takePicture(page: Page, name: string): Promise<number> {
  const path = resolve(FOLDER, name);
  // Icons are files of their own.
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  return statSync(path).size;
}
