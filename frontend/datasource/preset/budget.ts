/** The alarm budget: how many alarms a week and series may be false. Pure. */
import { AUTO, DEFAULT_BUDGET } from '../../contract/limits';
import type { Detection, Preset } from '../../contract/types';
import { DAY_MS } from '../duration';

const WEEK_MS = 7 * DAY_MS;

/** Whether the scores say how rare a point is, so that a budget can be asked for. */
export function takesBudget({ preset, ensemble, together }: Detection): boolean {
  if (together) {
    return false;
  }
  return ensemble ? ensemble.every(({ detector }) => detector === AUTO) : preset === AUTO;
}

/** The samples that a series has in a week: a budget lies below. */
export function samplesPerWeek(intervalMs: number): number {
  return WEEK_MS / intervalMs;
}

/** The detection with another preset: one that the backend lists, which may be newer than this editor. */
export function withPreset(detection: Detection, preset: string): Detection {
  return withRarity({ ...detection, preset: preset as Preset });
}

/** Budget and repeats stay only where scores say how rare a point is; a budget is written down there. */
export function withRarity({ budget, repeats, ...rest }: Detection): Detection {
  if (!takesBudget(rest)) {
    return rest;
  }
  return { ...rest, budget: budget ?? DEFAULT_BUDGET, ...(repeats !== undefined && { repeats }) };
}
