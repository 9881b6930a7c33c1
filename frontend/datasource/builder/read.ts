/** Reading a query text for a builder: what it cannot show ends the reading. */

/** What was read, or the text that the builder cannot show. */
export type Read<T> = { build: T } | { rest: string };

/** Thrown by what reads a part; `read` turns it into an answer. */
export class Stop extends Error {
  constructor(readonly at: number) {
    super(`stopped at ${at}`);
  }
}

/** How much of a text names a place. */
const SHOWN = 24;

/** Reads a whole text. `end` is where it becomes unreadable to every builder. */
export function read<T>(text: string, part: () => T, end = Infinity): Read<T> {
  try {
    const build = part();
    return end === Infinity ? { build } : restFrom(text, end);
  } catch (stopped) {
    if (stopped instanceof Stop) {
      return restFrom(text, Math.min(stopped.at, end));
    }
    throw stopped;
  }
}

function restFrom(text: string, at: number): { rest: string } {
  return { rest: text.slice(at).trimStart().slice(0, SHOWN) };
}
