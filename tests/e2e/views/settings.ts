/** The page of the data source: the config editor, and the test under it. */
import type { Locator, Page } from 'playwright-core';

import { selectors } from '../../../frontend/shared/selectors';

export class SettingsView {
  /** What the test said. */
  readonly health: Locator;

  constructor(private readonly page: Page) {
    this.health = page.getByTestId(selectors.workbench.health);
  }

  kind(name: string): Locator {
    return this.page.getByTestId(selectors.configEditor.kind).getByRole('radio', { name, exact: true });
  }

  field(label: string): Locator {
    return this.page.getByLabel(label);
  }

  async saveAndTest(): Promise<void> {
    await this.page.getByRole('button', { name: 'Save & test' }).click();
  }
}
