/** Conditions on labels or tags. */

export const OPERATORS = ['=', '!=', '=~', '!~'] as const;
export type Operator = (typeof OPERATORS)[number];

export interface Matcher {
  label: string;
  operator: Operator;
  /** Null until one is chosen; empty is a value: the label is not there. */
  value: string | null;
}

/** A condition that can be written. */
export interface Condition extends Matcher {
  value: string;
}

/** The conditions that can be written: a row that has no label or no value yet is not. */
export function complete(matchers: readonly Matcher[]): Condition[] {
  return matchers.flatMap((matcher) => (matcher.label.trim() !== '' && matcher.value !== null ? [{ ...matcher, value: matcher.value }] : []));
}
