import { useCallback, useMemo, useState } from 'react';

import type { SeverityScheme } from '../contract/types';
import type { SeverityLevel } from '../shared/contract';
import type { SeverityName } from '../shared/severity';

import type { SeverityOptions } from './options';
import { chosenLevels, levelsFrom, toggled, visibleLevels } from './visible';

export interface Filter {
  /** The levels that the options allow. */
  levels: ReadonlySet<SeverityLevel>;
  /** Names in the option that no scheme has. */
  unknown: string[];
  /** The levels that are drawn, after the badges. */
  visible: ReadonlySet<SeverityLevel>;
  hiddenNames: ReadonlySet<SeverityName>;
  hiddenSeries: ReadonlySet<string>;
  toggleName: (name: SeverityName) => void;
  toggleSeries: (id: string) => void;
}

/** The filter by options, badges and legend: the same for all views. */
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
