/** The presets that the backend knows, in words for people. */
import { t } from '@grafana/i18n';
import { useEffect, useState } from 'react';

import { ABSENT_PRESET, NEW_PRESET } from '../defaults';

export interface PresetInfo {
  id: string;
  name: string;
  summary: string;
}

/** Asks the data source for its presets. */
export type AskPresets = () => Promise<PresetInfo[]>;

/** The backend's presets; until it answers, and where it does not, the two that every backend has. */
export function usePresets(ask: AskPresets): PresetInfo[] {
  const [found, setFound] = useState<PresetInfo[] | null>(null);
  useEffect(() => {
    let isWanted = true;
    ask().then(
      (presets) => isWanted && setFound(presets),
      // The editor goes on with the names that it knows.
      () => undefined
    );
    return () => {
      isWanted = false;
    };
    // `ask` is another function at each drawing and does the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return found ?? builtIn();
}

/** Reads the answer of the resource `presets`; an entry without an id is left out. */
export function readPresets(answer: unknown): PresetInfo[] {
  return (Array.isArray(answer) ? answer : []).flatMap((entry: unknown) => {
    const { id, name, summary } = Object(entry) as Record<string, unknown>;
    return typeof id === 'string' && id !== '' ? [{ id, name: textOr(name, id), summary: textOr(summary, '') }] : [];
  });
}

function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' && value !== '' ? value : fallback;
}

function builtIn(): PresetInfo[] {
  return [
    { id: NEW_PRESET, name: t('datasource.preset.auto', 'Auto'), summary: '' },
    { id: ABSENT_PRESET, name: t('datasource.preset.classic', 'Classic'), summary: '' },
  ];
}
