/** A rule in the two forms in which Grafana takes one from outside: a provisioning file, and a call of its API. Pure. */
import type { AlertRule, TimedRule } from './rule';
import { toYaml, type Plain } from './yaml';

/** Where the rule goes. */
export interface RulePlace {
  folder: string;
  group: string;
}

/** What a file in Grafana's `provisioning/alerting/` holds. */
export function ruleFile({ interval, rule }: TimedRule, { folder, group }: RulePlace) {
  return {
    apiVersion: 1,
    groups: [{ orgId: 1, name: escaped(group), folder: escaped(folder), interval, rules: [inFile(rule)] }],
  };
}

/** The same as YAML, under comments, a line each. */
export function ruleYaml(timed: TimedRule, place: RulePlace, comments: readonly string[] = []): string {
  return comments.map((line) => `# ${line}\n`).join('') + toYaml(ruleFile(timed, place) as unknown as Plain);
}

/** The body of `POST /api/v1/provisioning/alert-rules`; only the folder's uid, which no editor knows, has to be filled in. */
export function ruleJson({ rule }: TimedRule, { group }: RulePlace): string {
  // What a file calls `keepFiringFor` the API calls `keep_firing_for`, and each drops the other's name without a word.
  const { keepFiringFor, ...same } = rule;
  return JSON.stringify({ orgID: 1, folderUID: '', ruleGroup: group, ...same, keep_firing_for: keepFiringFor }, null, 2);
}

/**
 * Grafana fills `$NAME` from its environment in everything of a file but annotations and the models of queries; `$$` is a
 * dollar sign.
 */
function inFile(rule: AlertRule): AlertRule {
  const labels = Object.fromEntries(Object.entries(rule.labels).map(([name, text]) => [name, escaped(text)]));
  return { ...rule, title: escaped(rule.title), labels };
}

function escaped(text: string): string {
  return text.replaceAll('$', '$$$$');
}
