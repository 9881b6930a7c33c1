/** Reads the verdict beside the value in a Seismo frame. */
import type { Field } from '@grafana/data';

import { CAUSE_FIELD, FIELD, MEASURE_FIELD, SEVERITY_SCHEMES } from '../contract/limits';
import { detectorOfField, metricOfField, type SeismoEvent, type SeismoMeta, type SeverityLevel, type SeismoCounts } from '../shared/contract';
import { asSeverityLevel } from '../shared/severity';

import { columnOf } from './columns';
import { forRowsAboveZero } from './levels';
import type { Column, Marks, Peak, Verdict, Vote } from './model';

/** Null if the frame has no score or no severity: a transformation may have removed them, or another source sent it. */
export function readVerdict(
  numbers: Field[],
  times: number[],
  values: Column,
  order: number[] | null,
  meta: SeismoMeta | null
): Verdict | null {
  const named = (name: string) => {
    const field = numbers.find((candidate) => candidate.name === name);
    return field ? columnOf(field, order) : null;
  };
  const score = named(FIELD.score);
  const severity = named(FIELD.severity);
  if (!score || !severity) {
    return null;
  }
  const marks = marksOf(times, values, score, severity);
  const events = meta?.events ?? [];
  return {
    meta,
    scheme: SEVERITY_SCHEMES.find((scheme) => scheme === meta?.severityScheme) ?? 'four_level',
    threshold: meta?.threshold ?? null,
    expected: named(FIELD.expected),
    lower: named(FIELD.lower),
    upper: named(FIELD.upper),
    score,
    severity,
    cause: named(CAUSE_FIELD),
    causeSamples: named(MEASURE_FIELD.samples),
    causeSize: named(MEASURE_FIELD.size),
    contributions: contributionsOf(numbers, order),
    votes: votesOf(numbers, order, meta),
    marks,
    events,
    counts: meta?.counts ?? countsOf(values, score, marks),
    // The list of events has a maximum length, but anomalous rows are never thinned away.
    worst: graver(worstEvent(events), worstMark(marks)),
  };
}

function marksOf(times: number[], values: Column, score: Column, severity: Column): Record<SeverityLevel, Marks> {
  const empty = (): Marks => ({ times: [], values: [], scores: [] });
  const marks = { 1: empty(), 2: empty(), 3: empty(), 4: empty() };
  // Nearly all rows are ordinary.
  forRowsAboveZero(severity, (row, cell) => {
    const level = asSeverityLevel(cell);
    const value = values[row] ?? null;
    if (level !== null && value !== null) {
      marks[level].times.push(times[row]!);
      marks[level].values.push(value);
      marks[level].scores.push(score[row] ?? 0);
    }
  });
  return marks;
}

/** Members with a column first, then those without. */
function votesOf(numbers: Field[], order: number[] | null, meta: SeismoMeta | null): Vote[] {
  const votes = numbers.flatMap((field): Vote[] => {
    const id = detectorOfField(field.name);
    if (id === null) {
      return [];
    }
    const known = meta?.detectors.find((detector) => detector.id === id);
    const detector = known ?? { id, name: id, weight: NaN, state: 'voting' as const, reason: null };
    return [{ detector, confidence: columnOf(field, order) }];
  });
  const without = (meta?.detectors ?? []).filter(({ id }) => !votes.some((vote) => vote.detector.id === id));
  return [...votes, ...without.map((detector) => ({ detector, confidence: null }))];
}

function contributionsOf(numbers: Field[], order: number[] | null): Verdict['contributions'] {
  return numbers.flatMap((field) => {
    const metric = metricOfField(field.name);
    return metric === null ? [] : [{ metric, share: columnOf(field, order) }];
  });
}

function countsOf(values: Column, score: Column, marks: Record<SeverityLevel, Marks>): SeismoCounts {
  const [low, medium, high, critical] = ([1, 2, 3, 4] as const).map((level) => marks[level].times.length) as [
    number,
    number,
    number,
    number,
  ];
  return {
    points: values.length,
    scored: score.filter((one) => one !== null).length,
    gaps: values.filter((one) => one === null).length,
    anomalies: low + medium + high + critical,
    low,
    medium,
    high,
    critical,
  };
}

function worstEvent(events: SeismoEvent[]): Peak | null {
  return events.reduce<Peak | null>(
    (worst, event) => graver(worst, { level: event.severity, score: event.peakScore, timeMs: event.peakMs }),
    null
  );
}

function worstMark(marks: Record<SeverityLevel, Marks>): Peak | null {
  const level = ([4, 3, 2, 1] as const).find((candidate) => marks[candidate].times.length > 0);
  if (level === undefined) {
    return null;
  }
  const { times, scores } = marks[level];
  return times.reduce<Peak | null>((worst, timeMs, i) => graver(worst, { level, score: scores[i]!, timeMs }), null);
}

/** The more severe of two; on a tie, the earlier one. */
export function graver(a: Peak | null, b: Peak | null): Peak | null {
  if (!a || !b) {
    return a ?? b;
  }
  return b.level > a.level || (b.level === a.level && b.score > a.score) ? b : a;
}
