import React, { useState } from 'react';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';

import type { Detection } from '../../contract/types';
import { selectors } from '../../shared/selectors';
import { QueryEditor } from '../QueryEditor';
import { dataSource } from '../testing';
import type { SeismoQuery } from '../types';
import { countKnown } from './known';

const CALENDARS = [{ name: 'de', ics: 'BEGIN:VCALENDAR' }];

function open(detection: Detection) {
  const onChange = vi.fn<(query: SeismoQuery) => void>();
  const datasource = dataSource({ kind: 'sample', calendars: CALENDARS });
  const stored: SeismoQuery = { refId: 'A', source: { kind: 'sample', metric: '', service: '' }, detection };
  function Page() {
    const [query, setQuery] = useState(stored);
    const change = (changed: SeismoQuery) => {
      onChange(changed);
      setQuery(changed);
    };
    return <QueryEditor datasource={datasource} query={query} onChange={change} onRunQuery={vi.fn()} />;
  }
  render(<Page />);
  const user = userEvent.setup();
  return {
    user,
    unfold: () => user.click(screen.getByText(/What you know about this series/)),
    last: () => onChange.mock.lastCall?.[0].detection as Detection,
  };
}

const problems = () => screen.getByTestId(selectors.queryEditor.problems);

describe('what is known of a series', () => {
  it('is folded away, and its title says how much there is', async () => {
    const { unfold } = open({ offset: '5m', excluded: [{ from: '2026-05-01T00:00:00Z', to: '2026-05-02T00:00:00Z' }] });
    expect(screen.getByText('What you know about this series (2)')).toBeInTheDocument();
    expect(screen.queryByLabelText('Least deviation')).toBeNull();
    await unfold();
    expect(screen.getByLabelText('Least deviation')).toBeInTheDocument();
  });

  it('keeps numbers as numbers, and an emptied one is left out with its parent', async () => {
    const { user, unfold, last } = open({});
    await unfold();
    await user.type(screen.getByLabelText('Least deviation'), '5{Enter}');
    await user.type(screen.getByLabelText('Least share'), '0.1{Enter}');
    await user.type(screen.getByLabelText('Lowest value'), '-20{Enter}');
    expect(last()).toMatchObject({ minimumDeviation: { absolute: 5, relative: 0.1 }, valueRange: { minimum: -20 } });
    await user.clear(screen.getByLabelText('Lowest value'));
    await user.clear(screen.getByLabelText('Least share'));
    await user.tab();
    expect(last()).not.toHaveProperty('valueRange.minimum');
    expect(last().valueRange).toBeUndefined();
    expect(last().minimumDeviation).toEqual({ absolute: 5 });
  });

  it('says nothing in the query where the usual is chosen', async () => {
    const { user, unfold, last } = open({ gaps: 'zero', offset: '5m' });
    await unfold();
    await user.click(screen.getByRole('radio', { name: 'Skip' }));
    const late = screen.getByRole('combobox', { name: 'Late data' });
    await user.clear(late);
    await user.type(late, '0s{Escape}{Enter}');
    expect(countKnown(last())).toBe(0);
    expect(last().gaps).toBeUndefined();
    expect(last().offset).toBeUndefined();
  });

  it('excludes a range, and each window can be set and removed', async () => {
    const { user, unfold, last } = open({});
    await unfold();
    await user.click(screen.getByRole('button', { name: /Exclude the range/ }));
    expect(last().excluded).toEqual([
      { from: expect.stringMatching(/^\d{4}-.*:\d\dZ$/), to: expect.stringMatching(/Z$/), report: false, learn: false },
    ]);
    const from = screen.getByLabelText('Excluded from');
    await user.clear(from);
    await user.paste('2026-05-01T00:00:00Z');
    const to = screen.getByLabelText('until');
    await user.clear(to);
    await user.paste('2026-05-02T00:00:00+02:00');
    await user.keyboard('{Enter}');
    await user.click(screen.getByRole('switch', { name: 'Learn' }));
    expect(last().excluded).toEqual([
      { from: '2026-05-01T00:00:00Z', to: '2026-05-02T00:00:00+02:00', report: false, learn: true },
    ]);
    expect(screen.queryByTestId(selectors.queryEditor.problems)).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Remove window 1' }));
    expect(last().excluded).toBeUndefined();
  });

  it('takes holidays of the data source, or a text', async () => {
    const { user, unfold, last } = open({});
    await unfold();
    await user.click(screen.getByRole('radio', { name: 'From the data source' }));
    expect(last().holidays).toEqual({ calendar: 'de' });
    await user.click(screen.getByRole('radio', { name: 'Own text' }));
    expect(problems()).toHaveTextContent('BEGIN:VCALENDAR');
    await user.click(screen.getByLabelText('iCalendar text'));
    await user.paste('BEGIN:VCALENDAR');
    await user.tab();
    expect(last().holidays).toEqual({ ics: 'BEGIN:VCALENDAR' });
    expect(screen.queryByTestId(selectors.queryEditor.problems)).toBeNull();
    await user.click(within(screen.getByTestId(selectors.queryEditor.knowledge)).getByRole('radio', { name: 'None' }));
    expect(last().holidays).toBeUndefined();
  });

  it('marks what is wrong where it stands', async () => {
    const { unfold } = open({
      minimumDeviation: { absolute: -1 },
      excluded: [{ from: 'yesterday', to: '2026-05-02T00:00:00Z' }],
      holidays: { calendar: 'fr' },
    });
    expect(problems()).toHaveTextContent('"yesterday" is not a valid instant');
    expect(problems()).toHaveTextContent('no calendar "fr"');
    await unfold();
    for (const label of ['Least deviation', 'Excluded from']) {
      expect(screen.getByLabelText(label)).toBeInvalid();
    }
    expect(screen.getByRole('combobox', { name: 'Calendar' })).toBeInvalid();
    expect(screen.getByLabelText('until')).toBeValid();
  });
});
