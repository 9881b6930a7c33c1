/** Reads frames that list events (`output: events`), recognised by their fields, into rows. Pure. */
import type { DataFrame, Field } from '@grafana/data';

import { EVENT_FIELD, FIELD } from '../../contract/limits';
import type { SeverityScheme } from '../../contract/types';
import { asSeverityLevel, severityGroups } from '../../shared/severity';

import type { EventRow } from './rows';

/** The fields that a row needs: time, severity, series and reason. */
const NEEDED: string[] = [FIELD.time, EVENT_FIELD.timeEnd, FIELD.severity, EVENT_FIELD.series, EVENT_FIELD.text];

/** Whether the frame lists events. */
export function isEventsFrame(frame: DataFrame): boolean {
  return NEEDED.every((name) => frame.fields.some((field) => field.name === name));
}

/** The rows of all frames that list events; null if none does. */
export function readEvents(frames: DataFrame[]): EventRow[] | null {
  const lists = frames.filter(isEventsFrame);
  return lists.length > 0 ? lists.flatMap(rowsOf) : null;
}

function rowsOf(frame: DataFrame): EventRow[] {
  const named = (name: string) => frame.fields.find((field) => field.name === name);
  const number = (field: Field | undefined, row: number): number | null => {
    const value: unknown = field?.values[row];
    return typeof value === 'number' && Number.isFinite(value) ? value : null;
  };
  const text = (field: Field | undefined, row: number) => String(field?.values[row] ?? '');
  const [time, end, severity] = [named(FIELD.time), named(EVENT_FIELD.timeEnd), named(FIELD.severity)];
  const [series, sentence, tags] = [named(EVENT_FIELD.series), named(EVENT_FIELD.text), named(EVENT_FIELD.tags)];
  const scheme = schemeOf((tags?.values ?? []).map(String));
  return Array.from({ length: frame.length }, (_, row) => row).flatMap((row): EventRow[] => {
    const fromMs = number(time, row);
    const level = asSeverityLevel(number(severity, row));
    if (fromMs === null || level === null) {
      return [];
    }
    const toMs = number(end, row);
    return [
      {
        key: `${text(series, row)} ${fromMs} listed`,
        name: text(series, row),
        series: null,
        scheme,
        severity: level,
        fromMs,
        toMs: toMs ?? fromMs,
        open: toMs === null,
        durationMs: toMs === null || toMs === fromMs ? null : toMs - fromMs,
        score: number(named(FIELD.score), row),
        value: number(named(FIELD.value), row),
        expected: number(named(FIELD.expected), row),
        spread: null,
        told: {
          deviation: number(named(EVENT_FIELD.deviation), row),
          alarmsPerWeek: number(named(EVENT_FIELD.alarmsPerWeek), row),
          text: text(sentence, row),
        },
        field: named(FIELD.value) ?? severity!,
        row,
      },
    ];
  });
}

/**
 * The first tag is the severity's name, which distinguishes the schemes; if all events are critical, they look the
 * same.
 */
function schemeOf(tags: string[]): SeverityScheme {
  const onlyInThree = severityGroups('three_level').filter(({ name }) => !severityGroups('four_level').some((other) => other.name === name));
  return tags.some((tag) => onlyInThree.some(({ name }) => tag.split(',')[0]?.toLowerCase() === name)) ? 'three_level' : 'four_level';
}
