import React, { useState } from 'react';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';

import { completePromql } from '../complete/promql';
import { withVariables } from '../complete/variables';
import { CodeField } from './CodeField';

const complete = withVariables(completePromql, 'promql', ['service']);

function open(initial: string) {
  const onCommit = vi.fn<(text: string) => void>();
  const onRun = vi.fn();
  function Page() {
    const [value, setValue] = useState(initial);
    const commit = (text: string) => {
      onCommit(text);
      setValue(text);
    };
    return (
      <>
        <CodeField
          id="code"
          label="PromQL"
          language="promql"
          placeholder="up"
          invalid={false}
          value={value}
          complete={complete}
          lookUp={async ({ path }) => (path === 'metrics-names' ? ['up', 'rate_limit', 'http-requests'] : ['api', 'web'])}
          onCommit={commit}
          onRun={onRun}
        />
        <button type="button">next</button>
      </>
    );
  }
  const { container } = render(<Page />);
  return { onCommit, onRun, user: userEvent.setup(), field: screen.getByRole('combobox', { name: 'PromQL' }) as HTMLTextAreaElement, container };
}

describe('the code field', () => {
  it('shows its text a second time, in colours, hidden from screen readers', async () => {
    const { container, field, user } = open('rate(up{job="a"}[5m])');
    const layer = container.querySelector('pre[aria-hidden="true"]')!;
    expect(layer).toHaveTextContent('rate(up{job="a"}[5m])');
    expect(new Set([...layer.querySelectorAll('span')].map((piece) => piece.style.color)).size).toBeGreaterThan(3);
    await user.type(field, ' * 2');
    expect(layer).toHaveTextContent('rate(up{job="a"}[5m]) * 2');
  });

  it('has its text left alone by what corrects, completes and translates', () => {
    const { container, field } = open('up');
    const asked = ['autocapitalize', 'autocomplete', 'autocorrect', 'spellcheck'].map((name) => field.getAttribute(name));
    expect(asked).toEqual(['none', 'off', 'off', 'false']);
    expect(container.querySelector('pre')).toHaveAttribute('translate', 'no');
  });

  it.each([
    ['Shift+Enter', '{Shift>}{Enter}{/Shift}'],
    ['Ctrl+Enter', '{Control>}{Enter}{/Control}'],
  ])('runs on %s and writes no line for it', async (_name, keys) => {
    const { field, onCommit, onRun, user } = open('up');
    await user.type(field, ` * 2${keys}`);
    expect(onCommit).toHaveBeenLastCalledWith('up * 2');
    expect(onRun).toHaveBeenCalledTimes(1);
  });

  it('runs on Shift+Enter also while something is offered', async () => {
    const { field, onCommit, onRun, user } = open('');
    await user.type(field, 'up');
    await screen.findAllByRole('option');
    await user.keyboard('{Shift>}{Enter}{/Shift}');
    expect(onCommit).toHaveBeenLastCalledWith('up');
    expect(onRun).toHaveBeenCalledTimes(1);
    expect(screen.queryByRole('option')).toBeNull();
  });

  it('is left by Tab, and hands its text over then', async () => {
    const { field, onCommit, user } = open('');
    await user.type(field, 'ra');
    await screen.findAllByRole('option');
    await user.tab();
    expect(screen.getByRole('button', { name: 'next' })).toHaveFocus();
    expect(onCommit).toHaveBeenLastCalledWith('ra');
  });

  it('offers functions with a line of help, and puts the cursor where to go on', async () => {
    const { field, user } = open('');
    await user.type(field, '2 * ra');
    const option = await screen.findByRole('option', { name: /^rate The increase of a counter/ });
    await user.click(option);
    expect(field).toHaveValue('2 * rate([$__rate_interval])');
    await waitFor(() => expect(field.selectionStart).toBe('2 * rate('.length));
    expect(field).toHaveFocus();
  });

  it('writes a name that has to stand in quotes over all of it that is there', async () => {
    const { field, user } = open('');
    await user.type(field, '2 * http-re');
    await user.click(await screen.findByRole('option', { name: 'http-requests' }));
    expect(field).toHaveValue('2 * {"http-requests"}');
    await waitFor(() => expect(field.selectionStart).toBe(field.value.length));
  });

  it('offers variables after their sign', async () => {
    const { field, user } = open('');
    await user.type(field, 'up{{job="$s');
    expect((await screen.findAllByRole('option')).map(({ textContent }) => textContent)).toEqual(['$service']);
    await user.keyboard('{ArrowDown}{Enter}');
    expect(field).toHaveValue('up{job="$service');
  });
});
