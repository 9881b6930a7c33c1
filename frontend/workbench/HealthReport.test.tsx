import React from 'react';
import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { HealthReport } from './HealthReport';

describe('the report on the settings', () => {
  it('shows what was found, part by part', () => {
    const details = { product: 'Prometheus', version: '3.1.0', count: 12, counted: 'metrics', series: 3456, latencyMs: 7, newestAgeMs: null, hint: null };
    render(<HealthReport health={{ status: 'OK', message: 'It answers.', details }} />);
    expect(screen.getByTestId('data-testid Alert success')).toHaveTextContent('It answers.');
    expect(screen.getAllByRole('term').map((term) => term.textContent)).toEqual(['Server', 'Metrics', 'Series', 'Round trip']);
    expect(screen.getAllByRole('definition').map((one) => one.textContent)).toEqual(['Prometheus 3.1.0', '12', '3,456', '7 ms']);
  });

  it('warns where something is to be done all the same', () => {
    render(<HealthReport health={{ status: 'OK', message: 'It is empty.', details: { product: 'Prometheus', hint: 'Fill it.' } }} />);
    expect(screen.getByTestId('data-testid Alert warning')).toHaveTextContent('Fill it.');
  });

  it('is calm where there is nothing to ask yet', () => {
    render(<HealthReport health={{ status: 'UNKNOWN', message: 'No address: write the URL.', details: { status: 400, hint: null } }} />);
    expect(screen.getByTestId('data-testid Alert info')).toHaveTextContent('No address: write the URL.');
  });

  it.each([undefined, null, 'text', { status: 502, hint: null }])('says that it fails, with details %o', (details) => {
    render(<HealthReport health={{ status: 'ERROR', message: '', details }} />);
    expect(screen.getByTestId('data-testid Alert error')).toHaveTextContent('The plugin gave no message');
    expect(screen.queryByRole('term')).toBeNull();
  });
});
