/** A contact point of the tests' own: remembers what a Grafana on this machine sends. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Notified {
  status: 'firing' | 'resolved';
  labels: Record<string, string>;
  annotations: Record<string, string>;
  dashboardURL: string;
  panelURL: string;
  /** When it arrived. */
  atMs: number;
}

export interface Webhook {
  url: string;
  /** One for each alert of each message, in order. */
  received: Notified[];
  stop: () => Promise<void>;
}

export async function startWebhook(): Promise<Webhook> {
  const received: Notified[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) {
      text += String(chunk);
    }
    const { alerts } = JSON.parse(text) as { alerts: Notified[] };
    received.push(...alerts.map((alert) => ({ ...alert, atMs: Date.now() })));
    response.end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    received,
    stop: () => new Promise((stopped) => server.close(() => stopped())),
  };
}
