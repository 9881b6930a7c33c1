/** What "Save & test" found: the details that the backend sends beside its sentence. Pure. */
import type { TestDataSourceResponse } from '@grafana/data';
import { t } from '@grafana/i18n';
import { HealthStatus, type HealthCheckResult } from '@grafana/runtime';

/** Every part may be missing: a server tells what it tells, and one that does not answer tells nothing. */
interface HealthDetails {
  product?: string;
  version?: string;
  count?: number;
  /** What was counted: metrics, measurements, buckets. */
  counted?: string;
  series?: number | null;
  latencyMs?: number;
  newestAgeMs?: number | null;
  /** What to do. */
  hint?: string | null;
}

interface Finding {
  label: string;
  value: string;
}

/** The details of an answer, whatever it holds. */
export function readDetails(details: unknown): HealthDetails {
  return typeof details === 'object' && details !== null ? details : {};
}

/** What Grafana's page shows: the message, below it what to do (`details.message`), and what was found, folded away. */
export function testResult(answer: HealthCheckResult | undefined): TestDataSourceResponse {
  const found = readDetails(answer?.details);
  const hint = found.hint || undefined;
  const list = findings(found).map(({ label, value }) => `${label}: ${value}`);
  const details = { ...(hint && { message: hint }), ...(list.length > 0 && { verboseMessage: list.join('\n') }) };
  const severity = severityOf(answer?.status, hint);
  if (answer && severity !== 'error') {
    return { status: severity, message: answer.message, details };
  }
  const silent = t('datasource.health.silent', 'Grafana has no answer from the plugin: its log says more');
  return { status: 'error', message: answer?.message || silent, details };
}

/** How the page shows an answer. A source of which nothing can be known, for it has no address yet, is no fault. */
export function severityOf(status: string | undefined, hint?: string | null): 'success' | 'warning' | 'info' | 'error' {
  switch (status) {
    case HealthStatus.OK:
      return hint ? 'warning' : 'success';
    case HealthStatus.Unknown:
      return 'info';
    default:
      return 'error';
  }
}

/** What was found, part by part. */
export function findings(details: HealthDetails): Finding[] {
  const { product, version, series, latencyMs, newestAgeMs } = details;
  const found: Array<[string, string | null]> = [
    [t('datasource.health.server', 'Server'), product ? [product, version].filter(Boolean).join(' ') : null],
    [countLabel(details.counted), numberOf(details.count)],
    [t('datasource.health.series', 'Series'), numberOf(series)],
    [t('datasource.health.latency', 'Round trip'), isNumber(latencyMs) ? `${latencyMs} ms` : null],
    [t('datasource.health.newest', 'Newest sample'), isNumber(newestAgeMs) ? ageOf(newestAgeMs) : null],
  ];
  return found.flatMap(([label, value]) => (value === null ? [] : [{ label, value }]));
}

function countLabel(counted: string | undefined): string {
  switch (counted) {
    case 'measurements':
      return t('datasource.health.measurements', 'Measurements');
    case 'buckets':
      return t('datasource.health.buckets', 'Buckets');
    default:
      return t('datasource.health.metrics', 'Metrics');
  }
}

function ageOf(ms: number): string {
  return t('datasource.health.age', '{{seconds}} s old', { seconds: Math.round(ms / 1000) });
}

function numberOf(value: number | null | undefined): string | null {
  return isNumber(value) ? value.toLocaleString() : null;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}
