// The vectors that a second implementation is built against: made anew they are the same, the code that ships verifies
// each of them, and no byte of any of them can change without being noticed.
import { describe, expect, test } from 'vitest';
import { countVectors } from '../support/count.ts';
import { makeVectors, readVectorFile, type Vectors, written } from './files.ts';
import { leavesOf, withLeaf } from './leaves.ts';
import { verifiables } from './verify/all.ts';

const made = makeVectors();
const names = Object.keys(made) as (keyof Vectors)[];
const stored = Object.fromEntries(names.map((name) => [name, JSON.parse(readVectorFile(name))])) as Vectors;

test.each(names)('test/vectors/%s.json is what npm run vectors makes, byte for byte', (name) => {
  expect(readVectorFile(name)).toBe(written(made[name]));
});

const vectors = verifiables(stored);

test('every list of every file is verified', () => {
  const lists = names.flatMap((name) =>
    Object.entries(stored[name])
      .filter(([, value]) => Array.isArray(value))
      .map(([list]) => `${name}.${list}`),
  );
  expect([...new Set(vectors.map(({ list }) => list))].toSorted()).toEqual(lists.toSorted());
});

describe.each(vectors)('$title', ({ vector, verify }) => {
  test('is what the code makes of it', () => {
    expect(() => verify()).not.toThrow();
    countVectors();
  });

  test('is wrong with any of its values altered', () => {
    const unnoticed = leavesOf(vector).flatMap(({ path, alterations }) =>
      alterations
        .filter((value) => passes(() => verify(withLeaf(vector, path, value))))
        .map(() => path.join('.')),
    );
    expect(unnoticed).toEqual([]);
  });
});

function passes(check: () => void): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}
