// What an attacker on the network does and sees, on the memory network. Knows nothing of what the engine makes of it.
import { derivePairKeys, identityFromSeed, initiate, nodeKem, parseToken } from '@loom/protocol';
import type { Connection } from '../../src/index.ts';
import { MemoryStore } from '../../src/testing/index.ts';
import type { Person, World } from './world.ts';

export interface Attempt {
  readonly connection: Connection;
  /** How many bytes have come back. */
  received(): number;
  readonly closed: string[];
}

/** A bare connection to a person from any address. */
export function reach(world: World, to: Person, from: string): Attempt {
  const connection = world.network.transport(from).dial({ host: to.address, port: 47113 }, 1000);
  const closed: string[] = [];
  let bytes = 0;
  connection.start({
    onData: (data) => (bytes += data.length),
    onClose: (reason) => closed.push(reason),
  });
  return { connection, received: () => bytes, closed };
}

/** A genuine M1 from one person to another with its length, made outside their engines. */
export function genuineM1(world: World, from: Person, to: Person): Uint8Array {
  const us = identityFromSeed(seedOf(from));
  const token = parseToken(to.token);
  if (!token.ok) throw new Error('no token');
  const random = (length: number): Uint8Array => world.random.bytes(length);
  return initiate({ us, them: token.value, pair: derivePairKeys(us, token.value), random, kem: nodeKem }).m1;
}

/** The master seed of a person, as a thief of the database reads it. */
export function seedOf(person: Person): Uint8Array {
  const profile = new MemoryStore(person.database).readProfile();
  if (profile === undefined) throw new Error(`${person.name} has no identity`);
  return profile.masterSeed;
}

/** All that a person's database tells of contacts and conversations. */
export function stored(person: Person): unknown {
  const store = new MemoryStore(person.database);
  return store.listContacts().map((row) => ({
    row,
    current: store.readSession(row.id, 'current'),
    previous: store.readSession(row.id, 'previous'),
    messages: store.listMessages(row.id, undefined, 1000),
    addresses: store.listAddresses(row.id),
  }));
}

/** The same without where and when somebody was reached: what a failed attempt must not touch. */
export function conversations(person: Person): unknown {
  const store = new MemoryStore(person.database);
  return store.listContacts().map((row) => ({
    row,
    current: store.readSession(row.id, 'current'),
    messages: store.listMessages(row.id, undefined, 1000),
  }));
}

/** One side learns the other's address, which makes it dial. */
export async function dial(from: Person, to: Person): Promise<void> {
  await from.call('inject_peer_address', { peer_pub_key: to.key, ip: to.address, port: 47113 });
}
