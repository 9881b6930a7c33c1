/** Numbers of our outputs as English words: texts of an alert rule are stored, and read by whoever is on call. */
import { CAUSES, type NamedCause, type SeverityScheme } from '../../shared/contract';
import { severityGroups } from '../../shared/severity';

/** As the backend says them. */
const CAUSE_WORDS: Record<NamedCause, string> = {
  spike: 'spike',
  season: 'unusual for the time',
  level_shift: 'level shift',
  drift: 'drift',
  variance_up: 'more variance',
  variance_down: 'less variance',
  local: 'unlike its neighbours',
  record: 'beyond all seen',
  range: 'outside of the valid range',
};

/** A number and what it is called. */
export type NumberWord = readonly [number: number, word: string];

/** Every cause by the number in the output `cause`; 0 has no word. */
export const CAUSE_NUMBERS: readonly NumberWord[] = CAUSES.flatMap((cause, number) =>
  cause === 'none' ? [] : [[number, CAUSE_WORDS[cause]] as const]
);

/** The severities of a scheme by the number in the output `severity`, the worst first. */
export function severityNumbers(scheme: SeverityScheme): NumberWord[] {
  return severityGroups(scheme)
    .flatMap(({ name, levels }) => levels.map((level) => [level, name] as const))
    .reverse();
}
