/** Which severities are drawn. */
import { SEVERITY_LEVELS, type SeverityLevel, type SeverityScheme } from '../shared/contract';
import { severityGroup, type SeverityName } from '../shared/severity';

/** The levels from the minimum up, without those whose badge is off. */
export function visibleLevels(
  scheme: SeverityScheme,
  minimum: SeverityLevel,
  hidden: ReadonlySet<SeverityName>
): ReadonlySet<SeverityLevel> {
  return new Set(
    SEVERITY_LEVELS.filter((level) => level >= minimum && !hidden.has(severityGroup(scheme, level).name))
  );
}

/** The set with the item taken out, or put in where it was not. */
export function toggled<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(item)) {
    next.add(item);
  }
  return next;
}
