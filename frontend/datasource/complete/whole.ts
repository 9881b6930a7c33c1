/** Completion of a field that holds one name. */
import type { Completer, Completion } from './completion';

/** Offers the names of one lookup, or of a list, for the whole field. */
export function completeWhole(lookup: Completion['lookup']): Completer {
  return (before) => ({ lookup, prefix: before, from: 0, isWhole: true });
}
