/** The query editor, as a person finds it. */
import type { Locator, Page } from 'playwright-core';

import { selectors } from '../../../frontend/shared/selectors';

export class QueryEditorView {
  readonly root: Locator;
  readonly problems: Locator;

  constructor(private readonly page: Page) {
    this.root = page.getByTestId(selectors.queryEditor.root);
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

  /** Opens a part of the query that is folded away, such as "Time and season". */
  async unfold(section: string): Promise<void> {
    const title = this.root.getByRole('button', { name: new RegExp(`^${section}`) });
    if ((await title.getAttribute('aria-expanded')) === 'false') {
      await title.click();
    }
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
