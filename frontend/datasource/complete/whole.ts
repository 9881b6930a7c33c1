/** Completion of a field that holds one name. */
import type { Lookup } from '../metricFind';
import { completionOf, type Completer } from './completion';

/** Offers the names of one lookup for the whole field. */
export function completeWhole(lookup: Lookup): Completer {
  return (before) => completionOf(before, before, lookup);
}
