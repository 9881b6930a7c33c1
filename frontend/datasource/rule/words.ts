/** English words for the numbers of outputs: texts of an alert rule are stored, and read by whoever is on call. */
import { CAUSES } from '../../contract/limits';
import type { SeverityScheme } from '../../contract/types';
import type { Side } from '../../shared/causes';
import type { NamedCause } from '../../shared/contract';
import { severityGroups } from '../../shared/severity';

const same = (word: string): Record<Side, string> => ({ both: word, above: word, below: word });

/** The words of panel, list and annotation (`tests/contract/causes.json`), for use within a sentence. */
const CAUSE_WORDS: Record<NamedCause, Record<Side, string>> = {
  spike: { both: 'spike or drop', above: 'spike', below: 'sudden drop' },
  season: same('unusual for the time'),
  level_shift: same('level shift'),
  drift: same('drift'),
  variance_up: same('more variance'),
  variance_down: same('less variance'),
  local: same('unlike the values around it'),
  record: { both: 'beyond all seen', above: 'higher than ever seen', below: 'lower than ever seen' },
  range: same('outside of the valid range'),
  flat: same('flat line'),
};

/** A number and its word. */
export type NumberWord = readonly [number: number, word: string];

/**
 * Every cause by its number in the output `cause`, with its word for each side of the expected value; 0 has no word.
 */
export const CAUSE_NUMBERS: ReadonlyArray<readonly [number: number, words: Record<Side, string>]> = CAUSES.flatMap((cause, number) =>
  cause === 'none' ? [] : [[number, CAUSE_WORDS[cause]] as const]
);

/** The severities of a scheme by their number in the output `severity`, worst first. */
export function severityNumbers(scheme: SeverityScheme): NumberWord[] {
  return severityGroups(scheme)
    .flatMap(({ name, levels }) => levels.map((level) => [level, name] as const))
    .reverse();
}
