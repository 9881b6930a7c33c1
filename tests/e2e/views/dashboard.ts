/** A dashboard in Grafana: its panels, and the corners in which they tell of an error. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** A first look at a metric fetches its history, on every panel at once. */
const LOADED_WITHIN_MS = 120_000;

export class DashboardView {
  constructor(private readonly page: Page) {}

  panel(title: string): Locator {
    return this.page.getByTestId(`data-testid Panel header ${title}`);
  }

  /** Waits until each of these panels is there, and none is loading. */
  async loaded(titles: string[]): Promise<void> {
    for (const title of titles) {
      await this.panel(title).first().waitFor({ timeout: LOADED_WITHIN_MS });
    }
    await this.page.waitForLoadState('networkidle', { timeout: LOADED_WITHIN_MS });
    const loading = this.page.getByLabel('Panel loading bar');
    await expect.poll(() => loading.count(), { timeout: LOADED_WITHIN_MS }).toBe(0);
  }

  /** The panels with an error corner, or with an error in place of what they show; each with its text. */
  errors(): Promise<string[]> {
    const corner = this.page.getByTestId('data-testid Panel status error');
    const broken = this.page.getByText('An unexpected error happened');
    return this.page.locator('section').filter({ has: corner.or(broken) }).allInnerTexts();
  }
}
