import { useState } from 'react';

import type { SeverityLevel } from '../shared/contract';

import type { SeveritySeries } from './model';
import { ranksOf, type Ranks } from './order';

interface State {
  series: SeveritySeries[];
  levels: ReadonlySet<SeverityLevel>;
  ranks: Ranks;
}

/**
 * The ranks of the newest answer; they remember those of the answer before, so that a refresh does not move series
 * without a reason.
 */
export function useRanks(series: SeveritySeries[], levels: ReadonlySet<SeverityLevel>): Ranks {
  const [state, setState] = useState<State>(() => ({ series, levels, ranks: ranksOf(series, levels) }));
  if (state.series === series && state.levels === levels) {
    return state.ranks;
  }
  const next = { series, levels, ranks: ranksOf(series, levels, state.levels === levels ? state.ranks : undefined) };
  setState(next);
  return next.ranks;
}
