/** What can stand at the cursor of a query text. */
import type { Lookup } from '../metricFind';

export interface Completion {
  /** Where the names come from; a list is the names themselves. */
  lookup: Lookup | readonly string[];
  /** The part already written, from `from` to the cursor. */
  prefix: string;
  from: number;
  /** Whether a name takes the place of the whole text, not only of the prefix. */
  isWhole?: boolean;
}

/** Finds what can stand at the cursor, given the text before it; null where there is nothing to offer. */
export type Completer = (before: string) => Completion | null;

// The backend lists no more than 5,000 names. Its list is narrowed by the first letters, not by all: so it is asked again
// when these change, not at each key.
const NARROWING_LETTERS = 3;

/** Names of metrics that hold the beginning of the prefix. */
export function metricNames(prefix: string): Lookup {
  return { path: 'metrics-names', params: prefix ? { match: prefix.slice(0, NARROWING_LETTERS) } : {} };
}

export function labelNames(metric: string | undefined): Lookup {
  return { path: 'labels', params: metric ? { metric } : {} };
}

export function labelValues(label: string, metric: string | undefined): Lookup {
  return { path: 'label-values', params: metric ? { label, metric } : { label } };
}

/** A completion of the last `prefix.length` characters before the cursor. */
export function completionOf(before: string, prefix: string, lookup: Lookup): Completion {
  return { lookup, prefix, from: before.length - prefix.length };
}

/** The names that go on from the prefix, those that start with it first; none where only the prefix itself is left. */
export function matching(names: readonly string[], prefix: string, limit: number): string[] {
  const wanted = prefix.toLowerCase();
  const starting = names.filter((name) => name.toLowerCase().startsWith(wanted));
  const holding = names.filter((name) => name.toLowerCase().indexOf(wanted) > 0);
  const found = [...starting, ...holding].slice(0, limit);
  return found.length === 1 && found[0] === prefix ? [] : found;
}
