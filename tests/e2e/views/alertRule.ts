/** Grafana's page "New alert rule", as a person walks through it. */
import type { Locator, Page } from 'playwright-core';

export class AlertRuleView {
  constructor(private readonly page: Page) {}

  async open(root: string): Promise<void> {
    await this.page.goto(`${root}/alerting/list`);
    await this.page.getByRole('link', { name: 'New alert rule' }).first().click();
    await this.name.waitFor();
  }

  get name(): Locator {
    return this.page.getByTestId('data-testid alert-rule name-field');
  }

  async chooseDataSource(name: string): Promise<void> {
    await this.page.getByTestId('data-testid Select a data source').first().click();
    await this.page.getByTestId('data-testid Data source list dropdown').getByText(name, { exact: true }).click();
  }

  /** The condition on the simplified page, which begins with "Is above 0". */
  async setCondition(evaluator: string, threshold: string): Promise<void> {
    const condition = this.page.getByTestId('data-testid alert-rule step-2');
    await condition.getByRole('button', { name: 'Is above', exact: true }).click();
    await this.page.getByRole('menuitemradio', { name: evaluator, exact: true }).or(this.page.getByText(evaluator, { exact: true })).first().click();
    const field = condition.getByRole('spinbutton').last();
    await field.fill(threshold);
    // It takes the number when the focus leaves it.
    await field.press('Tab');
  }

  /** What each series would be, in words such as "Normal". */
  async preview(): Promise<void> {
    await this.page.getByTestId('data-testid alert-rule preview-button').click();
  }

  async newFolder(title: string): Promise<void> {
    await this.page.getByRole('button', { name: 'New folder' }).click();
    await this.page.getByTestId('data-testid alert-rule name-folder-name-field').fill(title);
    await this.page.getByTestId('data-testid alert-rule name-folder-name-create-button').click();
  }

  async newGroup(name: string): Promise<void> {
    await this.page.getByTestId('data-testid alert-rule new-evaluation-group-button').click();
    await this.page.getByTestId('data-testid alert-rule new-evaluation-group-name').fill(name);
    await this.page.getByTestId('data-testid alert-rule new-evaluation-group-create-button').click();
  }

  async choosePending(period: string): Promise<void> {
    await this.page.getByTestId('data-testid alert-rule step-4').getByRole('option', { name: period, exact: true }).first().click();
  }

  async chooseContactPoint(name: string): Promise<void> {
    await this.page.getByTestId('contact-point-picker').getByRole('combobox').click();
    await this.page.getByRole('option', { name: new RegExp(`^${name}`) }).first().click();
  }

  async save(): Promise<void> {
    await this.page.getByTestId('save-rule').click();
  }
}
