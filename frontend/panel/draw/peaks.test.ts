import { expect, it } from 'vitest';

import { peaksOf } from './peaks';

it.each([
  { says: 'nothing where it is silent', confidence: [0, 0, 0], drawn: [] },
  { says: 'all of a peak, down to the floor on both sides', confidence: [0, 0, 0.7, 0, 0], drawn: [[1, 0], [2, 0.7], [3, 0]] },
  { says: 'gaps as gaps', confidence: [0.7, null, 0.8], drawn: [[0, 0.7], [1, null], [2, 0.8]] },
  { says: 'a peak at either end', confidence: [0.7, 0, 0, 0.9], drawn: [[0, 0.7], [1, 0], [2, 0], [3, 0.9]] },
  { says: 'peaks that are apart as two', confidence: [0.7, 0, 0, 0, 0.9], drawn: [[0, 0.7], [1, 0], [2, null], [3, 0], [4, 0.9]] },
  { says: 'peaks that share a floor as one', confidence: [0.7, 0, 0.9], drawn: [[0, 0.7], [1, 0], [2, 0.9]] },
])('the line of a detector says $says', ({ confidence, drawn }) => {
  const { times, cells } = peaksOf(confidence.map((_, row) => row), confidence);
  expect(times.map((time, i) => [time, cells[i]])).toEqual(drawn);
});
