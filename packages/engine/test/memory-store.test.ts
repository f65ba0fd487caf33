// The memory store against the promises of its port, and what it promises beyond them.

import { expect, test } from 'vitest';
import { MemoryDatabase, MemoryStore } from '../src/testing/memory-store.ts';
import { storeConformance } from '../src/testing/store-conformance.ts';

storeConformance('the memory store', () => {
  const database = new MemoryDatabase();
  return { store: new MemoryStore(database), reopen: () => new MemoryStore(database), cleanUp: () => {} };
});

test('two memory stores share nothing but a database that both were given', () => {
  const database = new MemoryDatabase();
  const profile = {
    masterSeed: new Uint8Array(32),
    fillerKey: new Uint8Array(32),
    displayName: 'a',
    createdAt: 1,
  };
  new MemoryStore(database).createProfile(profile);
  expect(new MemoryStore(database).readProfile()).toEqual(profile);
  expect(new MemoryStore().readProfile()).toBeUndefined();
});
