import { describe, expect, it } from 'vitest';

import type { SeismoQuery } from '../types';
import { ruleFile, ruleJson, ruleYaml } from './export';
import type { SeriesLabels } from './labels';
import { alertRule, type RuleContext } from './rule';

const query: SeismoQuery = { refId: 'A', version: 1, timezone: 'UTC', source: { kind: 'prometheus', expr: 'up' }, detection: { preset: 'auto' } };
const context: RuleContext = { uid: 'u', title: 'Anomaly', datasourceUid: 'ds', labels: { all: ['job'], differing: ['job'] } };

function ruleOf(more: Partial<SeismoQuery> = {}, other: Partial<RuleContext> = {}) {
  const { interval, rule } = alertRule({ ...query, ...more }, { ...context, ...other });
  const models = Object.fromEntries(rule.data.map(({ refId, model }) => [refId, model])) as Record<string, Record<string, unknown>>;
  return { interval, rule, models, condition: (models.C!.conditions as object[])[0] };
}

const gte = (number: number) => ({ evaluator: { type: 'gte', params: [number] } });

describe('the condition', () => {
  it.each<[string, Partial<SeismoQuery>, string, object]>([
    ['of a query for the panel is the score', { output: 'panel' }, 'score', gte(0.6)],
    ['of one without an output, too', {}, 'score', gte(0.6)],
    ['of what explains, too', { output: 'deviation' }, 'score', gte(0.6)],
    ['has the threshold of the query', { output: 'score', detection: { threshold: 0.75 } }, 'score', gte(0.75)],
    ['leaves mild severities out', { output: 'severity' }, 'severity', gte(3)],
    ['leaves mild ones of three out', { output: 'severity', detection: { severity: 'three_level' } }, 'severity', gte(2)],
    ['of an age ends after a day', { output: 'age' }, 'age', { evaluator: { type: 'within_range_included', params: [10, 1440] } }],
    ['of an age follows the interval', { output: 'age', detection: { interval: '5m' } }, 'age', { evaluator: { type: 'within_range_included', params: [50, 1440] } }],
    ['of a slow series goes on for three times as long', { output: 'age', detection: { interval: '1d' } }, 'age', { evaluator: { type: 'within_range_included', params: [14_400, 43_200] } }],
    ['of scores that are not held recovers a tenth below', { output: 'score', hold: 'row' }, 'score', { ...gte(0.6), unloadEvaluator: { type: 'lt', params: [0.5] } }],
    ['recovers above 0', { output: 'score', hold: 'row', detection: { threshold: 0.1 } }, 'score', { ...gte(0.1), unloadEvaluator: { type: 'lt', params: [0.05] } }],
    ['of held scores needs no recovery', { output: 'score', hold: 'event' }, 'score', gte(0.6)],
  ])('%s', (_name, more, output, expected) => {
    const { rule, models, condition } = ruleOf(more);
    expect(rule.condition).toBe('C');
    expect(models.A).toMatchObject({ output });
    expect(condition).toEqual(expected);
  });
});

describe('the times', () => {
  it.each<[string, Partial<SeismoQuery>, string | undefined, object]>([
    ['of a series a minute', {}, undefined, { interval: '1m', from: 180, keep: '2m' }],
    ['of one that the settings scrape each 15 s: no oftener than once a minute', {}, '15s', { interval: '1m', from: 180, keep: '2m' }],
    ['of one at 65 s: whole ticks of Grafana', { detection: { interval: '65s' } }, undefined, { interval: '1m10s', from: 210, keep: '2m20s' }],
    ['of one an hour: a row is seen soon, and three fit the range', { detection: { interval: '1h' } }, undefined, { interval: '5m', from: 10_800, keep: '2h' }],
    ['of data that come late: the range reaches back further', { detection: { offset: '10m' } }, undefined, { interval: '1m', from: 780, keep: '2m' }],
  ])('%s', (_name, more, timeInterval, expected) => {
    const { interval, rule } = ruleOf(more, { timeInterval });
    const ranges = new Set(rule.data.map(({ relativeTimeRange }) => JSON.stringify(relativeTimeRange)));
    expect([...ranges]).toHaveLength(1);
    expect({ interval, from: rule.data[0]!.relativeTimeRange.from, keep: rule.keepFiringFor }).toEqual(expected);
  });
});

describe('the queries', () => {
  const outputsOf = (models: Record<string, Record<string, unknown>>) => Object.values(models).flatMap(({ output }) => (output ? [output] : []));

  it.each<[string, Partial<SeismoQuery>, string[]]>([
    ['say what the score means', {}, ['score', 'value', 'expected', 'deviation', 'severity', 'cause', 'cause_samples', 'cause_size', 'since']],
    ['of a severity say the score', { output: 'severity' }, ['severity', 'value', 'expected', 'deviation', 'score', 'cause', 'cause_samples', 'cause_size', 'since']],
    ['of a group ask for nothing that a group has not', { detection: { together: { by: ['job'] } } }, ['score', 'value', 'severity', 'since']],
    ['of an age are one: a series that is gone has no other output', { output: 'age' }, ['age']],
  ])('%s', (_name, more, outputs) => {
    expect(outputsOf(ruleOf(more).models)).toEqual(outputs);
  });

  it('carry nothing of Grafana, and nothing that means nothing to a rule', () => {
    const stored = { ...query, live: true, hide: false, key: 'k', instant: false, intervalMs: 1000, datasource: { uid: 'ds' } } as SeismoQuery;
    expect(ruleOf(stored).models.A).toEqual({ ...query, output: 'score' });
  });

  it('are held alike', () => {
    const { models } = ruleOf({ hold: 'row' });
    expect(Object.values(models).filter(({ output }) => output).map(({ hold }) => hold)).toEqual(Array(9).fill('row'));
  });
});

describe('the label for what notifications leave out', () => {
  it.each<[string, SeriesLabels | null, string[]]>([
    ['is there where series differ in the metric', { all: ['__name__', 'job'], differing: ['job', '__name__'] }, ['metric']],
    ['never takes the name of a label of the series', { all: ['__name__', 'metric', 'metric_name'], differing: ['__name__'] }, ['seismo_metric']],
    ['is not there where no name is free', { all: ['__name__', 'metric', 'metric_name', 'seismo_metric'], differing: ['__name__'] }, []],
    ['is not there where the metric is one', { all: ['__name__', 'job'], differing: ['job'] }, []],
    ['is not there where the labels are not known', null, []],
  ])('%s', (_name, labels, names) => {
    expect(Object.keys(ruleOf({}, { labels }).rule.labels)).toEqual(names);
  });
});

describe('what is written', () => {
  const timed = alertRule(query, { ...context, title: 'CPU in $ of $HOME', panel: { dashboardUid: 'd', panelId: 7 }, note: 'Copied.' });
  const place = { folder: '$team', group: 'g' };

  it('as a file doubles dollar signs where Grafana fills its environment in, and only there', () => {
    const [group] = ruleFile(timed, place).groups;
    expect(group).toMatchObject({ folder: '$$team', name: 'g', rules: [{ title: 'CPU in $$ of $$HOME' }] });
    expect(group!.rules[0]!.annotations.summary).toContain('$values.B');
    expect(group!.rules[0]!.annotations.summary).not.toContain('$$');
  });

  it('links to the panel, and tells the note', () => {
    expect(timed.rule.annotations).toMatchObject({ __dashboardUid__: 'd', __panelId__: '7', description: expect.stringMatching(/0\.6\. Copied\.$/) });
  });

  it('as YAML begins with its comments', () => {
    expect(ruleYaml(timed, place, ['one', 'two'])).toMatch(/^# one\n# two\napiVersion: 1\n/);
  });

  it('for the API has its names, and the dollar signs as they are', () => {
    const body = JSON.parse(ruleJson(timed, place)) as Record<string, unknown>;
    expect(body).toMatchObject({ title: 'CPU in $ of $HOME', ruleGroup: 'g', keep_firing_for: '2m', for: '0s', noDataState: 'NoData' });
    expect(body).not.toHaveProperty('keepFiringFor');
  });
});
