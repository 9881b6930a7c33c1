/** The shipped rules, parsed as Grafana does. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import type { SeismoQuery } from '../types';
import { ruleFile } from './export';
import { seriesLabels } from './labels';
import { alertRule, type AlertRule } from './rule';

interface RuleFile {
  groups: Array<{ name: string; folder: string; interval: string; rules: AlertRule[] }>;
}

const FILE = 'provisioning/alerting/seismo.yaml';
// Grafana reads YAML 1.1.
const file = parse(readFileSync(FILE, 'utf8'), { version: '1.1' }) as RuleFile;
const rules = file.groups.flatMap((group) => group.rules.map((rule) => [rule.uid, rule] as const));

const isExpression = ({ datasourceUid }: AlertRule['data'][number]) => datasourceUid === '__expr__';

describe.each(rules)('the rule %s', (_uid, rule) => {
  const refIds = rule.data.map(({ refId }) => refId);

  it('names each of its queries once, and uses none that is not there', () => {
    expect(new Set(refIds).size).toBe(refIds.length);
    expect(refIds).toContain(rule.condition);
    for (const { refId, model } of rule.data) {
      expect(model.refId).toBe(refId);
    }
    const inputs = rule.data.filter(isExpression).map(({ model }) => model.expression);
    const inTexts = Object.values(rule.annotations).flatMap((text) => [...text.matchAll(/\$values\.(\w+)/g)].map(([, refId]) => refId));
    expect([...inputs, ...inTexts].filter((used) => !refIds.includes(String(used)))).toEqual([]);
  });

  it('uses every query: one that nothing needs can only do harm', () => {
    const inputs = rule.data.filter(isExpression).map(({ model }) => model.expression);
    const inTexts = Object.values(rule.annotations).flatMap((text) => [...text.matchAll(/\$values\.(\w+)/g)].map(([, refId]) => refId));
    expect(refIds.filter((refId) => ![...inputs, ...inTexts, rule.condition].includes(refId))).toEqual([]);
  });

  it('asks one query, with nothing but another output', () => {
    const asked = rule.data.filter((query) => !isExpression(query)).map(({ datasourceUid, relativeTimeRange, model }) => {
      const { refId: _refId, output: _output, ...same } = model;
      return { datasourceUid, relativeTimeRange, same };
    });
    expect(new Set(asked.map((one) => JSON.stringify(one))).size).toBe(1);
    const outputs = rule.data.filter((query) => !isExpression(query)).map(({ model }) => model.output);
    expect(new Set(outputs).size).toBe(outputs.length);
  });

  it('takes the newest number of each query, and nothing for one', () => {
    for (const { model } of rule.data.filter(({ model }) => model.type === 'reduce')) {
      expect(model).toMatchObject({ reducer: 'last', settings: { mode: 'dropNN' } });
    }
  });

  it('swallows neither an error nor silence', () => {
    expect(rule).toMatchObject({ noDataState: 'NoData', execErrState: 'Error' });
  });

  it('has no dollar sign where Grafana would fill in its environment', () => {
    expect([rule.uid, rule.title, ...Object.values(rule.labels)].filter((text) => text.includes('$'))).toEqual([]);
  });

  it('has no label by which series differ, and none that changes with the value', () => {
    expect(Object.keys(rule.labels).filter((name) => ['service', '__name__'].includes(name))).toEqual([]);
    expect(Object.values(rule.labels).filter((text) => text.includes('alues'))).toEqual([]);
  });

  it('links to a panel that ships', () => {
    const dashboard = JSON.parse(readFileSync('provisioning/dashboards/start-here.json', 'utf8')) as { uid: string; panels: Array<{ id: number }> };
    expect(rule.annotations.__dashboardUid__).toBe(dashboard.uid);
    expect(dashboard.panels.map(({ id }) => String(id))).toContain(rule.annotations.__panelId__);
  });

  it('is what "Copy as alert rule" writes', () => {
    const { folder, name: group, interval } = file.groups[0]!;
    const first = rule.data[0]!;
    const query = first.model as unknown as SeismoQuery;
    const copied = alertRule(query, {
      uid: rule.uid,
      title: rule.title,
      datasourceUid: first.datasourceUid,
      timeInterval: '1m',
      labels: seriesLabels(query),
      panel: { dashboardUid: 'seismo-start-here', panelId: 3 },
    });
    expect(ruleFile(copied, { folder, group })).toEqual({ apiVersion: 1, groups: [{ orgId: 1, name: group, folder, interval, rules: [rule] }] });
  });
});

it('the rules are on score, on severity and on age', () => {
  expect(rules.map(([, rule]) => rule.data[0]!.model.output)).toEqual(['score', 'severity', 'age']);
});
