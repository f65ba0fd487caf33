// The SQLite store beside the memory store: whatever is done to both, both tell the same.

import { join } from 'node:path';
import type { ContactId, Content, MessageRow, Store } from '@loom/engine';
import { MemoryDatabase, MemoryStore } from '@loom/engine/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { openStore } from '../src/store/open-store.ts';
import { contactFor, messageIdFor, testKey } from './support/samples.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const CONTACTS = 2;
const SEQS = 8;
const streams = [1, 2].map((mark) => new Uint8Array(8).fill(mark));

/** What is done to a store, and what it answers. Few values, so that they meet often. */
type Step = (store: Store, ids: readonly ContactId[]) => unknown;

const contactIndex = fc.nat(CONTACTS - 1);
const seq = fc.integer({ min: 1, max: SEQS });
const messageId = fc.nat(SEQS + 4).map(messageIdFor);
const stream = fc.constantFrom(...streams);
const content: fc.Arbitrary<Content> = fc.oneof(
  fc.string().map((text) => ({ kind: 'text' as const, text })),
  fc.uint8Array({ maxLength: 20 }).map((body) => ({ kind: 'unknown' as const, body })),
);

/** A step on one contact, made from a drawn value. */
function on<T>(
  drawn: fc.Arbitrary<T>,
  call: (store: Store, id: ContactId, value: T) => unknown,
): fc.Arbitrary<Step> {
  return fc.tuple(contactIndex, drawn).map(([index, value]) => (store, ids) => {
    const id = ids[index];
    return id === undefined ? undefined : call(store, id, value);
  });
}

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: on(
      fc.record({
        stream,
        seq,
        messageId,
        content: fc.option(content, { nil: undefined }),
        sentAt: fc.nat(),
      }),
      (store, contactId, incoming) => store.addIncoming({ contactId, ...incoming }),
    ),
  },
  {
    weight: 4,
    arbitrary: on(fc.tuple(messageId, content, fc.nat()), (store, id, args) =>
      store.addOutgoing(id, ...args),
    ),
  },
  {
    weight: 4,
    arbitrary: on(seq, (store, id, value) => {
      const [row] = store.unsealed(id, 1);
      if (row !== undefined) store.assignSeq(row.rowId, value);
    }),
  },
  on(seq, (store, id, value) => store.markDelivered(id, value)),
  on(fc.tuple(seq, seq), (store, id, range) => store.markDeliveredRange(id, ...range)),
  on(seq, (store, id, value) => store.markReadByPeer(id, value)),
  on(fc.constant(undefined), (store, id) => store.markRead(id)),
  {
    weight: 3,
    arbitrary: on(fc.nat(12), (store, id, place) => {
      const row = store.listMessages(id, undefined, 1_000)[place];
      if (row !== undefined) store.deleteMessage(id, row.rowId);
    }),
  },
  on(fc.constantFrom('a', 'dark', 7, true), (store, _, value) => store.writeSettings({ theme: value })),
  on(messageId, (store, id, value) => store.addNotice(id, value, 'a notice', 1)),
  on(fc.uint8Array({ minLength: 8, maxLength: 8, max: 1 }), (store, id, hash) =>
    store.rememberEphemeral(id, hash),
  ),
  on(
    fc.record({
      host: fc.constantFrom('192.0.2.1', '192.0.2.2', '2001:db8::1'),
      port: fc.integer({ min: 1, max: 4 }),
      source: fc.constantFrom('mdns', 'manual', 'remembered'),
      lastGood: fc.nat(3),
    }),
    (store, id, address) => store.rememberAddress(id, address),
  ),
  on(
    fc.record({ host: fc.constantFrom('192.0.2.1', '2001:db8::1'), port: fc.integer({ min: 1, max: 4 }) }),
    (store, id, address) => store.forgetAddress(id, address),
  ),
  on(fc.option(fc.uint8Array({ maxLength: 9 }), { nil: undefined }), (store, id, session) =>
    store.writeSession(id, 'current', session),
  ),
  on(fc.record({ displayName: fc.string(), verified: fc.boolean(), nextSeq: seq }), (store, id, patch) =>
    store.updateContact(id, patch),
  ),
  on(fc.constant(undefined), (store, id) => store.deleteContact(id)),
);

/** Steps, alone or in a transaction that is kept or thrown away. */
const work = fc.array(
  fc.record({
    steps: fc.array(step, { minLength: 1, maxLength: 6 }),
    ending: fc.constantFrom('none', 'commit', 'throw'),
  }),
  { maxLength: 25 },
);

/** What a call comes to; which error it is differs between the two. */
function attempt(call: () => unknown): unknown {
  try {
    return call();
  } catch {
    return 'an error';
  }
}

function addContacts(store: Store): ContactId[] {
  return Array.from({ length: CONTACTS }, (_, mark) => store.addContact(contactFor(mark)).id);
}

function run(
  store: Store,
  ids: readonly ContactId[],
  { steps, ending }: { steps: Step[]; ending: string },
): unknown {
  const answers: unknown[] = [];
  const all = (): void => {
    for (const each of steps) answers.push(attempt(() => each(store, ids)));
    if (ending === 'throw') throw new Error('on purpose');
  };
  if (ending === 'none') all();
  else attempt(() => store.transaction(all));
  return withoutRowIds(answers);
}

/** All that reading shows. */
function state(store: Store, ids: readonly ContactId[]): unknown {
  const everything = ids.map((id) => [
    store.getContact(id),
    store.summarize(id),
    store.listMessages(id, undefined, 1_000),
    store.unsealed(id, 1_000),
    store.sealedFrom(id, 1, 1_000),
    streams.map((each) => [
      store.receivedSeq(id, each),
      store.readSeq(id, each),
      store.heldRanges(id, each, 100),
    ]),
    store.readSession(id, 'current'),
    store.listAddresses(id),
  ]);
  return withoutRowIds([store.listContacts(), store.readSettings(), everything]);
}

/** Row ids are promised to grow, not to be the same. */
function withoutRowIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRowIds);
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value;
  const entries = Object.entries(value as Partial<MessageRow>).filter(([name]) => name !== 'rowId');
  return Object.fromEntries(entries.map(([name, each]) => [name, withoutRowIds(each)]));
}

test('any work leaves the SQLite store and the memory store telling the same, over a restart too', () => {
  fc.assert(
    fc.property(work, (units) => {
      const folder = temporaryFolder();
      const path = join(folder.path, 'loom.db');
      const openSqlite = (): Store => {
        const opened = openStore({ path, key: testKey });
        if (!opened.ok) throw new Error(opened.fault.code);
        return opened.store;
      };
      let sqlite = openSqlite();
      try {
        const memory = new MemoryStore(new MemoryDatabase());
        const ids = addContacts(memory);
        expect(addContacts(sqlite)).toEqual(ids);
        for (const unit of units) {
          expect(run(sqlite, ids, unit)).toEqual(run(memory, ids, unit));
          expect(state(sqlite, ids)).toEqual(state(memory, ids));
        }
        sqlite.close();
        sqlite = openSqlite();
        expect(state(sqlite, ids)).toEqual(state(memory, ids));
      } finally {
        sqlite.close();
        folder.remove();
      }
    }),
    { numRuns: 60 },
  );
});
