/** A browser page that remembers what went wrong on it. */
import { chromium, type Browser, type Page, type Request, type Response } from 'playwright-core';

import { seriesOf, type Series } from './answers';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Each start has a profile of its own, in a folder that Playwright removes. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

export interface Look {
  width?: number;
  height?: number;
  colorScheme?: 'dark' | 'light';
  locale?: string;
}

export class Stage {
  /** Errors of scripts and of the console, and refused requests that no test expected. */
  readonly troubles: string[] = [];
  private readonly expected: RegExp[] = [];

  private constructor(readonly page: Page) {
    page.on('pageerror', (error) => this.troubles.push(`script: ${error.message}`));
    page.on('console', (message) => {
      // Refused requests are judged by their own event, which has the status.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource') && !this.expects(message.text())) {
        this.troubles.push(`console: ${message.text()}`);
      }
    });
    page.on('response', (response) => {
      const url = response.url();
      if (response.status() >= 400 && !this.expects(url)) {
        this.troubles.push(`${response.status()} ${url} ${response.request().postData() ?? ''}`);
      }
    });
  }

  static async open(browser: Browser, { width = 1280, height = 1000, colorScheme = 'dark', locale = 'en-US' }: Look = {}): Promise<Stage> {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale, timezoneId: 'UTC' });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    return new Stage(page);
  }

  /** Requests to these addresses may be refused, and these words may stand in the console: the test asks for it. */
  readonly mayFail = (pattern: RegExp): void => {
    this.expected.push(pattern);
  };

  /** Does something that makes the page ask for data; the raw answer. */
  readonly responseTo = async (action: () => Promise<unknown>): Promise<Response> => {
    const [response] = await Promise.all([this.page.waitForResponse((answer) => isQuery(answer.request())), action()]);
    return response;
  };

  /** Does something that makes the page ask for data; the series that came. */
  readonly seriesAfter = async (action: () => Promise<unknown>): Promise<Series[]> => seriesOf(await this.responseTo(action));

  private expects(what: string): boolean {
    return this.expected.some((pattern) => pattern.test(what));
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}

/** A panel's query: `Anno` is what Grafana calls those of annotations. */
function isQuery(request: Request): boolean {
  const asks = request.method() === 'POST' && new URL(request.url()).pathname.endsWith('/api/ds/query');
  return asks && !request.postData()?.includes('"refId":"Anno"');
}
