/** The stretches in which a series has samples and scores, computed once per answer. Pure. */
import type { SeveritySeries } from '../../model';

export type SpanKind = 'scored' | 'unscored' | 'gap' | 'excluded';

export interface Span {
  kind: SpanKind;
  fromMs: number;
  toMs: number;
}

const known = new WeakMap<SeveritySeries, Span[]>();

/**
 * Stretches of rows of the same kind, ascending, each up to the middle between it and its neighbour; then windows that
 * are not reported.
 */
export function spansOf(series: SeveritySeries): Span[] {
  const before = known.get(series);
  if (before) {
    return before;
  }
  const spans = [...stretches(series), ...windows(series)];
  known.set(series, spans);
  return spans;
}

function stretches({ times, values, verdict }: SeveritySeries): Span[] {
  const spans: Span[] = [];
  const half = halfRow(times, verdict?.meta?.intervalMs);
  times.forEach((timeMs, row) => {
    const kind = kindOf(values[row] ?? null, verdict?.score[row] ?? null);
    const last = spans[spans.length - 1];
    if (last?.kind === kind) {
      last.toMs = timeMs + half;
      return;
    }
    // Thinned rows leave no hole between stretches.
    const fromMs = last ? (last.toMs - half + timeMs) / 2 : timeMs - half;
    if (last) {
      last.toMs = fromMs;
    }
    spans.push({ kind, fromMs, toMs: timeMs + half });
  });
  return spans;
}

function windows({ verdict }: SeveritySeries): Span[] {
  const excluded = verdict?.meta?.excluded ?? [];
  return excluded.filter(({ report }) => !report).map(({ fromMs, toMs }) => ({ kind: 'excluded', fromMs, toMs }));
}

function kindOf(value: number | null, score: number | null): SpanKind {
  if (value === null) {
    return 'gap';
  }
  return score === null ? 'unscored' : 'scored';
}

function halfRow(times: number[], intervalMs: number | undefined): number {
  const [first, second] = times;
  return (intervalMs ?? (first !== undefined && second !== undefined ? second - first : 0)) / 2;
}

/** The kind of a stretch of time without anomalies; a gap if the series has no row there. */
export function kindIn(spans: Span[], fromMs: number, toMs: number): SpanKind {
  const kinds = new Set(spans.filter((span) => span.fromMs < toMs && span.toMs > fromMs).map(({ kind }) => kind));
  return (['excluded', 'scored', 'unscored'] as const).find((kind) => kinds.has(kind)) ?? 'gap';
}
