import React from 'react';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';

import { OutputSelect } from './OutputSelect';

describe('the output of a query', () => {
  it('can be a list of events', async () => {
    const onChange = vi.fn();
    render(<OutputSelect id="output" output="panel" onChange={onChange} />);
    await userEvent.click(screen.getByRole('radio', { name: 'Events' }));
    expect(onChange).toHaveBeenCalledWith('events');
  });

  it('is no list in an alert rule', () => {
    render(<OutputSelect id="output" output="score" inAlert onChange={() => undefined} />);
    expect(screen.getByRole('radio', { name: 'Events' })).toBeDisabled();
    expect(screen.getByRole('radio', { name: /^Score/ })).toBeEnabled();
  });
});
