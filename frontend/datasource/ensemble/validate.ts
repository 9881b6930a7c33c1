/** Validates the detectors of a query like the backend. */
import { t } from '@grafana/i18n';

import type { EnsembleMember } from '../../contract/types';
import { verbatim } from '../../shared/i18n/verbatim';
import type { Problem } from '../problem';
import type { DetectorInfo } from './detectors';

/**
 * Every problem of the members. Without `detectors`, until the backend has sent them, only the general rules are
 * checked.
 */
export function validateEnsemble(members: readonly EnsembleMember[], detectors: readonly DetectorInfo[]): Problem[] {
  if (members.length === 0) {
    const message = t('datasource.problem.noMember', 'Detectors: the list is empty; add at least one, or go back to the preset');
    return [{ field: 'detection.ensemble', message }];
  }
  return members.flatMap((member, at) => {
    const path = `detection.ensemble[${at}]`;
    const info = detectors.find(({ id }) => id === member.detector);
    return [
      ...checkDetector(members, at, detectors, path),
      ...checkWeight(member, info?.name ?? member.detector, path),
      ...(info ? checkParameters(member, info, path) : []),
    ];
  });
}

function checkDetector(members: readonly EnsembleMember[], at: number, detectors: readonly DetectorInfo[], path: string): Problem[] {
  const id = members[at]?.detector ?? '';
  const field = `${path}.detector`;
  if (members.findIndex(({ detector }) => detector === id) < at) {
    return [{ field, message: t('datasource.problem.memberTwice', 'Detectors: "{{id}}" is named twice; each votes once', { id, ...verbatim }) }];
  }
  if (detectors.length > 0 && !detectors.some((known) => known.id === id)) {
    const known = detectors.map((one) => one.id).join(', ');
    return [{ field, message: t('datasource.problem.memberUnknown', 'Detectors: there is no "{{id}}"; choose one of {{known}}', { id, known, ...verbatim }) }];
  }
  return [];
}

function checkWeight({ weight }: EnsembleMember, name: string, path: string): Problem[] {
  return weight > 0 && Number.isFinite(weight)
    ? []
    : [{ field: `${path}.weight`, message: t('datasource.problem.weight', '{{name}}, weight: {{weight}} is not a valid number above 0', { name, weight, ...verbatim }) }];
}

function checkParameters({ parameters = {} }: EnsembleMember, info: DetectorInfo, path: string): Problem[] {
  return Object.entries(parameters).flatMap(([name, value]) => {
    const field = `${path}.parameters.${name}`;
    const known = info.parameters.find((parameter) => parameter.name === name);
    if (!known) {
      const right = info.parameters.map((parameter) => parameter.name).join(', ') || '–';
      const message = t('datasource.problem.parameterUnknown', '{{detector}}: there is no parameter "{{name}}"; possible: {{right}}', {
        detector: info.name,
        name,
        right,
        ...verbatim,
      });
      return [{ field, message }];
    }
    const { minimum, maximum, isWhole } = known;
    const fits = typeof value === 'number' && value >= minimum && value <= maximum && (!isWhole || Number.isInteger(value));
    if (fits) {
      return [];
    }
    const values = { detector: info.name, name, value: String(value), minimum, maximum, ...verbatim };
    const message = isWhole
      ? t('datasource.problem.parameterWhole', '{{detector}}, {{name}}: {{value}} is not a valid whole number from {{minimum}} to {{maximum}}', values)
      : t('datasource.problem.parameter', '{{detector}}, {{name}}: {{value}} is not a valid number from {{minimum}} to {{maximum}}', values);
    return [{ field, message }];
  });
}
