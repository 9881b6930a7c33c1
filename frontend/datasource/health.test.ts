import { HealthCheckError, HealthStatus } from '@grafana/runtime';
import { describe, expect, it } from 'vitest';

import { findings, readDetails } from './health';
import { dataSource } from './testing';

describe('what Save & test found', () => {
  it('is told part by part, without what the server does not tell', () => {
    const details = { product: 'Prometheus', version: '3.1.0', count: 1234, counted: 'metrics', series: 5678, latencyMs: 0, newestAgeMs: 8400, hint: null };
    expect(findings(details)).toEqual([
      { label: 'Server', value: 'Prometheus 3.1.0' },
      { label: 'Metrics', value: '1,234' },
      { label: 'Series', value: '5,678' },
      { label: 'Round trip', value: '0 ms' },
      { label: 'Newest sample', value: '8 s old' },
    ]);
    expect(findings({ product: 'InfluxDB', version: '', count: 0, counted: 'buckets', series: null })).toEqual([
      { label: 'Server', value: 'InfluxDB' },
      { label: 'Buckets', value: '0' },
    ]);
  });

  it.each([null, undefined, 'text', 3])('is nothing where the details are %o', (details) => {
    expect(findings(readDetails(details))).toEqual([]);
  });
});

describe('Save & test in Grafana', () => {
  const test = (answer: object) => {
    const datasource = dataSource({ kind: 'prometheus' });
    datasource.callHealthCheck = async () => answer as never;
    return datasource.testDatasource();
  };
  const details = { product: 'Prometheus', latencyMs: 3 };

  it('succeeds with the sentence, and warns where there is something to do', async () => {
    expect(await test({ status: HealthStatus.OK, message: 'It answers.', details })).toEqual({
      status: 'success',
      message: 'It answers.',
      details: { verboseMessage: 'Server: Prometheus\nRound trip: 3 ms' },
    });
    expect(await test({ status: HealthStatus.OK, message: 'It is empty.', details: { ...details, hint: 'Fill it.' } })).toMatchObject({
      status: 'warning',
      details: { message: 'Fill it.' },
    });
  });

  it('tells of a source without an address, which is no fault yet', async () => {
    const message = 'No address: set SEISMO_PROMETHEUS_URL';
    expect(await test({ status: HealthStatus.Unknown, message, details: { status: 400, hint: null } })).toEqual({
      status: 'info',
      message,
      details: {},
    });
  });

  it('fails with what happened, and below it what to do', async () => {
    const failed = test({ status: HealthStatus.Error, message: 'Refused', details: { status: 502, hint: 'Check the port.' } });
    await expect(failed).rejects.toMatchObject({ status: 'error', message: 'Refused', error: { details: { message: 'Check the port.' } } });
    await failed.catch(({ error }: { error: unknown }) => expect(error).toBeInstanceOf(HealthCheckError));
  });

  it.each([undefined, {}, { message: 'no plugin' }])('fails when Grafana itself has no answer: %o', async (answer) => {
    await expect(test(answer as object)).rejects.toMatchObject({ status: 'error' });
  });
});
