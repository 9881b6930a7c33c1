/** From what the editor shows to a rule: names, the labels of the series, and variables with the values they have. */
import type { PanelData } from '@grafana/data';

import type { SeismoQuery } from '../types';
import { ruleJson, ruleYaml, type RulePlace } from './export';
import { seriesLabels } from './labels';
import { alertRule } from './rule';
import type { VariableValue } from './variables';

export interface Copied {
  /** As it is stored, with its variables. */
  query: SeismoQuery;
  /** As it would be asked now. */
  filled: SeismoQuery;
  /** The dashboard's variables, each with the value that it has. */
  variables: readonly VariableValue[];
  datasource: { uid: string; timeInterval?: string };
  /** What the query is called where it stands in no panel. */
  name: string;
  data?: PanelData;
}

/** Folder and group of a copied rule, to be changed in what was copied. */
const PLACE: RulePlace = { folder: 'Seismo', group: 'Seismo' };
const LONGEST_TITLE = 150;
const YAML_COMMENTS = [
  'An alert rule of Seismo, for a file in Grafana\'s provisioning/alerting/. Folder, group and title are yours to choose.',
  'A is judged by B (its newest number) and C (the condition); the others are what the notification tells of the series.',
];

export function copyYaml(copied: Copied): string {
  const note = noteOf(copied);
  return ruleYaml(timedRule(copied, note), PLACE, note ? [...YAML_COMMENTS, note] : YAML_COMMENTS);
}

export function copyJson(copied: Copied): string {
  return ruleJson(timedRule(copied, noteOf(copied)), PLACE);
}

function timedRule({ filled, datasource, name, data }: Copied, note: string) {
  const request = data?.request;
  const text = request?.panelName?.trim() || name || 'series';
  return alertRule(filled, {
    uid: `seismo-${hash(`${datasource.uid} ${JSON.stringify([filled.source, filled.detection, filled.output])}`)}`,
    title: `${filled.output === 'age' ? 'No samples' : 'Anomaly'}: ${text.replace(/\s+/g, ' ').slice(0, LONGEST_TITLE)}`,
    datasourceUid: datasource.uid,
    timeInterval: datasource.timeInterval,
    labels: seriesLabels(filled, data?.series),
    panel: request?.dashboardUID && request.panelId ? { dashboardUid: request.dashboardUID, panelId: request.panelId } : undefined,
    note: note || undefined,
  });
}

/** Alert rules know no variables: what stands in the rule instead. */
function noteOf({ query, variables }: Copied): string {
  const text = JSON.stringify([query.source, query.detection]);
  const used = variables.filter(({ name }) => new RegExp(`\\$${name}(?!\\w)|\\$\\{${name}[:.}]|\\[\\[${name}[:\\]]`).test(text));
  const values = used.map(({ name, value }) => `${name} = ${oneLine(value)}`);
  return values.length === 0 ? '' : `The query has the values of the dashboard's variables when it was copied: ${values.join('; ')}.`;
}

/** Without line breaks, which would end a comment, and without braces, which Grafana would take for a template. */
function oneLine(value: string): string {
  return value.replace(/\s+/g, ' ').replace(/\{(?=\{)/g, '{ ');
}

/** The same for the same text, so that a rule that is copied again replaces itself (FNV-1a, twice for 64 bits). */
function hash(text: string): string {
  const half = (seed: number) => {
    let sum = seed;
    for (const sign of text) {
      sum = Math.imul(sum ^ (sign.codePointAt(0) ?? 0), 0x01000193);
    }
    return (sum >>> 0).toString(16).padStart(8, '0');
  };
  return half(0x811c9dc5) + half(0x050c5d1f);
}
