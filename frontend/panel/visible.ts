/** Which severities are drawn. */
import { SEVERITY_LEVELS, SEVERITY_SCHEMES } from '../contract/limits';
import type { SeverityScheme } from '../contract/types';
import type { SeverityLevel } from '../shared/contract';
import { severityGroup, severityGroups, type SeverityName } from '../shared/severity';

/** The content of the option `severities`, its variables filled in. */
export interface Chosen {
  levels: ReadonlySet<SeverityLevel>;
  /** Words that are not severities. */
  unknown: string[];
}

/** Grafana's texts for "all values" of a variable. */
const ALL = ['all', '$__all'];
/** Separators of a variable's values, in Grafana's formats. */
const BETWEEN = /[,|\s{}()]+/;

/** The levels of the named severities, in any scheme; all if no known name is given. */
export function chosenLevels(severities: string): Chosen {
  const words = severities
    .toLowerCase()
    .split(BETWEEN)
    .filter((word) => word !== '');
  const groups = SEVERITY_SCHEMES.flatMap(severityGroups);
  const named = groups.filter(({ name }) => words.includes(name));
  const everything = named.length === 0 || words.some((word) => ALL.includes(word));
  return {
    levels: new Set(everything ? SEVERITY_LEVELS : named.flatMap(({ levels }) => levels)),
    unknown: words.filter((word) => !ALL.includes(word) && !groups.some(({ name }) => name === word)),
  };
}

/** The chosen levels from the minimum up. */
export function levelsFrom(minimum: SeverityLevel, chosen: ReadonlySet<SeverityLevel>): ReadonlySet<SeverityLevel> {
  return new Set(SEVERITY_LEVELS.filter((level) => level >= minimum && chosen.has(level)));
}

/** The levels without those whose badge is off. */
export function visibleLevels(
  scheme: SeverityScheme,
  levels: ReadonlySet<SeverityLevel>,
  hidden: ReadonlySet<SeverityName>
): ReadonlySet<SeverityLevel> {
  return new Set([...levels].filter((level) => !hidden.has(severityGroup(scheme, level).name)));
}

/** The set without the item, or with it if it was missing. */
export function toggled<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(item)) {
    next.add(item);
  }
  return next;
}
