import React, { useState } from 'react';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';

import type { Detection } from '../../contract/types';
import { selectors } from '../../shared/selectors';
import { QueryEditor } from '../QueryEditor';
import { dataSource } from '../testing';
import type { SeismoQuery } from '../types';

beforeEach(() => {
  localStorage.setItem('seismo.editor.detectors', 'true');
  localStorage.setItem('seismo.editor.together', 'true');
});

const RESOURCES = {
  labels: ['instance', 'job'],
  presets: [
    { id: 'auto', name: 'Auto', summary: 'Rare', ensemble: [{ detector: 'auto', weight: 1, parameters: {} }] },
    { id: 'classic', name: 'Classic', summary: 'Votes', ensemble: [{ detector: 'z_score', weight: 0.6 }, { detector: 'ewma', weight: 0.4 }] },
  ],
  detectors: [
    { id: 'auto', name: 'Auto', parameters: [] },
    {
      id: 'z_score',
      name: 'Z-score',
      summary: 'Compares each value',
      minimumHistory: 12,
      reference: { title: 'Montgomery', url: 'https://example.org/z' },
      parameters: [{ name: 'window', type: 'integer', default: 100, minimum: 8, maximum: 2000, unit: 'samples', summary: 'How many samples.' }],
    },
    { id: 'ewma', name: 'EWMA chart', summary: 'Follows', parameters: [] },
    { id: 'cusum', name: 'CUSUM', summary: 'Adds up', parameters: [] },
  ],
};

function open(detection: Detection) {
  const datasource = dataSource({ kind: 'sample' }, RESOURCES);
  const stored: SeismoQuery = { refId: 'A', version: 1, source: { kind: 'sample', metric: '', service: '' }, detection };
  const last: { detection: Detection } = { detection };
  function Page() {
    const [query, setQuery] = useState(stored);
    const change = (changed: SeismoQuery) => {
      last.detection = changed.detection ?? {};
      setQuery(changed);
    };
    return <QueryEditor datasource={datasource} query={query} onChange={change} onRunQuery={() => undefined} />;
  }
  render(<Page />);
  return { last, user: userEvent.setup(), section: () => within(screen.getByTestId(selectors.queryEditor.ensemble)) };
}

describe('the detectors', () => {
  it('are those of the preset until a person chooses their own, and again after that', async () => {
    const { last, section, user } = open({ preset: 'classic' });
    expect(await screen.findByText(/The preset votes: Z-score 60 %, EWMA chart 40 %/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Choose detectors' }));
    expect(last.detection.ensemble).toEqual([{ detector: 'z_score', weight: 0.6 }, { detector: 'ewma', weight: 0.4 }]);
    expect(section().getAllByRole('listitem').map((item) => item.getAttribute('aria-label'))).toEqual(['Z-score', 'EWMA chart']);
    await user.click(screen.getByRole('button', { name: 'Back to the preset' }));
    expect(last.detection).toEqual({ preset: 'classic' });
  });

  it('say what each does, and what each parameter can be', async () => {
    const { section } = open({ preset: 'classic', ensemble: [{ detector: 'z_score', weight: 1 }] });
    expect(await section().findByText(/Compares each value/)).toHaveTextContent('It votes once it has seen 12 samples.');
    expect(section().getByRole('link', { name: /Montgomery/ })).toHaveAttribute('href', 'https://example.org/z');
    expect(section().getByText('How many samples. 8 to 2000, usually 100.')).toBeInTheDocument();
    expect(section().getByRole('button', { name: /^The last one stays/ })).toBeDisabled();
  });

  it('are added and removed, with weights and parameters', async () => {
    const { last, section, user } = open({ preset: 'auto', budget: 1, ensemble: [{ detector: 'z_score', weight: 1 }] });
    await section().findByText(/Compares each value/);
    await user.click(screen.getByRole('button', { name: 'Add detector' }));
    await user.click(await screen.findByRole('menuitem', { name: /CUSUM/ }));
    expect(last.detection).toEqual({ preset: 'auto', ensemble: [{ detector: 'z_score', weight: 1 }, { detector: 'cusum', weight: 1 }] });
    const zScore = within(section().getByRole('listitem', { name: 'Z-score' }));
    const window = zScore.getByRole('spinbutton', { name: /window/ });
    await user.clear(window);
    await user.type(window, '60{Enter}');
    const weight = zScore.getByRole('spinbutton', { name: 'Weight' });
    await user.clear(weight);
    await user.type(weight, '3{Enter}');
    expect(last.detection.ensemble?.[0]).toEqual({ detector: 'z_score', weight: 3, parameters: { window: 60 } });
    await user.click(section().getByRole('button', { name: 'Remove CUSUM' }));
    expect(last.detection.ensemble).toEqual([{ detector: 'z_score', weight: 3, parameters: { window: 60 } }]);
  });

  it('mark what is wrong where it stands', async () => {
    open({ preset: 'classic', ensemble: [{ detector: 'z_score', weight: 0, parameters: { window: 7 } }] });
    await waitFor(() => expect(screen.getByTestId(selectors.queryEditor.problems)).toHaveTextContent('Z-score, window: 7 is not a valid whole number from 8 to 2000'));
    expect(screen.getByRole('spinbutton', { name: /window/ })).toBeInvalid();
    expect(screen.getByRole('spinbutton', { name: 'Weight' })).toBeInvalid();
    expect(screen.getByRole('button', { name: /^Detectors/ })).toHaveTextContent('2 to correct');
  });
});

describe('series scored together', () => {
  it('are named by labels, and what does not go with it can be taken out', async () => {
    const { last, user } = open({ preset: 'auto', budget: 2, direction: 'above' });
    await user.click(screen.getByRole('radio', { name: 'The metrics of one entity together' }));
    expect(last.detection).toEqual({ preset: 'auto', direction: 'above', together: { by: [] } });
    expect(screen.getByTestId(selectors.queryEditor.problems)).toHaveTextContent('direction is for series that are scored alone');
    await user.click(screen.getByRole('button', { name: 'Remove it' }));
    expect(screen.queryByTestId(selectors.queryEditor.problems)).toBeNull();
    await user.click(screen.getByRole('combobox', { name: 'Add label' }));
    await user.click(await screen.findByRole('option', { name: 'instance' }));
    expect(last.detection).toEqual({ preset: 'auto', together: { by: ['instance'] } });
    await user.click(screen.getByRole('button', { name: 'Remove the label instance' }));
    await user.click(screen.getByRole('radio', { name: 'Each series by itself' }));
    expect(last.detection).toEqual({ preset: 'auto', budget: 1 });
  });
});
