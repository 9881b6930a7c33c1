import { useCallback, useMemo, useState } from 'react';

import type { SeverityScheme } from '../contract/types';
import type { SeverityLevel } from '../shared/contract';
import type { SeverityName } from '../shared/severity';

import type { SeverityOptions } from './options';
import { chosenLevels, levelsFrom, toggled, visibleLevels } from './visible';

export interface Filter {
  /** What the options allow. */
  levels: ReadonlySet<SeverityLevel>;
  /** What the option names and no scheme knows. */
  unknown: string[];
  /** What the badges leave of it: what is drawn. */
  visible: ReadonlySet<SeverityLevel>;
  hiddenNames: ReadonlySet<SeverityName>;
  hiddenSeries: ReadonlySet<string>;
  toggleName: (name: SeverityName) => void;
  toggleSeries: (id: string) => void;
}

/** What options, badges and legend leave to be drawn: the same for all views. */
export function useFilter(scheme: SeverityScheme, { minimumSeverity, severities }: Pick<SeverityOptions, 'minimumSeverity' | 'severities'>): Filter {
  const [hiddenNames, setHiddenNames] = useState<ReadonlySet<SeverityName>>(new Set());
  const [hiddenSeries, setHiddenSeries] = useState<ReadonlySet<string>>(new Set());
  const chosen = useMemo(() => chosenLevels(severities), [severities]);
  const levels = useMemo(() => levelsFrom(minimumSeverity, chosen.levels), [minimumSeverity, chosen]);
  const visible = useMemo(() => visibleLevels(scheme, levels, hiddenNames), [scheme, levels, hiddenNames]);
  const toggleName = useCallback((name: SeverityName) => setHiddenNames((before) => toggled(before, name)), []);
  const toggleSeries = useCallback((id: string) => setHiddenSeries((before) => toggled(before, id)), []);
  return { levels, unknown: chosen.unknown, visible, hiddenNames, hiddenSeries, toggleName, toggleSeries };
}
