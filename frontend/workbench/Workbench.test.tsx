import React from 'react';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { selectors } from '../shared/selectors';
import { installServices, wearTheme } from './services';
import { Workbench } from './Workbench';

const NOW = Date.UTC(2026, 10, 21, 12);
const HOUR = 3_600_000;

interface Sent {
  path: string;
  method: string;
  body: Record<string, unknown> | undefined;
}

/** A server that records requests; a path without an answer is 404. */
function serve(answers: Record<string, [status: number, body: unknown]>): Sent[] {
  const sent: Sent[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit = {}) => {
    const path = url.split('?')[0] ?? '';
    sent.push({ path, method: init.method ?? 'GET', body: init.body ? JSON.parse(String(init.body)) : undefined });
    const [status, body] = answers[path] ?? [404, { message: `no ${path}` }];
    return new Response(JSON.stringify(body), { status });
  });
  return sent;
}

const session = {
  datasource: { uid: 'sample', name: 'Sample fleet', type: 'seismo-anomaly-datasource', jsonData: { kind: 'sample' } },
  now: NOW,
  version: '0.1.0',
};
const answers: Parameters<typeof serve>[0] = {
  '/api/workbench': [200, session],
  '/api/ds/query': [200, { results: { A: { status: 200, frames: [] } } }],
  '/api/datasources/uid/sample/health': [200, { status: 'OK', message: '9 series' }],
};
const queries = (sent: Sent[]) => sent.filter(({ path }) => path === '/api/ds/query');

beforeEach(() => {
  // jsdom has no layout; the page sends queries only once it knows its width.
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1000);
  installServices();
});
afterAll(() => {
  wearTheme('dark');
});

// Buttons of the whole page are found by their texts: finding by role reads the styles of the whole page, which takes a
// busy machine longer than a test's time limit. The browser tests find them by role.
describe('the workbench', () => {
  it('asks for the sample fleet over the last 6 hours of the server’s clock as it opens', async () => {
    const sent = serve(answers);
    render(<Workbench />);
    await waitFor(() => expect(queries(sent)).toHaveLength(1));
    expect(queries(sent)[0]?.body).toMatchObject({
      from: String(NOW - 6 * HOUR),
      to: String(NOW),
      queries: [
        {
          refId: 'A',
          version: 1,
          datasource: { uid: 'sample', type: 'seismo-anomaly-datasource' },
          source: { kind: 'sample', metric: '', service: '' },
          detection: { preset: 'auto', budget: 1, threshold: 0.6 },
          output: 'panel',
          maxDataPoints: 1000,
        },
      ],
    });
    expect(screen.getByText('Sample fleet')).toBeInTheDocument();
  });

  it('sends an edited query once, and keeps it in the address', async () => {
    const sent = serve(answers);
    render(<Workbench />);
    await waitFor(() => expect(queries(sent)).toHaveLength(1));
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText('Legend'), 'x{Enter}');
    await waitFor(() => expect(queries(sent)).toHaveLength(2));
    expect(queries(sent)[1]?.body).toMatchObject({ queries: [{ source: { legend: 'x' } }] });
    const query = JSON.parse(new URLSearchParams(window.location.search).get('query') ?? '{}');
    expect(query.source.legend).toBe('x');
  });

  it('opens what an address holds', async () => {
    const sent = serve(answers);
    const query = { refId: 'A', version: 1, source: { kind: 'sample', metric: 'errors', service: '' } };
    window.history.replaceState(null, '', `/?from=1000&to=3601000&query=${encodeURIComponent(JSON.stringify(query))}`);
    render(<Workbench />);
    await waitFor(() => expect(queries(sent)).toHaveLength(1));
    expect(queries(sent)[0]?.body).toMatchObject({ from: '1000', to: '3601000', queries: [{ source: { metric: 'errors' } }] });
  });

  it('runs again on demand', async () => {
    const sent = serve(answers);
    render(<Workbench />);
    await waitFor(() => expect(queries(sent)).toHaveLength(1));
    await userEvent.click(await screen.findByText('Run query'));
    await waitFor(() => expect(queries(sent)).toHaveLength(2));
  });

  it('shows the error of a query', async () => {
    serve({ ...answers, '/api/ds/query': [400, { results: { A: { status: 400, error: 'threshold: 2 is too much', frames: [] } } }] });
    render(<Workbench />);
    expect(await screen.findByText(/threshold: 2 is too much/)).toBeInTheDocument();
  });

  it('switches the theme and keeps it in the address', async () => {
    serve(answers);
    render(<Workbench />);
    await userEvent.click(await screen.findByText('Light theme'));
    expect(window.location.search).toContain('theme=light');
    expect(screen.getByText('Dark theme')).toBeInTheDocument();
  });

  it('saves and tests the settings, and forgets the secrets that it sent', async () => {
    const influx = { ...session.datasource, jsonData: { kind: 'influxdb', version: 'Flux' } };
    const sent = serve({ ...answers, '/api/workbench': [200, { ...session, datasource: influx }] });
    window.history.replaceState(null, '', '/?tab=datasource');
    render(<Workbench />);
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText('Token'), 'secret');
    await user.click(screen.getByText('Save & test'));
    const health = await screen.findByTestId(selectors.workbench.health);
    expect(await within(health).findByText('9 series')).toBeInTheDocument();
    const tested = sent.filter(({ path }) => path.endsWith('/health'));
    expect(tested).toHaveLength(1);
    expect(tested[0]).toMatchObject({ method: 'POST', body: { secureJsonData: { token: 'secret' }, jsonData: { kind: 'influxdb' } } });
    expect(screen.getByLabelText('Token')).toBeDisabled();
    expect(window.location.search).not.toContain('secret');
  });

  it('says why the data source does not answer', async () => {
    serve({ ...answers, '/api/datasources/uid/sample/health': [400, { status: 'ERROR', message: 'connection refused' }] });
    window.history.replaceState(null, '', '/?tab=datasource');
    render(<Workbench />);
    await userEvent.click(await screen.findByText('Save & test'));
    expect(await screen.findByText('connection refused')).toBeInTheDocument();
  });

  it('says why it cannot start', async () => {
    serve({});
    render(<Workbench />);
    expect(await screen.findByRole('alert')).toHaveTextContent('no /api/workbench');

    serve(answers);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Sample fleet')).toBeInTheDocument();
    // An effect updates the title, possibly after the first element is found.
    await waitFor(() => expect(document.title).toBe('Explore · Seismo'));
  });
});
