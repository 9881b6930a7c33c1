/** Which severities are drawn. */
import { SEVERITY_LEVELS, SEVERITY_SCHEMES } from '../contract/limits';
import type { SeverityScheme } from '../contract/types';
import type { SeverityLevel } from '../shared/contract';
import { severityGroup, severityGroups, type SeverityName } from '../shared/severity';

/** What the option `severities` asks for, its variables filled in. */
export interface Chosen {
  levels: ReadonlySet<SeverityLevel>;
  /** Words that are no severity. */
  unknown: string[];
}

/** How Grafana writes "all values" of a variable. */
const ALL = ['all', '$__all'];
/** Between the values of a variable, in the formats that it knows. */
const BETWEEN = /[,|\s{}()]+/;

/** The levels of the named severities, of whichever scheme the names are; all where nothing known is named. */
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

/** The set with the item taken out, or put in where it was not. */
export function toggled<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(item)) {
    next.add(item);
  }
  return next;
}
