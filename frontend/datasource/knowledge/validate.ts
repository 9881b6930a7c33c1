/** Validates the knowledge of a query like the backend. */
import { t } from '@grafana/i18n';

import { LONGEST_OFFSET_MS, LONGEST_WINDOW_DAYS, MOST_CALENDAR_BYTES, MOST_WINDOWS } from '../../contract/limits';
import type { Detection, ExcludedWindow, Holidays } from '../../contract/types';
import { verbatim } from '../../shared/i18n/verbatim';
import { DAY_MS, parseDuration } from '../duration';
import type { Problem } from '../problem';
import { instantMs } from './instant';

const CALENDAR_START = 'BEGIN:VCALENDAR';

/** Every problem of the knowledge. `calendars` are the names of the data source's. */
export function validateKnowledge(detection: Detection, calendars: string[]): Problem[] {
  const { minimumDeviation, valueRange, excluded = [], holidays, offset } = detection;
  return [
    ...checkLeast('absolute', minimumDeviation?.absolute),
    ...checkLeast('relative', minimumDeviation?.relative),
    ...checkRange(valueRange?.minimum, valueRange?.maximum),
    ...checkOffset(offset),
    ...checkHolidays(holidays, calendars),
    ...checkCount(excluded),
    ...excluded.flatMap(checkWindow),
  ];
}

function checkLeast(name: 'absolute' | 'relative', bound: number | undefined): Problem[] {
  if (bound === undefined || (bound >= 0 && Number.isFinite(bound))) {
    return [];
  }
  const message =
    name === 'absolute'
      ? t('datasource.problem.absolute', 'Least deviation: {{bound}} is not a valid number of at least 0', { bound })
      : t('datasource.problem.relative', 'Least share: {{bound}} is not a valid number of at least 0, such as 0.1', { bound });
  return [{ field: `detection.minimumDeviation.${name}`, message }];
}

function checkRange(minimum: number | undefined, maximum: number | undefined): Problem[] {
  const wrong = [
    { name: 'minimum', end: minimum },
    { name: 'maximum', end: maximum },
  ].filter(({ end }) => end !== undefined && !Number.isFinite(end));
  if (wrong.length > 0) {
    return wrong.map(({ name, end }) => ({
      field: `detection.valueRange.${name}`,
      message: t('datasource.problem.rangeNumber', 'Lowest and highest value: {{end}} is not a valid number', { end }),
    }));
  }
  if (minimum === undefined || maximum === undefined || minimum <= maximum) {
    return [];
  }
  const message = t('datasource.problem.range', 'Lowest value: {{minimum}} is above the highest, {{maximum}}', { minimum, maximum });
  return [{ field: 'detection.valueRange.minimum', message }];
}

function checkOffset(offset: string | undefined): Problem[] {
  if (offset === undefined || ['', '0', '0s'].includes(offset.trim()) || offset.includes('$')) {
    return [];
  }
  const late = parseDuration(offset);
  if (late !== null && late <= LONGEST_OFFSET_MS) {
    return [];
  }
  const message = t('datasource.problem.offset', 'Late data: "{{offset}}" is not a valid duration of at most 1d, such as 5m', { offset, ...verbatim });
  return [{ field: 'detection.offset', message }];
}

function checkHolidays(holidays: Holidays | undefined, calendars: string[]): Problem[] {
  const { ics, calendar } = holidays ?? {};
  if (calendar !== undefined) {
    return ics === undefined ? checkCalendar(calendar, calendars) : [{ field: 'detection.holidays.calendar', message: twice() }];
  }
  if (ics === undefined || isCalendar(ics)) {
    return [];
  }
  const message = t(
    'datasource.problem.ics',
    'iCalendar text: it starts with BEGIN:VCALENDAR, as an .ics file does, and has at most 256 KiB'
  );
  return [{ field: 'detection.holidays.ics', message }];
}

function twice(): string {
  return t('datasource.problem.calendarTwice', 'Holidays: a calendar text and a calendar name are both given; remove one');
}

function checkCalendar(calendar: string, calendars: string[]): Problem[] {
  if (calendar.includes('$') || calendars.some((known) => known.trim() === calendar.trim())) {
    return [];
  }
  const message = t('datasource.problem.calendar', 'Calendar: the settings of the data source have no calendar "{{calendar}}"', {
    calendar,
    ...verbatim,
  });
  return [{ field: 'detection.holidays.calendar', message }];
}

/** Whether a text looks like an .ics file; only the backend parses it completely. */
export function isCalendar(text: string): boolean {
  return text.trimStart().toUpperCase().startsWith(CALENDAR_START) && new TextEncoder().encode(text).length <= MOST_CALENDAR_BYTES;
}

function checkCount(windows: ExcludedWindow[]): Problem[] {
  if (windows.length <= MOST_WINDOWS) {
    return [];
  }
  const message = t('datasource.problem.windows', 'Excluded windows: {{count}} are too many; at most {{most}} are possible', {
    count: windows.length,
    most: MOST_WINDOWS,
  });
  return [{ field: 'detection.excluded', message }];
}

function checkWindow(window: ExcludedWindow, at: number): Problem[] {
  const problems: Problem[] = [];
  for (const name of ['from', 'to'] as const) {
    if (instantMs(window[name]) === null && !window[name].includes('$')) {
      const message = t('datasource.problem.instant', 'Window {{number}}: "{{text}}" is not a valid instant such as 2026-05-01T00:00:00Z', {
        number: at + 1,
        text: window[name],
        ...verbatim,
      });
      problems.push({ field: `detection.excluded[${at}].${name}`, message });
    }
  }
  const [from, to] = [instantMs(window.from), instantMs(window.to)];
  if (from !== null && to !== null && (to <= from || to - from > LONGEST_WINDOW_DAYS * DAY_MS)) {
    const message = t('datasource.problem.window', 'Window {{number}}: its end must be after its start, at most {{days}} days later', {
      number: at + 1,
      days: LONGEST_WINDOW_DAYS,
    });
    problems.push({ field: `detection.excluded[${at}].to`, message });
  }
  return problems;
}
