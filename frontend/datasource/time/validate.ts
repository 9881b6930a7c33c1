/** Validates interval, history and season like the backend. */
import { t } from '@grafana/i18n';

import { LONGEST_HISTORY_DAYS, LONGEST_INTERVAL_MS, SHORTEST_HISTORY_INTERVALS, SHORTEST_INTERVAL_MS, SHORTEST_SEASON_SAMPLES } from '../../contract/limits';
import type { Detection } from '../../contract/types';
import { verbatim } from '../../shared/i18n/verbatim';
import { historyMs, intervalMs, orAuto } from '../defaults';
import { DAY_MS, formatDuration, parseDuration } from '../duration';
import type { Problem } from '../problem';

const WEEK_MS = 7 * DAY_MS;

/** Every problem of interval, history and season. `timeInterval` is the data source's own. */
export function validateTimes(detection: Detection, timeInterval: string | undefined): Problem[] {
  return [...checkInterval(detection, timeInterval), ...checkHistory(detection, timeInterval), ...checkSeason(detection, timeInterval)];
}

function checkInterval(detection: Detection, timeInterval: string | undefined): Problem[] {
  const interval = intervalMs(detection, timeInterval);
  if (isVariable(detection.interval) || (interval !== null && interval >= SHORTEST_INTERVAL_MS && interval <= LONGEST_INTERVAL_MS)) {
    return [];
  }
  const value = detection.interval ?? 'auto';
  const message = t('datasource.problem.interval', 'Interval: "{{value}}" is not auto or a duration from 1s to 1d, such as 1m', { value, ...verbatim });
  return [{ field: 'detection.interval', message }];
}

function checkHistory(detection: Detection, timeInterval: string | undefined): Problem[] {
  const value = orAuto(detection.history);
  if (value === 'auto' || isVariable(value) || isVariable(detection.interval)) {
    return [];
  }
  const history = parseDuration(value);
  if (history === null || history > LONGEST_HISTORY_DAYS * DAY_MS) {
    const message = t('datasource.problem.history', 'History: "{{value}}" is not auto or a duration of at most 400d, such as 7d', { value, ...verbatim });
    return [{ field: 'detection.history', message }];
  }
  const interval = intervalMs(detection, timeInterval);
  if (interval === null || history >= SHORTEST_HISTORY_INTERVALS * interval) {
    return [];
  }
  const message = t(
    'datasource.problem.historyShort',
    'History: "{{value}}" holds fewer than {{intervals}} intervals; choose a longer history or a shorter interval',
    { value, intervals: SHORTEST_HISTORY_INTERVALS, ...verbatim }
  );
  return [{ field: 'detection.history', message }];
}

function checkSeason(detection: Detection, timeInterval: string | undefined): Problem[] {
  const season = typeof detection.season === 'string' ? detection.season.trim() : detection.season;
  if (season === undefined || season === 'auto' || season === 'off' || isVariable(season)) {
    return [];
  }
  const interval = isVariable(detection.interval) ? null : intervalMs(detection, timeInterval);
  const length = lengthOf(season, interval);
  if (length === null) {
    const message = t(
      'datasource.problem.season',
      'Season: "{{season}}" is not auto, off, a duration such as 24h, or a whole number of at least 2 samples',
      { season, ...verbatim }
    );
    return [{ field: 'detection.season', message }];
  }
  if (interval !== null && length % interval !== 0) {
    const message = t('datasource.problem.seasonParts', 'Season: "{{season}}" is not a whole number of intervals; an interval is {{interval}} long', {
      season,
      interval: formatDuration(interval),
      ...verbatim,
    });
    return [{ field: 'detection.season', message }];
  }
  const history = historyMs(detection, timeInterval);
  return history !== null && history < 2 * length ? [{ field: 'detection.season', message: tooLong(length, season) }] : [];
}

/** The length in milliseconds, 0 if it depends on an unknown interval; null if it is not a season. */
function lengthOf(season: string | number, interval: number | null): number | null {
  if (typeof season === 'number') {
    return Number.isInteger(season) && season >= SHORTEST_SEASON_SAMPLES ? season * (interval ?? 0) : null;
  }
  const length = parseDuration(season);
  const isShort = length !== null && interval !== null && length % interval === 0 && length < SHORTEST_SEASON_SAMPLES * interval;
  return isShort ? null : length;
}

function tooLong(length: number, season: string | number): string {
  return length === WEEK_MS
    ? t('datasource.problem.seasonWeek', 'Season: a week needs a history of at least 14d')
    : t('datasource.problem.seasonLong', 'Season: "{{season}}" needs a history of at least two seasons', { season, ...verbatim });
}

/** The value of a dashboard variable is only known when the query runs; the backend validates it then. */
function isVariable(value: string | number | undefined): boolean {
  return typeof value === 'string' && value.includes('$');
}
