/**
 * What is wrong with a query before it is sent, as the backend would say it. Each message names the field, its value and
 * what would be right.
 */
import { t } from '@grafana/i18n';

import { DIRECTIONS, GAP_POLICIES, HOLDS, INFLUX_LANGUAGES, OUTPUTS, PRESETS, QUERY_VERSION, REPEATS, SEVERITY_SCHEMES, ZOOM_VARIABLES } from '../contract/limits';
import type { Detection, SeismoSource } from '../contract/types';
import { verbatim } from '../shared/i18n/verbatim';
import { lonelySign } from './brackets';
import { intervalMs } from './defaults';
import type { DetectorInfo } from './ensemble/detectors';
import { validateEnsemble } from './ensemble/validate';
import { validateKnowledge } from './knowledge/validate';
import { samplesPerWeek, takesBudget } from './preset/budget';
import type { Problem } from './problem';
import type { Stored } from './stored/read';
import { isZone } from './timezone';
import { validateTimes } from './time/validate';
import { validateTogether } from './together/together';
import type { SeismoQuery, SourceKind } from './types';

/** What the data source's settings add to a query. */
export interface Settings {
  kind: SourceKind;
  timeInterval?: string;
  /** Names of the calendars of holidays. */
  calendars?: string[];
}

/** Their value follows the zoom, so a score computed with them would too. */
const ZOOMING = new RegExp(`(?:\\$\\{?|\\[\\[)(${ZOOM_VARIABLES.join('|')})\\b`);

/**
 * Every problem of a query that was read, in the order of its fields. What cannot be read is told alone: the rest is judged once it can. Of
 * `detectors`, as long as they are unknown, less is checked.
 */
export function validate({ query, problems }: Stored, settings: Settings, detectors: readonly DetectorInfo[] = []): Problem[] {
  return problems.length > 0 ? problems : judge(query, settings, detectors);
}

function judge(query: SeismoQuery, settings: Settings, detectors: readonly DetectorInfo[]): Problem[] {
  const detection = query.detection ?? {};
  return [
    ...checkVersion(query.version),
    ...checkZone(query.timezone),
    ...checkSource(query.source, settings.kind),
    ...checkWord('detection.preset', detection.preset, PRESETS),
    ...checkThreshold(detection.threshold),
    ...checkBudget(detection, settings),
    ...checkRepeats(detection),
    ...checkWord('detection.direction', detection.direction, DIRECTIONS),
    ...validateTimes(detection, settings.timeInterval),
    ...checkWord('detection.severity', detection.severity, SEVERITY_SCHEMES),
    ...checkWord('detection.gaps', detection.gaps, GAP_POLICIES),
    ...(detection.ensemble ? validateEnsemble(detection.ensemble, detectors) : []),
    ...validateTogether(detection, query.output ?? 'panel'),
    ...validateKnowledge(detection, settings.calendars ?? []),
    ...checkWord('output', query.output, OUTPUTS),
    ...checkWord('hold', query.hold, HOLDS),
  ];
}

/** Whether the query asks for anything; an empty one is not sent. */
export function asksForSomething(query: SeismoQuery): boolean {
  switch (query.source?.kind) {
    case 'prometheus':
      return isWritten(query.source.expr);
    case 'influxdb':
      return isWritten(query.source.query);
    case 'sample':
      return true;
    default:
      // Sent all the same: the backend's answer names the kind, where silence would show an empty panel.
      return query.source !== undefined;
  }
}

/** What is no text is something: the backend's answer names it. */
function isWritten(text: unknown): boolean {
  return typeof text === 'string' ? text.trim() !== '' : text !== undefined && text !== null;
}

function checkWord(field: string, word: string | undefined, right: readonly string[]): Problem[] {
  const message = () =>
    t('datasource.problem.word', 'Field {{field}}: "{{word}}" is not one of {{right}}', { field, word, right: right.join(', '), ...verbatim });
  return word === undefined || right.includes(word) ? [] : [problem(field, message())];
}

function checkVersion(version: number | undefined): Problem[] {
  return checkWord('version', version?.toString(), [String(QUERY_VERSION)]);
}

function checkZone(timezone: string | undefined): Problem[] {
  return !timezone?.trim() || isZone(timezone.trim())
    ? []
    : [problem('timezone', t('datasource.problem.timezone', 'Time zone: "{{timezone}}" is not a valid IANA name such as Europe/Berlin', { timezone, ...verbatim }))];
}

function checkSource(source: SeismoSource, kind: SourceKind): Problem[] {
  if (source.kind !== kind) {
    return [
      problem(
        'source.kind',
        t('datasource.problem.kind', 'This query is for {{queryKind}}, but the data source is of the kind {{kind}}', {
          queryKind: source.kind,
          kind,
          ...verbatim,
        })
      ),
    ];
  }
  const text = source.kind === 'prometheus' ? source.expr : source.kind === 'influxdb' ? source.query : '';
  const zoom = ZOOMING.exec(text)?.[1];
  if (!zoom) {
    return source.kind === 'prometheus' ? checkBrackets(text) : source.kind === 'influxdb' ? checkWord('source.language', source.language, INFLUX_LANGUAGES) : [];
  }
  const message = t(
    'datasource.problem.zoom',
    'Query: ${{name}} depends on the zoom, so the score would too; use a fixed duration such as 5m, or $__rate_interval',
    { name: zoom }
  );
  return [problem(source.kind === 'prometheus' ? 'source.expr' : 'source.query', message)];
}

function checkBrackets(text: string): Problem[] {
  const lonely = lonelySign(text);
  if (!lonely) {
    return [];
  }
  const message = ')]}'.includes(lonely.sign)
    ? t('datasource.problem.closesNothing', 'PromQL: "{{sign}}" at place {{place}} closes nothing; remove it, or open it before', { ...lonely, ...verbatim })
    : t('datasource.problem.neverClosed', 'PromQL: "{{sign}}" at place {{place}} is never closed', { ...lonely, ...verbatim });
  return [problem('source.expr', message)];
}

function checkThreshold(threshold: number | undefined): Problem[] {
  return threshold === undefined || (threshold > 0 && threshold <= 1)
    ? []
    : [
        problem(
          'detection.threshold',
          t('datasource.problem.threshold', 'Threshold: {{threshold}} is out of range; it must be above 0 and at most 1', { threshold })
        ),
      ];
}

function checkBudget(detection: Detection, settings: Settings): Problem[] {
  const { budget } = detection;
  // Beside `together`, the budget is named with what else does not go with it.
  if (budget === undefined || detection.together) {
    return [];
  }
  if (!takesBudget(detection)) {
    const message = t(
      'datasource.problem.budgetMembers',
      'Alarm budget: {{budget}} has no meaning for these detectors; choose the preset auto, or remove it and set the threshold',
      { budget }
    );
    return [problem('detection.budget', message)];
  }
  // Null for a dashboard variable, and for a text whose own check says what is wrong.
  const interval = intervalMs(detection, settings.timeInterval);
  const most = interval === null ? Infinity : samplesPerWeek(interval);
  if (budget > 0 && budget < most) {
    return [];
  }
  const message = Number.isFinite(most)
    ? t(
        'datasource.problem.budget',
        'Alarm budget: {{budget}} is out of range; it must be above 0 and below {{most}}, the samples of a series per week at this interval',
        { budget, most: Number(most.toFixed(2)) }
      )
    : t('datasource.problem.budgetPositive', 'Alarm budget: {{budget}} is out of range; it must be a number above 0', { budget });
  return [problem('detection.budget', message)];
}

function checkRepeats(detection: Detection): Problem[] {
  const { repeats } = detection;
  if (repeats === undefined || detection.together) {
    return [];
  }
  if (takesBudget(detection)) {
    return checkWord('detection.repeats', repeats, REPEATS);
  }
  const message = t('datasource.problem.repeatsMembers', 'Repeats: "{{repeats}}" has no meaning for these detectors; choose the preset auto, or remove it', {
    repeats,
    ...verbatim,
  });
  return [problem('detection.repeats', message)];
}

function problem(field: string, message: string): Problem {
  return { field, message };
}
