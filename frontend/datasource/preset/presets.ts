/** The backend's presets, with texts for people. */
import { t } from '@grafana/i18n';

import { ABSENT_PRESET } from '../../contract/limits';
import type { EnsembleMember } from '../../contract/types';
import { NEW_PRESET } from '../defaults';

export interface PresetInfo {
  id: string;
  name: string;
  summary: string;
  /** Its detectors; empty if the backend did not send them. */
  ensemble: EnsembleMember[];
}

/** Parses the answer of the resource `presets`; an entry without an id is left out. */
export function readPresets(answer: unknown): PresetInfo[] {
  return (Array.isArray(answer) ? answer : []).flatMap((entry: unknown) => {
    const { id, name, summary, ensemble } = Object(entry) as Record<string, unknown>;
    const isNamed = typeof id === 'string' && id !== '';
    return isNamed ? [{ id, name: textOr(name, id), summary: summaryOf(id) ?? textOr(summary, ''), ensemble: readMembers(ensemble) }] : [];
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
    { id: NEW_PRESET, name: t('datasource.preset.auto', 'Auto'), summary: summaryOf(NEW_PRESET) ?? '', ensemble: [] },
    { id: ABSENT_PRESET, name: t('datasource.preset.classic', 'Classic'), summary: summaryOf(ABSENT_PRESET) ?? '', ensemble: [] },
  ];
}

/**
 * The summary of those two in the user's language: the backend's own texts are English. Null for every other preset.
 */
function summaryOf(id: string): string | null {
  switch (id) {
    case NEW_PRESET:
      return t(
        'datasource.preset.autoSummary',
        'Learns what is usual for each series, by time of day and week, and says how rare each point is. A point is anomalous if it is rarer than the alarm budget allows.'
      );
    case ABSENT_PRESET:
      return t(
        'datasource.preset.classicSummary',
        'Four detectors vote: isolation forest, LSTM autoencoder, z-score and seasonal ESD. A point is anomalous if the weighted confidence reaches 0.6. It has no alarm budget: plain noise gives about 4 alarms per series and week, heavy tails and rare counts up to 200.'
      );
    default:
      return null;
  }
}
