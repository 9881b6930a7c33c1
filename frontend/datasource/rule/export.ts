/** A rule in the two formats that Grafana imports: a provisioning file, and a call of its API. Pure. */
import type { AlertRule, TimedRule } from './rule';
import { toYaml, type Plain } from './yaml';

/** The folder and group of the rule. */
export interface RulePlace {
  folder: string;
  group: string;
}

/** The content of a file in Grafana's `provisioning/alerting/`. */
export function ruleFile({ interval, rule }: TimedRule, { folder, group }: RulePlace) {
  return {
    apiVersion: 1,
    groups: [{ orgId: 1, name: escaped(group), folder: escaped(folder), interval, rules: [inFile(rule)] }],
  };
}

/** The same as YAML, below one comment line each. */
export function ruleYaml(timed: TimedRule, place: RulePlace, comments: readonly string[] = []): string {
  return comments.map((line) => `# ${line}\n`).join('') + toYaml(ruleFile(timed, place) as unknown as Plain);
}

/**
 * The body of `POST /api/v1/provisioning/alert-rules`; the user only has to fill in the folder's uid, which no editor
 * knows.
 */
export function ruleJson({ rule }: TimedRule, { group }: RulePlace): string {
  // Files use `keepFiringFor` and the API uses `keep_firing_for`; each ignores the other's name without a message.
  const { keepFiringFor, ...same } = rule;
  return JSON.stringify({ orgID: 1, folderUID: '', ruleGroup: group, ...same, keep_firing_for: keepFiringFor }, null, 2);
}

/**
 * Grafana fills `$NAME` from its environment everywhere in a file except annotations and the models of queries; `$$` is
 * a dollar sign.
 */
function inFile(rule: AlertRule): AlertRule {
  const labels = Object.fromEntries(Object.entries(rule.labels).map(([name, text]) => [name, escaped(text)]));
  return { ...rule, title: escaped(rule.title), labels };
}

function escaped(text: string): string {
  return text.replaceAll('$', '$$$$');
}
