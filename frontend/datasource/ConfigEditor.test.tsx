import React, { useState } from 'react';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';

import { selectors } from '../shared/selectors';
import { ConfigEditor, type Props } from './ConfigEditor';
import type { SeismoJsonData } from './types';

type Options = Props['options'];

function open(jsonData: SeismoJsonData, more: Partial<Options> = {}) {
  const onOptionsChange = vi.fn<(options: Options) => void>();
  function Page() {
    const [options, setOptions] = useState({ url: '', jsonData, secureJsonFields: {}, ...more } as Options);
    const change = (changed: Options) => {
      onOptionsChange(changed);
      setOptions(changed);
    };
    return <ConfigEditor options={options} onOptionsChange={change} />;
  }
  render(<Page />);
  const last = () => onOptionsChange.mock.lastCall?.[0] as Options;
  return { last, user: userEvent.setup() };
}

describe('ConfigEditor', () => {
  it('offers Prometheus first, and the sample fleet needs no address', async () => {
    const { last, user } = open({});
    expect(screen.getByRole('radio', { name: 'Prometheus' })).toBeChecked();
    expect(screen.getByLabelText('Data source connection URL')).toBeInTheDocument();
    await user.click(screen.getByRole('radio', { name: 'Sample fleet' }));
    expect(last().jsonData.kind).toBe('sample');
    expect(screen.queryByLabelText('Data source connection URL')).toBeNull();
    expect(screen.queryByText('Authentication')).toBeNull();
  });

  it('asks for what each InfluxDB language needs', async () => {
    const { last, user } = open({ kind: 'influxdb' });
    await user.type(screen.getByLabelText('Database'), 'd');
    await user.type(screen.getByLabelText('User'), 'u');
    await user.type(screen.getByLabelText('Password'), 'p');
    expect(last()).toMatchObject({ user: 'u', jsonData: { dbName: 'd' }, secureJsonData: { password: 'p' } });
    await user.click(screen.getByRole('radio', { name: 'Flux' }));
    expect(screen.queryByLabelText('Database')).toBeNull();
    await user.type(screen.getByLabelText('Organization'), 'o');
    await user.type(screen.getByLabelText('Default bucket'), 'b');
    await user.type(screen.getByLabelText('Token'), 't');
    expect(last()).toMatchObject({
      jsonData: { version: 'Flux', organization: 'o', defaultBucket: 'b' },
      secureJsonData: { token: 't' },
    });
    expect(JSON.stringify(last().jsonData)).not.toContain('"t"');
  });

  it('shows flags and numbers that provisioning wrote as text', async () => {
    const texts = { kind: 'prometheus', tlsSkipVerify: 'false', tlsAuthWithCACert: 'true', maxSeries: '7' } as unknown;
    const { last, user } = open(texts as SeismoJsonData);
    expect(screen.getByRole('checkbox', { name: /skip tls/i })).not.toBeChecked();
    expect(screen.getByRole('checkbox', { name: /self-signed/i })).toBeChecked();
    expect(screen.getByLabelText('Most series')).toHaveValue(7);
    await user.click(screen.getByRole('checkbox', { name: /skip tls/i }));
    expect(last().jsonData).toMatchObject({ tlsSkipVerify: true, tlsAuthWithCACert: true, maxSeries: 7 });
  });

  it('says what is wrong with an address, and that InfluxQL needs a database', async () => {
    const { user } = open({ kind: 'influxdb' });
    expect(screen.queryByText(/InfluxQL asks one database/)).toBeNull();
    await user.type(screen.getByLabelText('Data source connection URL'), 'http://a:8086/query');
    expect(screen.getByText('Leave out /query: it is added to each request')).toBeInTheDocument();
    expect(screen.getByText('InfluxQL queries one database: enter its name, such as telegraf')).toBeInTheDocument();
    await user.type(screen.getByLabelText(/Database/), 'd');
    expect(screen.queryByText(/InfluxQL asks one database/)).toBeNull();
    await user.click(screen.getByRole('radio', { name: 'Prometheus' }));
    expect(screen.queryByText(/Leave out/)).toBeNull();
  });

  it('never shows a stored secret, and forgets it on reset', async () => {
    const { last, user } = open({ kind: 'influxdb', version: 'Flux' }, { secureJsonFields: { token: true } });
    expect(screen.getByLabelText('Token')).toBeDisabled();
    await user.click(screen.getByRole('button', { name: 'Reset' }));
    expect(last().secureJsonFields).toEqual({ token: false });
    expect(screen.getByLabelText('Token')).toBeEnabled();
  });

  it('keeps limits as numbers, and an emptied one is left out', async () => {
    const { last, user } = open({ kind: 'prometheus', maxSeries: 50 });
    const limit = screen.getByLabelText('Most series');
    await user.clear(limit);
    await user.type(limit, '10{Enter}');
    expect(last().jsonData.maxSeries).toBe(10);
    await user.clear(limit);
    await user.tab();
    expect(last().jsonData.maxSeries).toBeUndefined();
  });

  it.each([
    ['Scrape interval', 'often', '"often" is not a valid duration such as 30s'],
    ['Settle window', '5', '"5" is not a valid duration such as 30s'],
    ['Most samples', '0', '0 is not a valid whole number of at least 1'],
  ])('%s "%s" is marked', async (label, text, message) => {
    const { user } = open({ kind: 'sample' });
    await user.type(screen.getByLabelText(label), `${text}{Enter}`);
    expect(screen.getByText(message, { exact: false })).toBeInTheDocument();
  });

  it('keeps calendars by name, and says what is wrong with them', async () => {
    const { last, user } = open({ kind: 'sample' });
    await user.click(screen.getByRole('button', { name: /Expand section Holidays/ }));
    await user.click(screen.getByRole('button', { name: 'Add calendar' }));
    expect(screen.getByText('Queries name a calendar, so it needs a name such as de')).toBeInTheDocument();
    expect(screen.getByText(/It starts with BEGIN:VCALENDAR/)).toBeInTheDocument();
    await user.type(screen.getByLabelText('Name'), ' de {Enter}');
    await user.click(screen.getByLabelText('iCalendar text'));
    await user.paste('BEGIN:VCALENDAR');
    await user.tab();
    expect(last().jsonData.calendars).toEqual([{ name: 'de', ics: 'BEGIN:VCALENDAR' }]);
    expect(screen.queryByText(/It starts with BEGIN:VCALENDAR/)).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Remove calendar 1' }));
    expect(last().jsonData.calendars).toBeUndefined();
  });

  it('marks the second of two calendars with one name', () => {
    const calendar = { name: 'de', ics: 'BEGIN:VCALENDAR' };
    open({ kind: 'sample', calendars: [calendar, { ...calendar, name: 'de ' }] });
    expect(screen.getAllByText('Another calendar has this name')).toHaveLength(1);
  });

  it('provisioned settings cannot be changed', () => {
    open({ kind: 'influxdb' }, { readOnly: true });
    for (const label of ['Database', 'User', 'Password', 'Most series', 'Data source connection URL']) {
      expect(screen.getByLabelText(label), label).toBeDisabled();
    }
    expect(screen.getByRole('radio', { name: 'Sample fleet' })).toBeDisabled();
  });

  it('tests find the parts by their selectors', () => {
    open({ kind: 'influxdb' });
    for (const id of Object.values(selectors.configEditor)) {
      expect(screen.getByTestId(id)).toBeInTheDocument();
    }
  });
});
