/**
 * The texts of notifications. Only Go can expand them: `tests/host/notification_test.go` does so with the golden file
 * that is compared here, with values of every kind.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import type { SeismoQuery } from '../types';
import type { SeriesLabels } from './labels';
import { ageSummary, anomalyDescription, anomalySummary } from './texts';

const GOLDEN = 'tests/contract/notification.json';
const SERVICE: SeriesLabels = { all: ['__name__', 'service'], differing: ['service', '__name__'] };

function query(legend?: string, more: Partial<SeismoQuery> = {}): SeismoQuery {
  return { refId: 'A', source: { kind: 'prometheus', expr: 'up', legend }, output: 'score', ...more };
}

const texts = {
  summary: anomalySummary(query(), SERVICE),
  'summary, metrics differ only': anomalySummary(query(), { all: ['__name__'], differing: ['__name__'] }),
  'summary, one series': anomalySummary(query(), { all: ['__name__', 'job'], differing: [] }),
  'summary, one series without a metric': anomalySummary(query(), { all: ['job', 'zone'], differing: [] }),
  'summary, labels not known': anomalySummary(query(), null),
  'summary, dotted label': anomalySummary(query(), { all: ['host.name', 'zone'], differing: ['host.name', 'zone'] }),
  'summary, legend': anomalySummary(query('{{service}} in {{ zone }}'), null),
  'summary, legend with braces and quotes': anomalySummary(query('{{{service}} "x" {{'), null),
  'summary, legend without a label': anomalySummary(query('all of it'), SERVICE),
  'summary, group': anomalySummary(query('', { detection: { together: { by: ['service'] } } }), { all: ['service'], differing: ['service'] }),
  'summary, group of all': anomalySummary(query('', { detection: { together: { by: [] } } }), { all: [], differing: [] }),
  description: anomalyDescription(query(), 0.6),
  'description, severity': anomalyDescription(query('', { output: 'severity' }), 0.6),
  'description, three levels': anomalyDescription(query('', { detection: { severity: 'three_level' } }), 0.75),
  age: ageSummary(query('', { output: 'age' }), SERVICE),
};

describe('the texts of notifications', () => {
  it('are those that Go is tried with', () => {
    if (process.env.SEISMO_UPDATE_GOLDENS === '1') {
      writeFileSync(GOLDEN, `${JSON.stringify(texts, null, 2)}\n`);
    }
    expect(texts).toEqual(JSON.parse(readFileSync(GOLDEN, 'utf8')));
  });

  it.each(Object.entries(texts))('read every value behind guards: %s', (_name, text) => {
    const opened = text.match(/\{\{ (with|if) /g)?.length ?? 0;
    expect(text.match(/\{\{ end \}\}/g)?.length ?? 0).toBe(opened);
    // `eq` and `ge` take a float for `.Value`, never an integer.
    expect(text).not.toMatch(/\.Value \d+ /);
    expect(text).not.toMatch(/\$values\.\w+\.Value/);
  });
});
