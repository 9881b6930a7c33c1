/** The alarm budget: accepted false alarms per week and series. Pure. */
import { AUTO, DEFAULT_BUDGET } from '../../contract/limits';
import type { Detection, Preset } from '../../contract/types';
import { DAY_MS } from '../duration';

const WEEK_MS = 7 * DAY_MS;

/** Whether scores say how rare a point is, so that the query can have a budget. */
export function takesBudget({ preset, ensemble, together }: Detection): boolean {
  if (together) {
    return false;
  }
  return ensemble ? ensemble.every(({ detector }) => detector === AUTO) : preset === AUTO;
}

/** Number of samples in a week of a series: the upper bound of a budget. */
export function samplesPerWeek(intervalMs: number): number {
  return WEEK_MS / intervalMs;
}

/** The detection with another preset: one from the backend's list, which may be newer than this editor. */
export function withPreset(detection: Detection, preset: string): Detection {
  return withRarity({ ...detection, preset: preset as Preset });
}

/** Removes budget and repeats unless scores say how rare a point is; in that case the budget is always stored. */
export function withRarity({ budget, repeats, ...rest }: Detection): Detection {
  if (!takesBudget(rest)) {
    return rest;
  }
  return { ...rest, budget: budget ?? DEFAULT_BUDGET, ...(repeats !== undefined && { repeats }) };
}
