/** The presets that the backend knows, in words for people. */
import { t } from '@grafana/i18n';

import { ABSENT_PRESET, NEW_PRESET } from '../defaults';
import type { EnsembleMember } from '../types';

export interface PresetInfo {
  id: string;
  name: string;
  summary: string;
  /** Its detectors; empty where the backend did not say. */
  ensemble: EnsembleMember[];
}

/** Reads the answer of the resource `presets`; an entry without an id is left out. */
export function readPresets(answer: unknown): PresetInfo[] {
  return (Array.isArray(answer) ? answer : []).flatMap((entry: unknown) => {
    const { id, name, summary, ensemble } = Object(entry) as Record<string, unknown>;
    const isNamed = typeof id === 'string' && id !== '';
    return isNamed ? [{ id, name: textOr(name, id), summary: textOr(summary, ''), ensemble: readMembers(ensemble) }] : [];
  });
}

function readMembers(answer: unknown): EnsembleMember[] {
  return (Array.isArray(answer) ? answer : []).flatMap((entry: unknown) => {
    const { detector, weight } = Object(entry) as Record<string, unknown>;
    return typeof detector === 'string' && typeof weight === 'number' ? [{ detector, weight }] : [];
  });
}

function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' && value !== '' ? value : fallback;
}

/** The two that every backend has. */
export function builtInPresets(): PresetInfo[] {
  return [
    { id: NEW_PRESET, name: t('datasource.preset.auto', 'Auto'), summary: '', ensemble: [] },
    { id: ABSENT_PRESET, name: t('datasource.preset.classic', 'Classic'), summary: '', ensemble: [] },
  ];
}
