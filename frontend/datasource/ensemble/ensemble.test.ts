import { describe, expect, it } from 'vitest';

import type { Detection, EnsembleMember } from '../../contract/types';
import { readDetectors } from './detectors';
import { addable, addMember, removeMember, shareOf, withEnsemble, withParameter, wordsFor } from './edit';
import { validateEnsemble } from './validate';

const ANSWER = [
  {
    id: 'z_score',
    name: 'Z-score',
    summary: 'Compares',
    cost: 'low',
    minimumHistory: 0,
    reference: { title: 'Montgomery', url: 'https://example.org/z' },
    parameters: [
      { name: 'window', type: 'integer', default: 100, minimum: 8, maximum: 2000, unit: 'samples', summary: 'How many' },
      { name: 'sigma', type: 'number', default: 3, minimum: 0.5, maximum: 20, unit: 'sigma', summary: 'From' },
    ],
  },
  { id: 'ewma', name: 'EWMA chart', parameters: [] },
];
const detectors = readDetectors(ANSWER);
const member = (detector: string, weight = 1): EnsembleMember => ({ detector, weight });

describe('the answer of the backend', () => {
  it('is read with what it says, and with nothing where it says nothing', () => {
    expect(detectors[0]).toMatchObject({ id: 'z_score', reference: { title: 'Montgomery' }, parameters: [{ isWhole: true }, { isWhole: false }] });
    expect(detectors[1]).toEqual({ id: 'ewma', name: 'EWMA chart', summary: '', reference: null, cost: '', minimumHistory: 0, parameters: [] });
  });

  it.each([
    ['nothing', null, []],
    ['no list', { id: 'x' }, []],
    ['an entry without an id', [{ name: 'x' }, 5, null], []],
  ])('%s', (_name, answer, expected) => expect(readDetectors(answer)).toEqual(expected));

  it('has no link that is not one to the web, and no parameter without bounds', () => {
    const [read] = readDetectors([{ id: 'x', reference: { title: 'x', url: 'javascript:alert(1)' }, parameters: [{ name: 'a', default: 1 }] }]);
    expect(read).toMatchObject({ reference: null, parameters: [] });
  });
});

describe('changes', () => {
  const classic: Detection = { preset: 'classic', threshold: 0.7 };

  it.each<[string, Detection, EnsembleMember[] | undefined, Detection]>([
    ['own members', classic, [member('ewma')], { ...classic, ensemble: [member('ewma')] }],
    ['own members take the budget of auto away', { preset: 'auto', budget: 4 }, [member('ewma')], { preset: 'auto', ensemble: [member('ewma')] }],
    ['own members take repeats away', { preset: 'auto', repeats: 'accept' }, [member('ewma')], { preset: 'auto', ensemble: [member('ewma')] }],
    ['auto alone keeps the budget', { preset: 'auto', budget: 4 }, [member('auto')], { preset: 'auto', budget: 4, ensemble: [member('auto')] }],
    ['back to auto, with the usual budget', { preset: 'auto', ensemble: [member('ewma')] }, undefined, { preset: 'auto', budget: 1 }],
    ['back to classic', { ...classic, ensemble: [member('ewma')] }, undefined, classic],
  ])('%s', (_name, detection, ensemble, expected) => {
    expect(withEnsemble(detection, ensemble)).toEqual(expected);
  });

  it('a new member has the mean weight, and each is there once', () => {
    const members = addMember([member('z_score', 0.2), member('x', 0.4)], 'ewma');
    expect(members.at(-1)).toEqual({ detector: 'ewma', weight: 0.3 });
    expect(addMember([], 'ewma')).toEqual([member('ewma')]);
    expect(addable(detectors, members)).toEqual([]);
    expect(addable(detectors, removeMember(members, 2)).map(({ id }) => id)).toEqual(['ewma']);
  });

  it('a parameter at its default is left out, and so is an empty list of them', () => {
    const [info] = detectors[0]!.parameters;
    const changed = withParameter(member('z_score'), info!, 50);
    expect(changed).toEqual({ detector: 'z_score', weight: 1, parameters: { window: 50 } });
    expect(withParameter(changed, info!, 100)).toEqual(member('z_score'));
    expect(withParameter(changed, info!, undefined)).toEqual(member('z_score'));
  });

  it('shares are of the sum, and none without a weight', () => {
    expect(shareOf([member('a', 3), member('b', 1)], 0)).toBe(0.75);
    expect(shareOf([member('a', 0), member('b', NaN)], 0)).toBe(0);
    expect(wordsFor([member('z_score', 3), member('strange', 1)], detectors)).toBe('Z-score 75 %, strange 25 %');
    expect(wordsFor([member('z_score')], detectors)).toBe('Z-score');
  });
});

describe('what is wrong', () => {
  it.each<[string, EnsembleMember[], string, RegExp]>([
    ['no member', [], 'detection.ensemble', /add at least one/],
    ['a detector that there is not', [member('magic')], 'detection.ensemble[0].detector', /"magic"; choose one of z_score, ewma/],
    ['one that is named twice', [member('ewma'), member('ewma')], 'detection.ensemble[1].detector', /"ewma" is named twice/],
    ['a weight of 0', [member('ewma', 0)], 'detection.ensemble[0].weight', /EWMA chart, weight: 0 is not a valid number above 0/],
    ['a weight that is none', [member('ewma', NaN)], 'detection.ensemble[0].weight', /NaN is not a valid number above 0/],
    ['a parameter that there is not', [{ ...member('z_score'), parameters: { k: 1 } }], 'detection.ensemble[0].parameters.k', /"k"; possible: window, sigma/],
    ['a parameter out of range', [{ ...member('z_score'), parameters: { sigma: 21 } }], 'detection.ensemble[0].parameters.sigma', /21 is not a valid number from 0.5 to 20/],
    ['half a sample', [{ ...member('z_score'), parameters: { window: 8.5 } }], 'detection.ensemble[0].parameters.window', /8.5 is not a valid whole number from 8 to 2000/],
    ['a text', [{ ...member('z_score'), parameters: { window: '100' } }], 'detection.ensemble[0].parameters.window', /100 is not a valid whole number/],
  ])('%s', (_name, members, field, message) => {
    expect(validateEnsemble(members, detectors)).toEqual([{ field, message: expect.stringMatching(message) }]);
  });

  it('is nothing of what is right, and of detectors only what is known', () => {
    expect(validateEnsemble([{ ...member('z_score'), parameters: { window: 8, sigma: 20 } }, member('ewma', 0.1)], detectors)).toEqual([]);
    expect(validateEnsemble([member('magic')], [])).toEqual([]);
  });
});
