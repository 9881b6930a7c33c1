import * as i18n from '@grafana/i18n';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { timeTicks } from './timeTicks';

const HOUR = 3_600_000;
const at = (day: number, hour: number, minute = 0) => Date.UTC(2025, 5, day, hour, minute);
const texts = (fromMs: number, toMs: number, width: number, zone = 'utc') => timeTicks({ fromMs, toMs }, width, zone).map(({ text }) => text);

/** The user's region: only Grafana 12 lets a test set it. */
const livesIn = (region: string) =>
  vi.spyOn(i18n, 'formatDate').mockImplementation((value, format) => new Intl.DateTimeFormat(region, format).format(Number(value)));

beforeEach(() => {
  livesIn('en-US');
});

describe('the times of an axis', () => {
  it.each<[string, number, number, number, string, string[]]>([
    ['round hours, the first with the date', at(2, 8), at(2, 14), 500, 'utc', ['06/02 08:00', '09:00', '10:00', '11:00', '12:00', '13:00', '14:00']],
    ['the date at midnight', at(1, 21), at(2, 3), 500, 'utc', ['21:00', '22:00', '23:00', '06/02', '01:00', '02:00', '03:00']],
    ['the date at an end that is midnight', at(1, 18), at(2, 0), 250, 'utc', ['18:00', '20:00', '22:00', '06/02']],
    ['the date at a start that is midnight', at(2, 0), at(2, 6), 250, 'utc', ['06/02', '02:00', '04:00', '06:00']],
    ['the date of each day', at(1, 12), at(3, 12), 500, 'utc', ['12:00', '06/02', '12:00', '06/03', '12:00']],
    ['dates alone over days', at(1, 0), at(5, 0), 400, 'utc', ['06/01', '06/02', '06/03', '06/04', '06/05']],
    ['months over years', Date.UTC(2024, 0, 1), Date.UTC(2025, 0, 1), 400, 'utc', ['01/2024', '04/2024', '07/2024', '09/2024', '12/2024']],
    ['seconds', at(2, 8), at(2, 8) + 60_000, 200, 'utc', ['06/02 08:00:00', '08:00:30', '08:01:00']],
    ['midnight of the zone', at(1, 20), at(2, 2), 500, 'Europe/Berlin', ['22:00', '23:00', '06/02', '01:00', '02:00', '03:00', '04:00']],
    ['midnight of a zone with half an hour', at(1, 15, 30), at(1, 21, 30), 250, 'Asia/Kolkata', ['22:00', '06/02', '02:00']],
    ['one where there is room for one', at(2, 8), at(2, 14), 0, 'utc', ['06/02 12:00']],
  ])('are %s', (_, from, to, width, zone, expected) => {
    expect(texts(from, to, width, zone)).toEqual(expected);
  });

  it('stay at midnight where the clock is changed in between', () => {
    // Berlin, 30 March 2025: two becomes three.
    const from = Date.UTC(2025, 2, 29, 11);
    expect(texts(from, from + 58 * HOUR, 450, 'Europe/Berlin')).toEqual(['12:00', '03/30', '12:00', '03/31', '12:00']);
    const back = Date.UTC(2025, 9, 25, 10);
    expect(texts(back, back + 61 * HOUR, 450, 'Europe/Berlin')).toEqual(['12:00', '10/26', '12:00', '10/27', '12:00', '10/28']);
  });

  it('are written as the user does', () => {
    livesIn('de-DE');
    expect(texts(at(1, 21), at(2, 3), 250)).toEqual(['22:00', '02.06.', '02:00']);
  });

  it('are the same for all that are as wide', () => {
    const range = { fromMs: at(1, 3, 7), toMs: at(2, 9, 7) };
    expect(timeTicks(range, 713, 'utc')).toEqual(timeTicks({ ...range }, 713, 'utc'));
  });
});
