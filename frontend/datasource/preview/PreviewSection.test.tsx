import React from 'react';
import { act, render, screen } from '@testing-library/react';
import { dateTime, toDataFrame, type DataQueryRequest, type DataQueryResponse, type TimeRange } from '@grafana/data';
import { Subject, throwError, type Observable } from 'rxjs';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { selectors } from '../../shared/selectors';
import type { SeismoQuery } from '../types';
import { PreviewSection } from './PreviewSection';

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.setItem('seismo.editor.preview', 'true');
});

const query: SeismoQuery = { refId: 'A', source: { kind: 'sample', metric: '', service: '' }, output: 'score', hide: true };
const rangeTo = (seconds: number): TimeRange => {
  const [from, to] = [dateTime(0), dateTime(7 * 86_400_000 + seconds * 1000)];
  return { from, to, raw: { from, to } };
};
const answer = (anomalies: number): DataQueryResponse => ({
  data: [
    toDataFrame({
      name: 'cart',
      fields: [
        { name: 'time', values: [1, 2] },
        { name: 'value', values: [1, 2] },
      ],
      meta: {
        custom: {
          seismo: {
            contractVersion: 1,
            severityScheme: 'four_level',
            counts: { anomalies },
            events: anomalies ? [{ fromMs: 1, toMs: 2, points: 2, peakScore: 0.7, peakMs: 2, severity: 2, value: 2, expected: 1 }] : [],
          },
        },
      },
    }),
  ],
});

function open(ask: (request: DataQueryRequest<SeismoQuery>) => Observable<DataQueryResponse>) {
  const datasource = { query: vi.fn(ask) };
  type Part = Partial<React.ComponentProps<typeof PreviewSection>>;
  const page = (part: Part) => (
    <PreviewSection idPrefix="q" datasource={datasource} query={query} state="ready" range={rangeTo(0)} timeZone="UTC" {...part} />
  );
  const { rerender } = render(page({}));
  return { datasource, show: (part: Part) => rerender(page(part)), wait: () => act(() => vi.advanceTimersByTime(600)) };
}
const words = () => screen.getByRole('status');

describe('the preview', () => {
  it('asks a moment after the last change, for the panel frames, few points and once', () => {
    const answers = new Subject<DataQueryResponse>();
    const { datasource, show, wait } = open(() => answers);
    expect(datasource.query).not.toHaveBeenCalled();
    show({ query: { ...query, detection: { threshold: 0.7 } } });
    wait();
    expect(datasource.query).toHaveBeenCalledTimes(1);
    const [request] = datasource.query.mock.calls[0]!;
    expect(request.targets).toEqual([{ refId: 'A', source: query.source, detection: { threshold: 0.7 }, output: 'panel' }]);
    expect(request.maxDataPoints).toBeLessThanOrEqual(200);
    act(() => answers.next(answer(3)));
    expect(words()).toHaveTextContent('Would have raised 3 anomalies in this range (1 event, about 1 per week and series).');
    expect(screen.getByRole('img', { name: 'cart: 1 event' })).toBeInTheDocument();
  });

  it('cancels the older question, and keeps what it shows until the new answer', () => {
    const asked: Array<Subject<DataQueryResponse>> = [];
    const { show, wait } = open(() => asked[asked.push(new Subject()) - 1]!);
    wait();
    act(() => asked[0]!.next(answer(3)));
    show({ query: { ...query, detection: { threshold: 0.9 } } });
    wait();
    expect(asked[0]!.observed).toBe(false);
    expect(words()).toHaveTextContent('Would have raised 3 anomalies');
    expect(screen.getByTestId(selectors.queryEditor.preview)).toHaveAttribute('aria-busy', 'true');
    act(() => asked[1]!.next(answer(0)));
    expect(words()).toHaveTextContent('Would have raised no anomaly in this range (1 series).');
    expect(screen.getByTestId(selectors.queryEditor.preview)).toHaveAttribute('aria-busy', 'false');
  });

  it('does not ask again for what says the same: other outputs, seconds that pass', () => {
    const { datasource, show, wait } = open(() => new Subject());
    wait();
    show({ query: { ...query, output: 'panel', hide: false }, range: rangeTo(20) });
    wait();
    expect(datasource.query).toHaveBeenCalledTimes(1);
    show({ range: rangeTo(120) });
    wait();
    expect(datasource.query).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['an error in the answer', () => new Subject<DataQueryResponse>(), { data: [], errors: [{ message: 'no such host' }] }, 'no such host'],
    ['no series', () => new Subject<DataQueryResponse>(), { data: [] }, 'No series has data in this range.'],
  ] as const)('says what is wrong: %s', (_name, subject, response, text) => {
    const answers = subject();
    const { wait } = open(() => answers);
    wait();
    act(() => answers.next(response as unknown as DataQueryResponse));
    expect(words()).toHaveTextContent(text);
  });

  it('says what is wrong where nothing was answered', () => {
    const { wait } = open(() => throwError(() => new Error('offline')));
    wait();
    expect(words()).toHaveTextContent('offline');
  });

  it.each([
    ['empty', 'Write a query'],
    ['wrong', 'Correct the marked fields'],
  ] as const)('asks nothing while the query is %s', (state, text) => {
    const { datasource, show, wait } = open(() => new Subject());
    show({ state });
    wait();
    expect(datasource.query).not.toHaveBeenCalled();
    expect(words()).toHaveTextContent(text);
  });

  it('asks nothing while it is closed', () => {
    localStorage.setItem('seismo.editor.preview', 'false');
    const { datasource, wait } = open(() => new Subject());
    wait();
    expect(datasource.query).not.toHaveBeenCalled();
    expect(screen.getByRole('button', { name: /^Preview/ })).toHaveAttribute('aria-expanded', 'false');
  });
});
