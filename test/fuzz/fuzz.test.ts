// Each reader of bytes from outside on a bounded number of damaged inputs; `npm run fuzz` goes on for as long as one likes.
import { describe, expect, test } from 'vitest';
import { countPropertyRuns } from '../support/count.ts';
import { fuzz } from './fuzz.ts';
import { targets } from './targets.ts';

const INPUTS = 500;

describe.each(targets)('$name', (target) => {
  test('takes what is valid', () => {
    for (const valid of target.samples) expect(() => target.run(valid)).not.toThrow();
  });

  test('holds whatever it is given', () => {
    const done = fuzz(target, 1, (count) => count < INPUTS);
    countPropertyRuns(done);
    expect(done).toBe(INPUTS);
  });
});
