/** The look of severities: the name of a level in each scheme, its colour in each theme, its shape. */
import { SEVERITY_LEVELS } from '../contract/limits';
import type { SeverityScheme } from '../contract/types';
import type { SeverityLevel } from './contract';

/** The names of levels. */
export type SeverityName = 'low' | 'medium' | 'high' | 'critical' | 'info' | 'warning';

/** Levels with the same name in a scheme. */
export interface SeverityGroup {
  name: SeverityName;
  levels: readonly SeverityLevel[];
  /** The level whose colour and shape represent the group. */
  face: SeverityLevel;
}

/** A shape for each level, so that colour is never the only sign. */
export type SeverityShape = 'circle' | 'triangle' | 'diamond' | 'cross';

const SEVERITY_SHAPE: Record<SeverityLevel, SeverityShape> = {
  1: 'circle',
  2: 'triangle',
  3: 'diamond',
  4: 'cross',
};

const GROUPS: Record<SeverityScheme, readonly SeverityGroup[]> = {
  four_level: [
    { name: 'low', levels: [1], face: 1 },
    { name: 'medium', levels: [2], face: 2 },
    { name: 'high', levels: [3], face: 3 },
    { name: 'critical', levels: [4], face: 4 },
  ],
  three_level: [
    { name: 'info', levels: [1], face: 1 },
    { name: 'warning', levels: [2, 3], face: 3 },
    { name: 'critical', levels: [4], face: 4 },
  ],
};

/**
 * Distinguishable with red, green and blue blindness, and at least 3:1 against the panel's background
 * (`severity.test.ts` computes both).
 */
const COLORS: Record<'dark' | 'light', Record<SeverityLevel, string>> = {
  dark: { 1: '#4FB3F6', 2: '#FADE2A', 3: '#FF8F1F', 4: '#F2344E' },
  light: { 1: '#2E86DE', 2: '#BB8C00', 3: '#B34D00', 4: '#C2003B' },
};

/** The scheme's groups, mildest first. */
export function severityGroups(scheme: SeverityScheme): readonly SeverityGroup[] {
  return GROUPS[scheme];
}

/** The scheme's group of a level. */
export function severityGroup(scheme: SeverityScheme, level: SeverityLevel): SeverityGroup {
  const found = GROUPS[scheme].find((group) => group.levels.includes(level));
  if (!found) {
    throw new RangeError(`severity level ${level} has no name in the scheme ${scheme}`);
  }
  return found;
}

/** The level's colour in a dark or light theme; in a scheme, the levels of one group share a colour. */
export function severityColor(level: SeverityLevel, isDark: boolean, scheme: SeverityScheme = 'four_level'): string {
  return COLORS[isDark ? 'dark' : 'light'][severityGroup(scheme, level).face];
}

/** The shape of a level's point; in a scheme, the levels of one group share a shape. */
export function severityShape(level: SeverityLevel, scheme: SeverityScheme = 'four_level'): SeverityShape {
  return SEVERITY_SHAPE[severityGroup(scheme, level).face];
}

/** A field's number as a level; null for 0, gaps and other values. */
export function asSeverityLevel(value: unknown): SeverityLevel | null {
  return SEVERITY_LEVELS.find((level) => level === value) ?? null;
}

/** The total of a group, from counts by level. */
export function countOf(group: SeverityGroup, byLevel: Record<SeverityLevel, number>): number {
  return group.levels.reduce((sum, level) => sum + byLevel[level], 0);
}
