/** The severity panel, as a person finds it; it looks the same on every host. */
import type { Locator, Page } from 'playwright-core';

import { selectors } from '../../../frontend/shared/selectors';
import type { Series } from '../setup/answers';
import type { Range } from '../setup/clock';

export class PanelView {
  readonly badges: Locator;
  /** Its accessible name is the summary, such as "2 events (3 rows) in 2 series, worst critical at 14:05". */
  readonly chart: Locator;
  readonly legend: Locator;
  /** What stands in place of the chart: a title and what to do. */
  readonly problem: Locator;

  constructor(private readonly page: Page) {
    this.badges = page.getByRole('group', { name: 'Severities shown' });
    this.chart = page.getByRole('figure', { name: /events?.* in \d+ series/i });
    this.legend = page.getByRole('list', { name: 'Series' });
    this.problem = page.getByRole('status');
  }

  badge(severity: string): Locator {
    return this.badges.getByRole('button', { name: new RegExp(`^${severity}: \\d+$`) });
  }

  async countOn(severity: string): Promise<number> {
    return Number(await this.badge(severity).locator('strong').textContent());
  }

  /** The plots in sight: for each series its values, then its score. */
  plots(): Locator {
    return this.chart.locator('.u-over');
  }

  /** The title over the plots of a series, where there are several. */
  title(name: string): Locator {
    return this.chart.getByTitle(name, { exact: true });
  }

  /** The names of the series in the order of their plots: the worst first, unless the options say otherwise. */
  names(): Promise<string[]> {
    return this.legend.getByRole('button').allInnerTexts();
  }

  /** The series that is shown first; of those that an answer holds. */
  async firstOf(series: Series[]): Promise<Series> {
    const [name] = await this.names();
    return series.find((one) => one.name === name)!;
  }

  async drawn(): Promise<void> {
    await this.plots().first().waitFor();
    await this.afterDrawing();
  }

  /** Waits until each of these views (`lanes,events`) is there. */
  async shown(views: string): Promise<void> {
    for (const view of views.split(',')) {
      await this.view(view).waitFor();
    }
    await this.afterDrawing();
  }

  /** The canvases on which nothing was drawn, by their size. */
  blankCanvases(): Promise<string[]> {
    return this.page.getByTestId(selectors.workbench.panel).locator('canvas').evaluateAll((canvases) =>
      (canvases as HTMLCanvasElement[])
        .filter((canvas) => {
          const pixels = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data;
          return !pixels.some((part) => part !== 0);
        })
        .map(({ width, height }) => `${width} x ${height}`)
    );
  }

  /** A view by its name in the options; the timeline is the chart. */
  view(name: string): Locator {
    switch (name) {
      case 'lanes':
        return this.page.getByRole('listbox', { name: 'Swim lanes' });
      case 'cards':
        return this.page.getByRole('list', { name: 'Cards' });
      case 'events':
        return this.page.getByRole('region', { name: 'Events' });
      default:
        return this.chart;
    }
  }

  /** Moves the pointer over the values of a series to a time. */
  async hover(name: string, timeMs: number, range: Range): Promise<void> {
    const { x, y } = await this.pointAt(name, timeMs, range);
    // From a little aside, so that the pointer is seen to move.
    await this.page.mouse.move(x - 30, y);
    await this.page.mouse.move(x, y, { steps: 4 });
  }

  /** Drags over the values of a series from one time to another, which zooms in. */
  async drag(name: string, { from, to }: Range, range: Range): Promise<void> {
    const start = await this.pointAt(name, from, range);
    const end = await this.pointAt(name, to, range);
    await this.page.mouse.move(start.x, start.y);
    await this.page.mouse.down();
    await this.page.mouse.move(end.x, end.y, { steps: 8 });
    await this.page.mouse.up();
  }

  /** The tooltip: its time, and its facts by their names. */
  async tooltip(): Promise<{ text: string; facts: Record<string, string> }> {
    const votes = this.page.getByText('Detectors (weight)');
    await votes.waitFor();
    const box = votes.locator('xpath=../..');
    const facts = await box.locator('dt').evaluateAll((terms) =>
      Object.fromEntries(terms.map((term) => [term.textContent ?? '', term.nextElementSibling?.textContent ?? '']))
    );
    return { text: await box.innerText(), facts };
  }

  /** The chart's pixels. */
  async pixels(): Promise<string> {
    await this.drawn();
    return (await this.chart.screenshot({ animations: 'disabled' })).toString('base64');
  }

  /** The share of the chart's pixels that are not as they were. */
  async changed(before: string): Promise<number> {
    return this.page.evaluate(
      async (pictures) => {
        const [one, other] = await Promise.all(
          pictures.map(async (picture) => {
            const image = new Image();
            image.src = `data:image/png;base64,${picture}`;
            await image.decode();
            const { width, height } = image;
            const drawing = new OffscreenCanvas(width, height).getContext('2d')!;
            drawing.drawImage(image, 0, 0);
            return new Uint32Array(drawing.getImageData(0, 0, width, height).data.buffer);
          })
        );
        return one!.length === other!.length ? one!.filter((pixel, i) => pixel !== other![i]).length / one!.length : 1;
      },
      [before, await this.pixels()]
    );
  }

  /** Canvases are drawn after the frame in which they were made. */
  private afterDrawing(): Promise<unknown> {
    return this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }

  private async pointAt(name: string, timeMs: number, { from, to }: Range) {
    const values = this.chart.getByRole('application', { name, exact: true }).locator('.u-over').first();
    await values.scrollIntoViewIfNeeded();
    const box = (await values.boundingBox())!;
    return { x: box.x + (box.width * (timeMs - from)) / (to - from), y: box.y + box.height / 2 };
  }
}
