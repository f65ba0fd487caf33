import { expect, test } from 'vitest';
import { initials } from '../src/text/initials.ts';
import { clothSize, dyeCount, weaveCloth } from '../src/text/weave.ts';

const key = (seed: number): number[] =>
  Array.from({ length: 32 }, (_, index) => (seed * 31 + index * 7) % 256);

test('the same key is woven alike every time, in one of the dyes, over the whole cloth', () => {
  for (let seed = 0; seed < 200; seed++) {
    const cloth = weaveCloth(key(seed));
    expect(cloth).toEqual(weaveCloth(key(seed)));
    expect(cloth.dye).toBeGreaterThanOrEqual(0);
    expect(cloth.dye).toBeLessThan(dyeCount);
    expect(cloth.warpOver).toHaveLength(clothSize * clothSize);
    expect(new Set(cloth.warpOver).size).toBe(2);
  }
});

test('different keys use every dye', () => {
  const dyes = new Set(Array.from({ length: 200 }, (_, seed) => weaveCloth(key(seed)).dye));
  expect(dyes.size).toBe(dyeCount);
});

test('initials are the first letters of the first and the last word', () => {
  expect(initials('Ines Okafor')).toBe('IO');
  expect(initials('Anneke de Vries')).toBe('AV');
  expect(initials('harbour')).toBe('H');
  expect(initials('Łukasz Żak')).toBe('ŁŻ');
  expect(initials('😀 bob')).toBe('B');
  expect(initials('…')).toBe('');
});
