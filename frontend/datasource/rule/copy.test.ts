import { dateTime, LoadingState, type PanelData } from '@grafana/data';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import type { SeismoQuery } from '../types';
import { copyJson, copyYaml, type Copied } from './copy';
import type { AlertRule } from './rule';

const query: SeismoQuery = { refId: 'A', version: 1, timezone: 'UTC', source: { kind: 'prometheus', expr: 'up{job="$job"}' } };
const filled: SeismoQuery = { ...query, source: { kind: 'prometheus', expr: 'up{job="api"}' } };
const copied: Copied = { query, filled, variables: [{ name: 'job', value: 'api' }, { name: 'jo', value: 'x' }], datasource: { uid: 'ds' }, name: 'up' };

function dataOf(request: object): PanelData {
  const now = dateTime(0);
  return { state: LoadingState.Done, series: [], timeRange: { from: now, to: now, raw: { from: now, to: now } }, request } as unknown as PanelData;
}

const ruleIn = (text: string) => (parse(text) as { groups: Array<{ rules: AlertRule[] }> }).groups[0]!.rules[0]!;

describe('a copied rule', () => {
  it('asks what the query asks now, and says which variables it was filled with', () => {
    const text = copyYaml(copied);
    const rule = ruleIn(text);
    expect(rule.data[0]!.model.source).toEqual(filled.source);
    expect(text).toContain("# The query has the values of the dashboard's variables when it was copied: job = api.\n");
    expect(rule.annotations.description).toContain('job = api.');
  });

  it.each([
    ['${job}', true],
    ['${job:regex}', true],
    ['[[job]]', true],
    ['[[job:csv]]', true],
    ['$jobs', false],
    ['job', false],
    ['$__rate_interval', false],
  ])('with %s in its query names the variable: %s', (text, isNamed) => {
    const asked: SeismoQuery = { ...query, source: { kind: 'prometheus', expr: text } };
    expect(copyYaml({ ...copied, query: asked }).includes('job = api')).toBe(isNamed);
  });

  it('takes a value with braces or lines for what it is', () => {
    const rule = ruleIn(copyYaml({ ...copied, variables: [{ name: 'job', value: 'a{{{ .b }}}\n# c' }] }));
    expect(rule.annotations.description).toContain('job = a{ { { .b }}} # c.');
  });

  it('is called after its panel and links there', () => {
    const rule = ruleIn(copyYaml({ ...copied, data: dataOf({ panelName: 'Requests', panelId: 7, dashboardUID: 'd' }) }));
    expect(rule).toMatchObject({ title: 'Anomaly: Requests', annotations: { __dashboardUid__: 'd', __panelId__: '7' } });
  });

  it.each([
    ['no dashboard', { panelId: 7 }],
    ['no panel', { dashboardUID: 'd' }],
  ])('with %s links nowhere: Grafana refuses half a link', (_name, request) => {
    expect(Object.keys(ruleIn(copyYaml({ ...copied, data: dataOf(request) })).annotations)).toEqual(['summary', 'description']);
  });

  it('is called after its query, in one line that is not too long', () => {
    const { title } = ruleIn(copyYaml({ ...copied, name: `sum(\n  up)${'x'.repeat(300)}` }));
    expect(title).toMatch(/^Anomaly: sum\( up\)x+$/);
    expect(title.length).toBeLessThan(190);
  });

  it('has the same uid when it is copied again, and another one for another query', () => {
    const uid = (one: Copied) => ruleIn(copyYaml(one)).uid;
    expect(uid(copied)).toBe(uid({ ...copied }));
    expect(uid(copied)).toMatch(/^[\w-]{1,40}$/);
    expect(uid({ ...copied, filled: { ...filled, output: 'severity' } })).not.toBe(uid(copied));
    expect(uid({ ...copied, datasource: { uid: 'other' } })).not.toBe(uid(copied));
  });

  it('for the API is the same rule', () => {
    const rule = ruleIn(copyYaml(copied));
    expect(JSON.parse(copyJson(copied))).toMatchObject({ uid: rule.uid, data: rule.data, annotations: rule.annotations, folderUID: '' });
  });
});
