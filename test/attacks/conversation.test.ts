// Attacks on what two people have with each other: crashes at the worst moment, lost and old databases, stolen keys.
import { afterEach, beforeEach, expect } from 'vitest';
import { ed25519 } from '@noble/curves/ed25519.js';
import { blake2b } from '@noble/hashes/blake2.js';
import { concat, decodeSession, encodeToken, identityFromSeed, toHex } from '@loom/protocol';
import { MemoryDatabase, MemoryStore } from '@loom/engine/testing';
import { type AroundCommit, type Person, World } from '../../packages/engine/test/support/world.ts';
import { attack } from './support/attack.ts';
import { dial, reach, seedOf, stored } from '../../packages/engine/test/support/wire.ts';

let world: World;
let anna: Person;
let ben: Person;

beforeEach(async () => {
  world = new World();
  anna = await world.person('Anna', '10.0.0.1');
  ben = await world.person('Ben', '10.0.0.2');
});
afterEach(() => world.stop());

async function secured(): Promise<void> {
  await world.introduce(anna, ben);
  await world.clock.advance(5_000);
  expect((await anna.contact(ben)).state).toBe('secured');
}

async function notices(of: Person, about: Person): Promise<string[]> {
  const messages = await of.messages(about);
  return messages.filter(({ kind }) => kind === 'notice').map(({ content }) => content);
}

attack(5, async () => {
  await secured();
  const before = stored(anna);
  // Ben's static key under another identity, whose signature is good.
  const forged = tokenOver(identityFromSeed(seedOf(ben)).staticKey.publicKey);
  const adding = anna.call('add_contact_token', { token_str: encodeToken(forged), display_name: 'Eva' });
  await expect(adding).rejects.toMatchObject({ code: 'token-key-reused' });
  expect(stored(anna)).toEqual(before);
  expect((await anna.contact(ben)).state).toBe('secured');
});

attack(11, async () => {
  await world.introduce(anna, ben);
  const flood = Array.from({ length: 500 }, (_, index) =>
    reach(world, anna, `10.9.${index >> 3}.${index & 7}`),
  );
  await world.clock.advance(50);
  expect(flood.filter(({ closed }) => closed.length === 0).length).toBeLessThanOrEqual(64);
  // One byte a second each, which is never enough for an M1 in time.
  const trickle = async (): Promise<void> => {
    for (let second = 0; second < 20; second += 1) {
      for (const { connection, closed } of flood) if (closed.length === 0) connection.write(Uint8Array.of(4));
      await world.clock.advance(1_000);
    }
  };
  const fresh = await world.person('Fresh', '10.0.0.9', { multicast: false });
  await world.introduce(anna, fresh);
  await dial(fresh, anna);
  await world.clock.advance(2_900);
  expect((await anna.contact(fresh)).state).toBe('secured');
  await trickle();
  expect(flood.filter(({ closed }) => closed.length === 0)).toEqual([]);
});

attack(
  12,
  async () => {
    let links = 0;
    for (let schedule = 0; schedule < 1000; schedule += 1) {
      const glare = new World(schedule + 2);
      const one = await glare.person('One', '10.1.0.1', { multicast: false });
      const two = await glare.person('Two', '10.1.0.2', { multicast: false });
      await glare.introduce(one, two);
      glare.network.fragment(schedule % 3 === 0 ? 700 : undefined);
      await dial(one, two);
      await glare.clock.advance(glare.random.integer(8));
      await dial(two, one);
      await glare.clock.advance(glare.random.integer(6));
      await one.send(two, 'x');
      await two.send(one, 'y');
      await glare.clock.advance(12_000);
      expect([schedule, await two.received(one)]).toEqual([schedule, ['x']]);
      expect([schedule, await one.received(two)]).toEqual([schedule, ['y']]);
      const [ones, twos] = [await one.contact(two), await two.contact(one)];
      expect([schedule, ones.session_id]).toEqual([schedule, twos.session_id]);
      expect([schedule, glare.network.openConnections]).toEqual([schedule, 1]);
      links += glare.network.openConnections;
      await glare.stop();
    }
    expect(links).toBe(1000);
  },
  240_000,
);

attack(18, async () => {
  const sent: string[] = [];
  const answers: string[] = [];
  let kills = 0;
  await secured();
  for (const [victim, other] of [
    [anna, ben],
    [ben, anna],
  ] as const) {
    for (const when of ['before', 'after'] as AroundCommit[]) {
      for (let nth = 1; nth <= 6; nth += 1) {
        let left = nth;
        victim.onCommit = (moment) => {
          if (moment !== when || --left !== 0) return;
          victim.onCommit = undefined;
          kills += 1;
          victim.crash();
        };
        // Each message takes its own transactions, until its acknowledgement is stored.
        for (const part of [1, 2, 3, 4]) {
          const content = `${victim.name} ${when} ${nth} ${part}`;
          void anna.send(ben, content).then(
            () => sent.push(content),
            () => undefined,
          );
          void ben.send(anna, `re: ${content}`).then(
            () => answers.push(`re: ${content}`),
            () => undefined,
          );
          await world.clock.advance(20);
        }
        await world.clock.advance(2_000);
        victim.onCommit = undefined;
        victim.crash();
        await victim.start();
        await world.clock.advance(70_000);
        expect((await other.contact(victim)).state).toBe('secured');
      }
    }
  }
  expect(kills).toBe(24);
  await world.clock.advance(60_000);
  // What was durable before the kill and never promised may arrive too; what was promised must, once and in order.
  const toBen = await ben.received(anna);
  const toAnna = await anna.received(ben);
  expect(toBen.filter((content) => sent.includes(content))).toEqual(sent);
  expect(toAnna.filter((content) => answers.includes(content))).toEqual(answers);
  expect(new Set(toBen).size).toBe(toBen.length);
  expect(new Set(toAnna).size).toBe(toAnna.length);
  expect(new Set(await anna.states(ben))).toEqual(new Set(['delivered']));
  expect(new Set(await ben.states(anna))).toEqual(new Set(['delivered']));
});

attack(19, async () => {
  await secured();
  await ben.stop();
  const sent = Array.from({ length: 200 }, (_, index) => `number ${index}`);
  for (const content of sent) await anna.send(ben, content);
  await anna.stop();
  anna.address = '10.0.0.71';
  ben.address = '10.0.0.72';
  await anna.start();
  await ben.start();
  await world.clock.advance(60_000);
  expect(await ben.received(anna)).toEqual(sent);
  expect(new Set(await anna.states(ben))).toEqual(new Set(['delivered']));
  expect(await notices(anna, ben)).toEqual([]);
});

attack(20, async () => {
  await secured();
  await anna.call('mark_verified', { contact_pub_key: ben.key });
  await anna.send(ben, 'before');
  await world.clock.advance(1_000);
  const before = await anna.contact(ben);
  ben.crash();
  ben.loseDatabase();
  await ben.start();
  await ben.add(anna);
  await world.clock.advance(60_000);
  await anna.send(ben, 'held');
  await world.clock.advance(10_000);
  const after = await anna.contact(ben);
  expect(after).toMatchObject({ held: true, verified: true, state: 'secured' });
  expect(after.session_id).not.toBe(before.session_id);
  expect(anna.count('session_established')).toBe(2);
  expect(await notices(anna, ben)).toHaveLength(1);
  expect(await ben.received(anna)).toEqual([]);
  await anna.call('accept_new_session', { contact_pub_key: ben.key });
  await world.clock.advance(2_000);
  expect(await ben.received(anna)).toEqual(['before', 'held']);
});

attack(21, async () => {
  await secured();
  await anna.send(ben, '1');
  await ben.send(anna, 'one');
  await world.clock.advance(1_000);
  const yesterday = ben.database.copy();
  const then = currentSession(ben);
  await ben.send(anna, '2');
  await anna.send(ben, 'two');
  await world.clock.advance(1_000);
  ben.crash();
  ben.database = yesterday;
  // Every session that the restored side stores from here on: none under an old root goes on.
  const sids = new Set<string>();
  ben.onCommit = (when) => {
    if (when === 'after') sids.add(toHex(currentSession(ben).sid));
  };
  await ben.start();
  await world.clock.advance(60_000);
  await ben.send(anna, '3');
  await anna.send(ben, 'three');
  await world.clock.advance(2_000);
  expect(await anna.received(ben)).toEqual(['one', '2', '3']);
  expect(await ben.received(anna)).toEqual(['1', 'two', 'three']);
  expect(await notices(ben, anna)).toEqual([expect.stringContaining('older copy')]);
  expect(await notices(anna, ben)).toEqual([expect.stringContaining('older copy')]);
  // A message key comes from a root: what is never sealed under the old root again uses no key and nonce twice.
  const now = currentSession(ben);
  expect(toHex(now.sid)).not.toBe(toHex(then.sid));
  const kept = new MemoryStore(ben.database);
  const old = kept.listContacts().map(({ id }) => kept.readSession(id, 'previous'));
  expect(old).toEqual([undefined]);
  expect(sids.size).toBe(2);
});

function currentSession(person: Person) {
  const store = new MemoryStore(person.database);
  const [contact] = store.listContacts();
  const bytes = contact && store.readSession(contact.id, 'current');
  const decoded = bytes && decodeSession(bytes);
  if (!decoded?.ok) throw new Error(`${person.name} has no session`);
  return decoded.value;
}

attack(22, async () => {
  await secured();
  await anna.call('mark_verified', { contact_pub_key: ben.key });
  await anna.send(ben, 'early');
  await world.clock.advance(1_000);
  const before = await anna.contact(ben);
  // The thief has Ben's keys, at another address, and nothing of his conversations.
  const thief = await world.person('Thief', '10.0.0.66', { multicast: false });
  await thief.stop();
  thief.database = new MemoryDatabase();
  const profile = new MemoryStore(ben.database).readProfile();
  if (profile === undefined) throw new Error('no profile');
  new MemoryStore(thief.database).createProfile(profile);
  await ben.stop();
  await thief.start();
  await thief.add(anna);
  await dial(thief, anna);
  await world.clock.advance(5_000);
  await anna.send(ben, 'for Ben alone');
  await world.clock.advance(5_000);
  const after = await anna.contact(ben);
  expect(after).toMatchObject({
    display_name: before.display_name,
    public_key: before.public_key,
    verified: true,
    held: true,
  });
  expect(after.session_id).not.toBe(before.session_id);
  expect(await notices(anna, ben)).toHaveLength(1);
  expect(await thief.received(anna)).toEqual([]);
});

attack(23, async () => {
  await secured();
  await anna.send(ben, '1');
  await world.clock.advance(1_000);
  const before = await anna.contact(ben);
  for (let after = 1158; after < 1158 + 274; after += 39) {
    // The connection breaks within M4, whoever dials.
    world.network.spoilNextConnection('reset', after, true);
    world.network.cutConnections();
    await world.clock.advance(30_000);
    await anna.send(ben, `after ${after}`);
    await ben.send(anna, `re: ${after}`);
    await world.clock.advance(2_000);
    expect((await ben.received(anna)).at(-1)).toBe(`after ${after}`);
    expect((await anna.received(ben)).at(-1)).toBe(`re: ${after}`);
  }
  const contact = await anna.contact(ben);
  expect(contact.session_id).toBe(before.session_id);
  expect((await ben.contact(anna)).session_id).toBe(before.session_id);
  expect(await notices(anna, ben)).toEqual([]);
});

/** A token payload with this static key and a new identity key, made as PROTOCOL.md section 1 says. */
function tokenOver(staticKey: Uint8Array): Uint8Array {
  const seed = world.random.bytes(32);
  const keys = concat(Uint8Array.of(2), ed25519.getPublicKey(seed), staticKey);
  const signature = ed25519.sign(concat(new TextEncoder().encode('loom token'), keys), seed);
  const signed = concat(keys, signature);
  return concat(signed, blake2b(signed, { dkLen: 32 }).subarray(0, 6));
}
