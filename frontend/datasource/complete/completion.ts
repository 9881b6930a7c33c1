/** What can stand at the cursor of a query text. */
import type { Lookup } from '../metricFind';

export interface Completion {
  /** Where the names come from; a list is the names themselves. */
  lookup: Lookup | readonly string[];
  /** How a name is written here, where it cannot stand as it is. */
  write?: Write;
  /** What is offered beside the names: words of the language. */
  also?: readonly Offer[];
  /** The part already written, from `from` to the cursor. */
  prefix: string;
  from: number;
  /** Whether a name takes the place of the whole text, not only of the prefix. */
  isWhole?: boolean;
}

export interface Offer {
  label: string;
  kind?: OfferKind;
  /** A line that explains it. */
  help?: string;
  /** What is written in place of the label. */
  insert?: string;
  /** Where it begins, if not at the prefix. */
  from?: number;
  /** How far before the end of what is written the cursor comes to stand. */
  back?: number;
}

/** Writes a name: nothing of it where it stands as it is. */
export type Write = (name: string) => Pick<Offer, 'insert' | 'from'>;

export type OfferKind = 'metric' | 'label' | 'value' | 'function' | 'keyword' | 'snippet' | 'variable';

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
export function completionOf(before: string, prefix: string, lookup: Completion['lookup'], more: Pick<Completion, 'also' | 'write'> = {}): Completion {
  return { lookup, prefix, from: before.length - prefix.length, ...more };
}

/** Something to write with a place for the cursor in it, marked by `|`. */
export function snippet(label: string, kind: OfferKind, help: string, template: string): Offer {
  const at = template.indexOf('|');
  const insert = template.replace('|', '');
  return at < 0 ? { label, kind, help, insert } : { label, kind, help, insert, back: insert.length - at };
}

const KINDS: Record<Lookup['path'], OfferKind> = { 'metrics-names': 'metric', labels: 'label', 'label-values': 'value' };

/** Names as offers; where they come from says what they are. */
export function offersOf(names: readonly string[], { lookup, write }: Pick<Completion, 'lookup' | 'write'>): Offer[] {
  const kind = 'path' in lookup ? KINDS[lookup.path] : undefined;
  return names.map((label) => ({ label, kind, ...write?.(label) }));
}

/** The offers that go on from the prefix, those that start with it first; none where only the prefix itself is left. */
export function matching(offers: readonly Offer[], prefix: string, limit: number): Offer[] {
  const wanted = prefix.toLowerCase();
  const placeOf = ({ label }: Offer) => label.toLowerCase().indexOf(wanted);
  const found = [...offers.filter((offer) => placeOf(offer) === 0), ...offers.filter((offer) => placeOf(offer) > 0)].slice(0, limit);
  const only = found.length === 1 ? found[0] : undefined;
  return only && only.label === prefix && only.insert === undefined ? [] : found;
}
