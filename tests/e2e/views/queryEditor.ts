/** The query editor, as a person finds it. */
import type { Locator, Page } from 'playwright-core';

import { selectors } from '../../../frontend/shared/selectors';

export class QueryEditorView {
  readonly problems: Locator;

  constructor(private readonly page: Page) {
    this.problems = page.getByTestId(selectors.queryEditor.problems);
  }

  /** A text with suggestions, such as "Metric", "Interval" or "Time zone". */
  text(label: string): Locator {
    return this.page.getByRole('combobox', { name: label, exact: true });
  }

  /** What a query would raise; it has to be unfolded. */
  get preview(): Locator {
    return this.page.getByTestId(selectors.queryEditor.preview);
  }

  get threshold(): Locator {
    return this.page.getByRole('spinbutton', { name: 'Threshold' });
  }

  /** Writes a text over what is there and hands it over. */
  async write(field: Locator, text: string): Promise<void> {
    await field.fill(text);
    await field.press('Enter');
  }

  /** Chooses among buttons, such as "Severity" for the "Output". */
  async choose(option: string, group: string): Promise<void> {
    await this.page.getByRole('radiogroup', { name: group }).getByRole('radio', { name: option, exact: true }).click();
  }
}
