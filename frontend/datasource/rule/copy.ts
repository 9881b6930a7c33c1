/** Collects the parts of a rule from the editor: names, the labels of the series, and variables with their values. */
import type { PanelData } from '@grafana/data';

import type { SeismoQuery } from '../types';
import { ruleJson, ruleYaml, type RulePlace } from './export';
import { seriesLabels } from './labels';
import { alertRule } from './rule';
import type { VariableValue } from './variables';

export interface Copied {
  /** The stored query, with its variables. */
  query: SeismoQuery;
  /** The query with its variables filled. */
  filled: SeismoQuery;
  /** The dashboard's variables with their values. */
  variables: readonly VariableValue[];
  datasource: { uid: string; timeInterval?: string };
  /** The name of the query outside of a panel. */
  name: string;
  data?: PanelData;
}

/** Folder and group of a copied rule; the user changes them in the copy. */
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

/** The note about filled variables, because alert rules know no variables. */
function noteOf({ query, variables }: Copied): string {
  const text = JSON.stringify([query.source, query.detection]);
  const used = variables.filter(({ name }) => new RegExp(`\\$${name}(?!\\w)|\\$\\{${name}[:.}]|\\[\\[${name}[:\\]]`).test(text));
  const values = used.map(({ name, value }) => `${name} = ${oneLine(value)}`);
  return values.length === 0 ? '' : `The query has the values of the dashboard's variables when it was copied: ${values.join('; ')}.`;
}

/** Without line breaks, which would end a comment, and without braces, which Grafana would read as a template. */
function oneLine(value: string): string {
  return value.replace(/\s+/g, ' ').replace(/\{(?=\{)/g, '{ ');
}

/** A hash of a text, so that a rule copied again replaces itself (FNV-1a, twice for 64 bits). */
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
