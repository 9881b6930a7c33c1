import React from 'react';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';

import { OUTPUTS } from '../../contract/limits';
import { selectors } from '../../shared/selectors';
import type { SeismoQuery } from '../types';
import { OutputFields } from './OutputFields';
import { OutputSelect } from './OutputSelect';
import { outputWords } from './words';

const offered = () => within(screen.getByRole('radiogroup', { name: 'Output' })).getAllByRole('radio');

describe('the output of a query', () => {
  it.each(OUTPUTS)('%s is offered, and told in a sentence', async (output) => {
    const onChange = vi.fn();
    const { rerender } = render(<OutputSelect id="output" output={output === 'panel' ? 'score' : 'panel'} onChange={onChange} />);
    await userEvent.click(screen.getByRole('radio', { name: outputWords(output).label }));
    expect(onChange).toHaveBeenCalledWith(output);
    rerender(<OutputSelect id="output" output={output} onChange={onChange} />);
    expect(screen.getByTestId(selectors.queryEditor.outputSummary).textContent).toMatch(/^\S.{20,}$/);
  });

  it('is one number in an alert rule', () => {
    render(<OutputSelect id="output" output="score" inAlert onChange={() => undefined} />);
    expect(offered()).toHaveLength(OUTPUTS.length - 2);
    expect(screen.queryByRole('radio', { name: 'Everything' })).toBeNull();
    expect(screen.queryByRole('radio', { name: 'Events' })).toBeNull();
  });

  it('that an alert rule cannot have is shown where it was saved, and cannot be chosen', () => {
    render(<OutputSelect id="output" output="events" inAlert onChange={() => undefined} />);
    expect(screen.getByRole('radio', { name: 'Events' })).toBeChecked();
    expect(screen.getByRole('radio', { name: 'Events' })).toBeDisabled();
  });

  it('that this version does not know is shown as nothing, and breaks nothing', () => {
    render(<OutputSelect id="output" output={'later' as never} onChange={() => undefined} />);
    expect(offered().some((radio) => (radio as HTMLInputElement).checked)).toBe(false);
  });
});

describe('what goes with an output', () => {
  const query: SeismoQuery = { refId: 'A', source: { kind: 'sample', metric: '', service: '' } };

  function open(more: Partial<SeismoQuery>, inAlert = false) {
    const onChange = vi.fn();
    render(<OutputFields idPrefix="q" query={{ ...query, ...more }} timeInterval={undefined} inAlert={inAlert} onChange={onChange} />);
    return onChange;
  }

  it.each(OUTPUTS)('%s: hold stands beside score and severity alone', (output) => {
    open({ output });
    expect(screen.queryByRole('radiogroup', { name: 'Hold' }) !== null).toBe(output === 'score' || output === 'severity');
  });

  it.each([
    ['Auto', 'row', undefined],
    ['While event', undefined, 'event'],
    ['Each row', undefined, 'row'],
  ] as const)('hold: %s', async (name, before, after) => {
    const onChange = open({ output: 'score', hold: before });
    await userEvent.click(screen.getByRole('radio', { name }));
    expect(onChange).toHaveBeenCalledWith({ hold: after });
  });

  it('hold goes with an output that cannot be held, and stays with one that can', async () => {
    const onChange = open({ output: 'score', hold: 'row' });
    await userEvent.click(screen.getByRole('radio', { name: 'Severity' }));
    expect(onChange).toHaveBeenLastCalledWith({ output: 'severity', hold: 'row', live: undefined });
    await userEvent.click(screen.getByRole('radio', { name: 'Value' }));
    expect(onChange).toHaveBeenLastCalledWith({ output: 'value', hold: undefined, live: undefined });
  });

  it('live is for the panel alone, and never for a rule', () => {
    open({ output: 'panel' });
    expect(screen.getByRole('switch', { name: /Stream scores/ })).toBeInTheDocument();
    open({ output: 'score' });
    open({ output: 'panel' }, true);
    expect(screen.getAllByRole('switch', { name: /Stream scores/ })).toHaveLength(1);
  });

  it.each<[string, Partial<SeismoQuery>, RegExp]>([
    ['score', { output: 'score' }, /“Is above or equal to” and write 0\.6/],
    ['score with a threshold of its own', { output: 'score', detection: { threshold: 0.8 } }, /write 0\.8/],
    ['severity', { output: 'severity' }, /write 3 /],
    ['severity of three levels', { output: 'severity', detection: { severity: 'three_level' } }, /write 2 /],
    ['age', { output: 'age', detection: { interval: '5m' } }, /write 50,/],
    ['what explains', { output: 'since' }, /output Score or Severity/],
  ])('in a rule: how the condition is set for %s', (_name, more, words) => {
    open(more, true);
    expect(screen.getByTestId(selectors.queryEditor.conditionHint)).toHaveTextContent(words);
  });

  it('elsewhere: no condition', () => {
    open({ output: 'score' });
    expect(screen.queryByTestId(selectors.queryEditor.conditionHint)).toBeNull();
  });
});
