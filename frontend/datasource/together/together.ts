/** Series scored as one vector, and the settings that are allowed with it. Pure. */
import { t } from '@grafana/i18n';

import { MOST_LABELS, OUTPUTS, OUTPUTS_OF_GROUPS } from '../../contract/limits';
import type { Detection, Output } from '../../contract/types';
import { verbatim } from '../../shared/i18n/verbatim';
import { withRarity } from '../preset/budget';
import type { Problem } from '../problem';

/** The fields that are not allowed beside it; the defaults of direction and gaps are allowed. */
const BESIDE: Array<{ name: 'ensemble' | 'budget' | 'repeats' | 'direction' | 'minimumDeviation' | 'valueRange' | 'holidays' | 'gaps'; usual?: string }> = [
  { name: 'ensemble' },
  { name: 'budget' },
  { name: 'repeats' },
  { name: 'direction', usual: 'both' },
  { name: 'minimumDeviation' },
  { name: 'valueRange' },
  { name: 'holidays' },
  { name: 'gaps', usual: 'skip' },
];

/**
 * The detection with other labels that name an entity; undefined scores each series alone. The budget is removed, and
 * restored.
 */
export function withTogether(detection: Detection, by: string[] | undefined): Detection {
  const { together, ...rest } = detection;
  return withRarity(by ? { ...rest, together: { ...together, by } } : rest);
}

/** The names of set fields that are not allowed beside it. */
export function beside(detection: Detection): string[] {
  return BESIDE.filter(({ name, usual }) => detection[name] !== undefined && detection[name] !== usual).map(({ name }) => name);
}

/** The detection without the fields that are not allowed beside it. */
export function withoutBeside(detection: Detection): Detection {
  const left = { ...detection };
  for (const name of beside(detection)) {
    delete left[name as keyof Detection];
  }
  return left;
}

export function validateTogether(detection: Detection, output: Output): Problem[] {
  const by = detection.together?.by;
  if (!by) {
    return [];
  }
  return [...checkLabels(by), ...checkBeside(detection), ...checkOutput(output)];
}

/** Number of problems in the section: none if each series is scored alone. */
export function problemCount(detection: Detection, wrongFields: ReadonlySet<string>): number {
  if (detection.together === undefined) {
    return 0;
  }
  return [...wrongFields].filter((field) => field.startsWith('detection.together')).length + beside(detection).length;
}

function checkLabels(by: readonly string[]): Problem[] {
  if (by.length > MOST_LABELS) {
    const message = t('datasource.problem.togetherMany', 'Labels that name an entity: {{count}} are too many; at most {{most}} are possible', {
      count: by.length,
      most: MOST_LABELS,
    });
    return [{ field: 'detection.together.by', message }];
  }
  return by.flatMap((label, at) => {
    const isWrong = label.trim() === '' || by.indexOf(label) < at;
    const message = t('datasource.problem.togetherLabel', 'Labels that name an entity: "{{label}}" is empty or named twice; name each once, such as instance', {
      label,
      ...verbatim,
    });
    return isWrong ? [{ field: `detection.together.by[${at}]`, message }] : [];
  });
}

function checkBeside(detection: Detection): Problem[] {
  return beside(detection).map((name) => ({
    field: `detection.${name}`,
    message: t(
      'datasource.problem.togetherBeside',
      'Scored together: {{names}} is for series that are scored alone; remove it, or score each series by itself',
      { names: name, ...verbatim }
    ),
  }));
}

function checkOutput(output: Output): Problem[] {
  // An unknown output gets its own message.
  if (OUTPUTS_OF_GROUPS.some((possible) => possible === output) || !OUTPUTS.includes(output)) {
    return [];
  }
  const message = t('datasource.problem.togetherOutput', 'Output: series that are scored together have no "{{output}}"; choose everything, score or severity', {
    output,
    ...verbatim,
  });
  return [{ field: 'output', message }];
}
