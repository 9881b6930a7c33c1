/**
 * The editor accepts and refuses the same queries as the backend: hand-written cases, and cases that `make contract`
 * generates and judges.
 */
import { describe, expect, it } from 'vitest';

import cases from '../../tests/contract/cases.json';
import detectors from '../../tests/contract/detectors.json';
import generated from '../../tests/contract/generated.json';

import { readDetectors } from './ensemble/detectors';
import { readStored } from './stored/read';
import type { SeismoQuery, SourceKind } from './types';
import { validate } from './validation';

interface Case {
  what?: string;
  settings: { kind: string; timeInterval?: string; calendars?: Array<{ name: string }> };
  query: object;
  wrong: string[];
  /** Long values are shortened, with the number of repetitions of their last part. */
  repeat?: { at: string; to: number };
}

const KNOWN = readDetectors(detectors);

/** The paths of the invalid fields. */
function judge({ settings, query, repeat }: Case): string[] {
  const asked = structuredClone(query) as SeismoQuery;
  if (repeat) {
    lengthen({ query: asked }, repeat.at.split('/').slice(1), repeat.to);
  }
  const calendars = settings.calendars?.map(({ name }) => name);
  return validate(readStored(asked), { ...settings, kind: settings.kind as SourceKind, calendars }, KNOWN).map(({ field }) => field);
}

function lengthen(holder: object, [name = '', ...rest]: string[], to: number): void {
  const fields = holder as Record<string, unknown[] | string | object>;
  const value = fields[name]!;
  if (rest.length > 0) {
    lengthen(value as object, rest, to);
  } else if (Array.isArray(value)) {
    fields[name] = Array.from({ length: to }, (_, at) => value[Math.min(at, value.length - 1)]);
  } else if (typeof value === 'string') {
    fields[name] = value.padEnd(to, value.at(-1));
  }
}

describe('the editor says what the backend says', () => {
  it.each(cases as Case[])('$what', (asked) => {
    expect(judge(asked)).toEqual(asked.wrong);
  });

  it('of queries that nobody thought of', () => {
    const different = (generated as Case[]).filter((asked) => {
      const found = judge(asked);
      // The backend stops at the first invalid field.
      return asked.wrong[0] === undefined ? found.length > 0 : !found.includes(asked.wrong[0]);
    });
    expect(different.map((asked) => ({ ...asked, editor: judge(asked) }))).toEqual([]);
    expect(generated.length).toBeGreaterThan(300);
  });
});
