import React from 'react';
import { MappingType } from '@grafana/data';
import { cleanup, render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { CAUSES } from '../../contract/limits';
import { readSeverity } from '../fields';
import { minute, plainFrame, seismoEvent, seismoFrame } from '../testing/frames';

import { SeverityTooltip } from './SeverityTooltip';

function show(frame: Parameters<typeof readSeverity>[0][number], row: number, timeZone = 'utc', annotations: string[] = []) {
  const read = readSeverity([frame]);
  if (read.kind !== 'data') {
    throw new Error(read.kind);
  }
  render(<SeverityTooltip series={read.series[0]!} row={row} color="#fff" timeZone={timeZone} annotations={annotations} />);
  const words = [...document.querySelectorAll('dt')].map((term) => term.textContent);
  return Object.fromEntries(words.map((word, i) => [word, document.querySelectorAll('dd')[i]?.textContent?.trim()]));
}

const frame = seismoFrame({
  name: 'api',
  value: [14, null, 11],
  expected: [10, 10, 10],
  score: [0.93, null, 0.05],
  severity: [4, null, 0],
  votes: { z_score: [1, null, 0], isolation_forest: [0.86, null, 0.1] },
  config: { unit: 'ms' },
});

describe('the tooltip', () => {
  it('explains an anomaly', () => {
    expect(show(frame, 0)).toEqual({
      Value: '14 ms',
      Expected: '10 ms',
      Band: '7 ms … 13 ms',
      Deviation: '+4 ms (+4.0 σ)',
      Score: '93 %',
      Severity: 'Critical',
      'Time of the week': 'Mon 14:00 UTC',
    });
    expect(screen.getByText('Z-score').parentElement).toHaveTextContent('Z-score (0.50)100 %');
    expect(screen.getByText('isolation_forest').parentElement).toHaveTextContent('isolation_forest (0.50)86 %');
  });

  it('names a dropped detector and the reason', () => {
    const rows = { value: [1], score: [0.2], severity: [0] };
    show(
      seismoFrame(rows, {
        detectors: [
          { id: 'lstm_autoencoder', name: 'LSTM autoencoder', weight: 0, parameters: {}, state: 'dropped', reason: 'no model' },
        ],
      }),
      0
    );
    expect(screen.getByText('LSTM autoencoder').parentElement?.parentElement).toHaveTextContent(/dropped\s*no model/);
  });

  it('says why a point is anomalous, when on the clock of the query, and how rare that is', () => {
    const rows = { value: [14, 15], score: [0.93, 0.7], severity: [4, 1], cause: [3, 1] };
    const explained = seismoFrame(rows, { timezone: 'Europe/Berlin', events: [seismoEvent(0, { toMs: minute(1) })] });
    expect(show(explained, 0)).toMatchObject({
      Cause: 'Level shift',
      'Time of the week': 'Mon 16:00 Europe/Berlin',
      'How rare': 'about once in 5 weeks',
      'Strongest statistics': 'Level shift 93 %Unusual for the time 88 %Drift 50 %',
    });
    expect(screen.queryByText('Peak of the event')).toBeNull();
    cleanup();
    expect(show(explained, 1)).toMatchObject({ Cause: 'Spike', 'Peak of the event': '2025-06-02 14:00:00' });
  });

  it.each([
    ['spike', 'Spike'],
    ['season', 'Unusual for the time'],
    ['level_shift', 'Level shift'],
    ['drift', 'Drift'],
    ['variance_up', 'More variance'],
    ['variance_down', 'Less variance'],
    ['local', 'Unlike the values around it'],
    ['record', 'Higher than ever seen'],
    ['range', 'Outside of the valid range'],
    ['flat', 'Flat line'],
  ] as const)('calls the cause %s "%s"', (cause, words) => {
    const rows = { value: [14], score: [0.93], severity: [4], cause: [CAUSES.indexOf(cause)] };
    expect(show(seismoFrame(rows), 0).Cause).toBe(words);
  });

  it('says what the statistic measured', () => {
    const measure = { samples: [20], size: [4.2] };
    const rows = { value: [14], score: [0.93], severity: [4], cause: [CAUSES.indexOf('level_shift')], measure };
    expect(show(seismoFrame(rows), 0).Cause).toBe('Level shift: mean of 20 samples 4.2 σ above');
  });

  it('blames the metrics of a group by their shares of the error', () => {
    const rows = { value: [3], score: [0.93], severity: [4], votes: {}, contributions: { cpu: [0.7], memory: [0.3] } };
    expect(show(seismoFrame(rows), 0)['Share of the error']).toBe('cpu 70 %memory 30 %');
  });

  it('says of a row without a score that a detector is still learning', () => {
    const detector = { id: 'auto', name: 'Auto', weight: 1, parameters: {}, reason: 'it has seen 12 of 60' };
    const rows = { value: [1, null], score: [null, null], severity: [null, null], votes: { auto: [null, null] } };
    const learnt = seismoFrame(rows, { detectors: [{ ...detector, state: 'learning' }] });
    show(learnt, 0);
    expect(screen.getByText(/^Auto/).parentElement).toHaveTextContent(/learning\s*it has seen 12 of 60/);
    cleanup();
    show(learnt, 1);
    expect(screen.queryByText(/^Auto/)).toBeNull();
  });

  it('calls an ordinary row ordinary', () => {
    expect(show(frame, 2)).toMatchObject({ Score: '5 %', Severity: 'Ordinary' });
  });

  it('says that a gap is one, without score or votes', () => {
    expect(show(frame, 1)).toEqual({ Value: 'No sample', Expected: '10 ms', Band: '7 ms … 13 ms' });
    expect(screen.queryByText('Z-score')).not.toBeInTheDocument();
  });

  it('says how a row without an event compares with the budget', () => {
    const budgeted = seismoFrame({ value: [1, 9], score: [0.2, 0.7], severity: [0, 1] }, { budget: 1 });
    expect(show(budgeted, 0)).toMatchObject({ 'How rare': 'more common than about once a week' });
    cleanup();
    expect(show(budgeted, 1)).toMatchObject({ 'How rare': 'rarer than about once a week' });
  });

  it('says that a row lies in an excluded window, and what that means', () => {
    const windows = [{ fromMs: minute(0), toMs: minute(1), report: false, learn: true }];
    const excluded = seismoFrame({ value: [1, 1], score: [0, 0], severity: [0, 0] }, { budget: 1, excluded: windows });
    expect(show(excluded, 0)).toMatchObject({ 'Excluded window': 'not reported' });
    expect(show(excluded, 0)).not.toHaveProperty('How rare');
    cleanup();
    expect(show(excluded, 1)).not.toHaveProperty('Excluded window');
  });

  it("says in the user's words what has no number, or a word for its number", () => {
    const mappings = [{ type: MappingType.ValueToText as const, options: { 0: { text: 'down' }, 10: { text: 'full' } } }];
    const rows = { value: [0, null], expected: [10, 10], score: [0.9, null], severity: [4, null] };
    const mapped = seismoFrame({ ...rows, config: { mappings, noValue: 'offline' } });
    expect(show(mapped, 0)).toMatchObject({ Value: 'down', Expected: 'full', Deviation: '−10 (−10.0 σ)' });
    cleanup();
    expect(show(mapped, 1)).toMatchObject({ Value: 'offline' });
  });

  it('says what the annotations of its time say, three at most', () => {
    expect(show(frame, 2, 'utc', ['Deploy', 'Outage', 'Rollback', 'Party']).Annotation).toBe('DeployOutageRollback');
  });

  it('stands in the time zone of the panel', () => {
    show(frame, 0, 'Asia/Tokyo');
    expect(screen.getByText('2025-06-02 23:00:00')).toBeInTheDocument();
  });

  it('shows the value alone for another data source', () => {
    expect(show(plainFrame([3]), 0)).toEqual({ Value: '3' });
  });
});
