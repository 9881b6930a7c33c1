import { describe, expect, it } from 'vitest';

import type { SeismoJsonData } from '../types';
import { withoutTexts } from './texts';

/** Settings as Grafana passes them, whatever our types say. */
const stored = (jsonData: object) => jsonData as SeismoJsonData;

describe('withoutTexts', () => {
  it.each([
    ['flags as text', { tlsAuth: 'true', tlsSkipVerify: ' False ', oauthPassThru: '' }, { tlsAuth: true, tlsSkipVerify: false, oauthPassThru: false }],
    ['numbers as text', { timeout: '2.5', maxSeries: ' 7 ', maxSamples: '' }, { timeout: 2.5, maxSeries: 7 }],
    ['what is right', { tlsAuth: true, tlsSkipVerify: false, maxSeries: 7 }, { tlsAuth: true, tlsSkipVerify: false, maxSeries: 7 }],
    ['what is wrong, for the backend to name', { tlsAuth: 'yes', maxSeries: 'many' }, { tlsAuth: 'yes', maxSeries: 'many' }],
    ['nothing', {}, {}],
  ])('reads %s', (_name, given, wanted) => {
    const before = structuredClone(given);
    expect(withoutTexts(stored(given))).toEqual(wanted);
    expect(given).toEqual(before);
  });
});
