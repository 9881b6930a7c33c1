/** Completion of a field that holds one name. */
import { metricNames, type Completer, type Completion, type Offer } from './completion';

/** Offers the names of one lookup, or of a list, for the whole field; before them variables, by their names. */
export function completeWhole(lookup: Completion['lookup'], variables: readonly string[] = []): Completer {
  const also = variables.map((name): Offer => ({ label: `$${name}`, kind: 'variable' }));
  return (before) => ({ lookup, ...(also.length > 0 ? { also } : {}), prefix: before, from: 0, isWhole: true });
}

/** Offers names of metrics: of sources that have more than are listed at once, those that hold what is written. */
export function completeMetric(variables: readonly string[]): Completer {
  return (before) => completeWhole(metricNames(before.trim()), variables)(before);
}
