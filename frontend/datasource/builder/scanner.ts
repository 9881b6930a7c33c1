/** Reads a query text piece by piece. */
import { Stop } from './read';

export class Scanner {
  private at = 0;

  constructor(private readonly text: string) {}

  /** The text of a pattern if it stands here, after blanks; null otherwise. The pattern is sticky. */
  take(pattern: RegExp): string | null {
    this.skip();
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? null;
    this.at += found?.length ?? 0;
    return found;
  }

  /** The text of a pattern that has to stand here. */
  need(pattern: RegExp): string {
    return this.take(pattern) ?? this.stop();
  }

  end(): void {
    this.skip();
    if (this.at < this.text.length) {
      this.stop();
    }
  }

  private stop(): never {
    throw new Stop(this.at);
  }

  private skip() {
    const blank = /\s*/y;
    blank.lastIndex = this.at;
    this.at += blank.exec(this.text)?.[0].length ?? 0;
  }
}

/** Items between commas, before a sign that ends them. */
export function listUntil<T>(scanner: Scanner, end: RegExp, item: () => T): T[] {
  const items: T[] = [];
  while (scanner.take(end) === null) {
    if (items.length > 0) {
      scanner.need(/,/y);
      if (scanner.take(end) !== null) {
        break;
      }
    }
    items.push(item());
  }
  return items;
}
