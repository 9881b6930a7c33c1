/** Changes to the detectors of a query. Pure. */
import type { Detection, EnsembleMember } from '../../contract/types';
import { withRarity } from '../preset/budget';
import type { DetectorInfo, ParameterInfo } from './detectors';

/** The detection with other members; with an empty list, the preset's members vote again. */
export function withEnsemble(detection: Detection, ensemble: EnsembleMember[] | undefined): Detection {
  const changed = { ...detection, ensemble };
  if (!ensemble) {
    delete changed.ensemble;
  }
  return withRarity(changed);
}

/** Adds a detector with the mean weight of the existing ones. */
export function addMember(members: readonly EnsembleMember[], detector: string): EnsembleMember[] {
  const weights = members.map(({ weight }) => weight).filter((weight) => weight > 0);
  const mean = weights.length > 0 ? total(weights) / weights.length : 1;
  return [...members, { detector, weight: Number(mean.toPrecision(3)) }];
}

export function removeMember(members: readonly EnsembleMember[], at: number): EnsembleMember[] {
  return members.filter((_, index) => index !== at);
}

export function changeMember(members: readonly EnsembleMember[], at: number, changed: EnsembleMember): EnsembleMember[] {
  return members.map((member, index) => (index === at ? changed : member));
}

/** A member with another value of a parameter; a default value is left out. */
export function withParameter(member: EnsembleMember, { name, default: usual }: ParameterInfo, value: number | undefined): EnsembleMember {
  const { parameters: before, ...rest } = member;
  const parameters = { ...before, [name]: value };
  if (value === undefined || value === usual) {
    delete parameters[name];
  }
  return Object.keys(parameters).length > 0 ? { ...rest, parameters } : rest;
}

/** A member's share of the vote, 0..1; 0 if its weight is invalid. */
export function shareOf(members: readonly EnsembleMember[], at: number): number {
  const weights = members.map(({ weight }) => (weight > 0 && Number.isFinite(weight) ? weight : 0));
  const all = total(weights);
  return all > 0 ? (weights[at] ?? 0) / all : 0;
}

/** The detectors that are not members yet: each votes once. */
export function addable(detectors: readonly DetectorInfo[], members: readonly EnsembleMember[]): DetectorInfo[] {
  return detectors.filter(({ id }) => members.every(({ detector }) => detector !== id));
}

/** The members and their shares: `Z-score 50 %, EWMA chart 50 %`. */
export function wordsFor(members: readonly EnsembleMember[], detectors: readonly DetectorInfo[]): string {
  return members
    .map(({ detector }, at) => {
      const name = detectors.find(({ id }) => id === detector)?.name ?? detector;
      return members.length === 1 ? name : `${name} ${Math.round(shareOf(members, at) * 100)} %`;
    })
    .join(', ');
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
