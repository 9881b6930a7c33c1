/** The result of "Save & test": the details that the backend sends beside its sentence. Pure. */
import type { TestDataSourceResponse } from '@grafana/data';
import { t } from '@grafana/i18n';
import { HealthStatus, type HealthCheckResult } from '@grafana/runtime';

/** Every part may be missing: servers report different parts, and one that does not answer reports none. */
interface HealthDetails {
  product?: string;
  version?: string;
  count?: number;
  /** What the number counts: metrics, measurements, buckets. */
  counted?: string;
  series?: number | null;
  latencyMs?: number;
  newestAgeMs?: number | null;
  /** Advice. */
  hint?: string | null;
}

interface Finding {
  label: string;
  value: string;
}

/** The details of an answer, of any shape. */
export function readDetails(details: unknown): HealthDetails {
  return typeof details === 'object' && details !== null ? details : {};
}

/**
 * The result for Grafana's page: the message, below it the advice (`details.message`), and the findings, folded away.
 */
export function testResult(answer: HealthCheckResult | undefined): TestDataSourceResponse {
  const found = readDetails(answer?.details);
  const hint = found.hint || undefined;
  const list = findings(found).map(({ label, value }) => `${label}: ${value}`);
  const details = { ...(hint && { message: hint }), ...(list.length > 0 && { verboseMessage: list.join('\n') }) };
  const severity = severityOf(answer?.status, hint);
  if (answer && severity !== 'error') {
    return { status: severity, message: answer.message, details };
  }
  const silent = t('datasource.health.silent', 'Grafana has no answer from the plugin: see its log');
  return { status: 'error', message: answer?.message || silent, details };
}

/** The severity of an answer on the page. A source without an address is unknown, and not a fault. */
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

/** The findings, part by part. */
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
