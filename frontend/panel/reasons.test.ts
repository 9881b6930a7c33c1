/** The table of reasons, which the backend's tests read too: both sides use the same sentences. */
import { readFileSync } from 'node:fs';

import i18next from 'i18next';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { namedCause } from '../shared/contract';

import { reasonText } from './events/reason';
import { causeText } from './measure';

interface Case {
  what: string;
  cause: string;
  samples: number;
  size: number | null;
  value: number;
  expected: number | null;
  sigma: number | null;
  alarmsPerWeek: number | null;
  en: string;
  de: string;
}

const { cases } = JSON.parse(readFileSync('tests/contract/reasons.json', 'utf8')) as { cases: Case[] };
const plain = { value: String, difference: String };

/** The event as in a panel frame. */
function said({ cause, samples, size, value, expected, sigma, alarmsPerWeek }: Case): string {
  const deviation = expected === null || !sigma ? null : (value - expected) / sigma;
  const told = { cause: namedCause(cause), causeSamples: samples || null, causeSize: size, deviation, alarmsPerWeek };
  return reasonText({ told, value, expected, spread: sigma === null ? null : 3 * sigma }, plain);
}

describe('the reason of an event', () => {
  it.each(cases)('is what the backend says: $what', (one) => {
    expect(said(one)).toBe(one.en);
  });

  describe('in German', () => {
    beforeAll(async () => {
      i18next.addResourceBundle('de-DE', 'test', JSON.parse(readFileSync('frontend/panel/locales/de-DE/seismo-severity-panel.json', 'utf8')));
      await i18next.changeLanguage('de-DE');
    });
    afterAll(async () => {
      await i18next.changeLanguage('en-US');
    });

    it.each(cases)('is translated: $what', (one) => {
      expect(said(one)).toBe(one.de);
    });
  });
});

describe('the cause of a row', () => {
  it.each([
    ['of a mean', 'level_shift', { samples: 20, size: 4.2 }, 'Level shift: mean of 20 samples 4.2 σ above'],
    ['of a mean below', 'drift', { samples: 300, size: -4.2 }, 'Drift: mean of 300 samples 4.2 σ below'],
    ['of scatter', 'variance_down', { samples: 60, size: 0.25 }, 'Less variance: scatter of 60 samples 0.25 times the usual'],
    ['of a flat line', 'flat', { samples: 23, size: null }, 'Flat line: the same value for 23 samples'],
    ['of a value alone', 'spike', { samples: 1, size: -7.7 }, 'Sudden drop (−7.7 σ)'],
    ['of an older frame', 'level_shift', { samples: null, size: null }, 'Level shift'],
  ] as const)('%s', (_name, cause, measure, text) => {
    expect(causeText(cause, 'below', measure)).toBe(text);
  });
});
