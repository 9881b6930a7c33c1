/** A Prometheus of the tests' own: series that are a function of time alone, in one of which something goes wrong. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import { HOUR_MS, NOW } from './clock';

export interface Prometheus {
  url: string;
  stop: () => Promise<void>;
}

/** The series in which something goes wrong. */
export const BROKEN = 'web-1:9100';
const INSTANCES = [BROKEN, 'web-2:9100'];
const FAULT = { instance: BROKEN, from: NOW - 2 * HOUR_MS, to: NOW - 1.5 * HOUR_MS, factor: 1.8 };
const LABELS: Record<string, string[]> = {
  __name__: ['http_requests_total', 'node_load1', 'up'],
  instance: INSTANCES,
  job: ['web'],
};

/** The value of a series at a time in milliseconds. */
export type ValueAt = (instance: string, timeMs: number) => number;

/** Answers the paths that the plugin asks for, whatever the expression. */
export async function startPrometheus(valueAt: ValueAt = withFault): Promise<Prometheus> {
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://prometheus');
    const params = new URLSearchParams([...searchParams, ...new URLSearchParams(await bodyOf(request))]);
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ status: 'success', data: answerTo(pathname, params, valueAt) }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => new Promise((stopped) => server.close(() => stopped())),
  };
}

/** One whose first series falls to 30 % for as long as `outage` says: milliseconds, which the test sets. */
export function startPrometheusWithOutage(outage: { from: number; to: number }): Promise<Prometheus> {
  return startPrometheus((instance, timeMs) => {
    const isBroken = instance === BROKEN && timeMs >= outage.from && timeMs < outage.to;
    return usual(instance, timeMs) * (isBroken ? 0.3 : 1);
  });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
  }
  return text;
}

function answerTo(path: string, params: URLSearchParams, valueAt: ValueAt): unknown {
  const label = /^\/api\/v1\/label\/(.+)\/values$/.exec(path)?.[1];
  if (label) {
    return LABELS[label] ?? [];
  }
  switch (path) {
    case '/api/v1/labels':
      return Object.keys(LABELS);
    case '/api/v1/status/buildinfo':
      return { version: '3.5.0' };
    case '/api/v1/series':
      return INSTANCES.map((instance) => labelsOf(instance));
    case '/api/v1/query_range':
      return { resultType: 'matrix', result: INSTANCES.map((instance) => rangeOf(instance, params, valueAt)) };
    default:
      // What is asked of an instant is when the newest sample is from.
      return { resultType: 'vector', result: [{ metric: {}, value: [NOW / 1000, String(NOW / 1000 - 15)] }] };
  }
}

function labelsOf(instance: string) {
  return { __name__: 'http_requests_total', instance, job: 'web' };
}

function rangeOf(instance: string, params: URLSearchParams, valueAt: ValueAt) {
  const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(params.get(name)));
  const count = Math.max(0, Math.floor((end! - start!) / step!) + 1);
  const values = Array.from({ length: count }, (_, i) => {
    const seconds = start! + i * step!;
    return [seconds, valueAt(instance, seconds * 1000).toFixed(3)];
  });
  return { metric: labelsOf(instance), values };
}

function withFault(instance: string, timeMs: number): number {
  const isFault = instance === FAULT.instance && timeMs >= FAULT.from && timeMs < FAULT.to;
  return usual(instance, timeMs) * (isFault ? FAULT.factor : 1);
}

/** Requests a second: busier by day, with some noise. */
function usual(instance: string, timeMs: number): number {
  const day = Math.sin((2 * Math.PI * timeMs) / (24 * HOUR_MS));
  const seed = Math.sin(timeMs / 60_000 + instance.length * INSTANCES.indexOf(instance)) * 43_758.5453;
  const noise = seed - Math.floor(seed) - 0.5;
  return 120 + 40 * day + 6 * noise;
}
