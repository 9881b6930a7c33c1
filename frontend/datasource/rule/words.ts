/** Numbers of our outputs as English words: texts of an alert rule are stored, and read by whoever is on call. */
import { CAUSES } from '../../contract/limits';
import type { SeverityScheme } from '../../contract/types';
import type { Side } from '../../shared/causes';
import type { NamedCause } from '../../shared/contract';
import { severityGroups } from '../../shared/severity';

const same = (word: string): Record<Side, string> => ({ both: word, above: word, below: word });

/** As panel, list and annotation say them (`tests/contract/causes.json`), within a sentence. */
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

/** A number and what it is called. */
export type NumberWord = readonly [number: number, word: string];

/** Every cause by the number in the output `cause`, with its word for each side of what was expected; 0 has no word. */
export const CAUSE_NUMBERS: ReadonlyArray<readonly [number: number, words: Record<Side, string>]> = CAUSES.flatMap((cause, number) =>
  cause === 'none' ? [] : [[number, CAUSE_WORDS[cause]] as const]
);

/** The severities of a scheme by the number in the output `severity`, the worst first. */
export function severityNumbers(scheme: SeverityScheme): NumberWord[] {
  return severityGroups(scheme)
    .flatMap(({ name, levels }) => levels.map((level) => [level, name] as const))
    .reverse();
}
