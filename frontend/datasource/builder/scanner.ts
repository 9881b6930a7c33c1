/** Reads a query text piece by piece. What a builder has no place for ends the reading with the place where it stopped. */

/** Thrown within a parser alone; `read` turns it into an answer. */
class Stop extends Error {
  constructor(readonly rest: string) {
    super(rest);
  }
}

/** What was read, or the text that the builder has no place for. */
export type Read<T> = { build: T } | { rest: string };

/** How much of a text names a place. */
const SHOWN = 24;

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

  stop(): never {
    this.skip();
    throw new Stop(this.text.slice(this.at, this.at + SHOWN));
  }

  private skip() {
    const blank = /\s*/y;
    blank.lastIndex = this.at;
    this.at += blank.exec(this.text)?.[0].length ?? 0;
  }
}

/** Reads a whole text. */
export function read<T>(text: string, part: (scanner: Scanner) => T): Read<T> {
  const scanner = new Scanner(text);
  try {
    const build = part(scanner);
    scanner.end();
    return { build };
  } catch (stopped) {
    if (stopped instanceof Stop) {
      return { rest: stopped.rest };
    }
    throw stopped;
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
