// What one contact may cost, and that none of it is at another's expense.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { derivePairKeys, identityFromSeed, initiate, nodeKem, parseToken } from '@loom/protocol';
import type { LoomEvent } from '@loom/contract';
import { limits } from '../src/limits.ts';
import { MemoryStore } from '../src/testing/index.ts';
import { World, type Person } from './support/world.ts';

let world: World;
let anna: Person;
let ben: Person;

beforeEach(async () => {
  world = new World();
  anna = await world.person('Anna', '10.0.0.1', { multicast: false });
  ben = await world.person('Ben', '10.0.0.2', { multicast: false });
  await connect(anna, ben);
});
afterEach(async () => {
  await world.stop();
});

async function connect(one: Person, other: Person): Promise<void> {
  await world.introduce(one, other);
  await one.call('inject_peer_address', { peer_pub_key: other.key, ip: other.address, port: 47113 });
  await world.clock.advance(20_000);
  expect((await one.contact(other)).state).toBe('secured');
}

function submit(from: Person, to: Person, count: number): Promise<string[]> {
  const sending = Array.from({ length: count }, (_, n) =>
    from.call('send_message', { contact_pub_key: to.key, content: `${to.name} ${n}` }),
  );
  return Promise.all(sending);
}

describe('the outbox', () => {
  test('takes so many messages for one contact and no more, says so, and takes more once some have arrived', async () => {
    world.network.partition('10.0.0.1', '10.0.0.2');
    await world.clock.advance(60_000);
    const store = new MemoryStore(anna.database);
    const [row] = store.listContacts();
    if (row === undefined) throw new Error('Ben is gone');
    store.transaction(() => {
      for (let mark = 0; mark < limits.waitingPerContact - 1; mark += 1) {
        const id = new Uint8Array(16);
        new DataView(id.buffer).setUint32(0, mark);
        store.addOutgoing(row.id, id, { kind: 'text', text: String(mark) }, mark);
      }
    });
    await anna.send(ben, 'the last');
    const more = anna.call('send_message', { contact_pub_key: ben.key, content: 'one more' });
    await expect(more).rejects.toMatchObject({
      code: 'outbox-full',
      message:
        '10000 messages wait for Ben already, and no more can. Write again once some of them have arrived.',
    });
    expect((await anna.contact(ben)).waiting).toBe(limits.waitingPerContact);

    const cleo = await world.person('Cleo', '10.0.0.3', { multicast: false });
    await connect(anna, cleo);
    await anna.send(cleo, 'to somebody else');
    world.network.heal();
    await world.clock.advance(200_000);
    await anna.send(ben, 'once more');
    await world.clock.advance(20_000);
    expect((await anna.contact(ben)).waiting).toBe(0);
    expect((await ben.received(anna)).slice(-2)).toEqual(['the last', 'once more']);
  });
});

describe('a live contact', () => {
  test('never waits for absent ones, however many they are and whatever waits for them', async () => {
    const gone: Person[] = [];
    for (let number = 0; number < 20; number += 1) {
      const absent = await world.person(`Gone${number}`, `10.0.1.${number}`, { multicast: false });
      await world.introduce(anna, absent);
      // Half of them at addresses where nobody answers, half at ones that refuse.
      if (number % 2 === 0) world.network.partition('10.0.0.1', absent.address);
      else await absent.stop();
      await anna.call('inject_peer_address', { peer_pub_key: absent.key, ip: absent.address, port: 47113 });
      gone.push(absent);
    }
    const waiting = gone.map((absent) => submit(anna, absent, 200));
    await world.clock.advance(0);
    await Promise.all(waiting);
    for (let number = 0; number < 20; number += 1) {
      await anna.send(ben, `live ${number}`);
      // One way and back, and nothing else.
      await world.clock.advance(5);
      expect((await anna.states(ben)).at(-1)).toBe('delivered');
    }
    expect(await anna.contact(gone[0] ?? ben)).toMatchObject({ waiting: 200 });
  });

  test('never waits for one whose link is up and who does not read', async () => {
    const cleo = await world.person('Cleo', '10.0.0.3', { multicast: false });
    await connect(anna, cleo);
    world.network.halfOpenConnections('10.0.0.3');
    const stalled = submit(anna, cleo, 2_000);
    await world.clock.advance(0);
    await stalled;
    await anna.send(ben, 'live');
    await world.clock.advance(5);
    expect(await anna.states(ben)).toEqual(['delivered']);
    const sealed = (await anna.states(cleo)).filter((state) => state === 'sent').length;
    expect(sealed).toBeLessThanOrEqual(limits.dataUnacknowledged);
  });

  test('is heard in the midst of another one’s flood', async () => {
    const cleo = await world.person('Cleo', '10.0.0.3', { multicast: false });
    await connect(anna, cleo);
    const flood = submit(cleo, anna, 3_000);
    const single = submit(ben, anna, 1);
    await world.clock.advance(60_000);
    await Promise.all([flood, single]);
    const heard = anna.events.filter(
      (event): event is Extract<LoomEvent, { event: 'message_received' }> =>
        event.event === 'message_received',
    );
    expect(heard).toHaveLength(3_001);
    const place = heard.findIndex(({ payload }) =>
      payload.sender_identity.every((byte, index) => byte === keyOf(ben)[index]),
    );
    expect(place).toBeGreaterThanOrEqual(0);
    // Behind what had come before it, at most a window's worth.
    expect(place).toBeLessThanOrEqual(limits.dataUnacknowledged);
  });
});

test('a contact that knocks on and on is answered so often in a while, and a new knock after it', async () => {
  const cleo = await world.person('Cleo', '10.0.0.3', { multicast: false });
  await world.introduce(anna, cleo);
  const profile = new MemoryStore(cleo.database).readProfile();
  const token = parseToken(anna.token);
  if (profile === undefined || !token.ok) throw new Error('no identity');
  const us = identityFromSeed(profile.masterSeed);
  const pair = derivePairKeys(us, token.value);
  const random = (length: number): Uint8Array => world.random.bytes(length);

  async function knock(): Promise<number> {
    let bytes = 0;
    const connection = world.network.transport('10.0.0.66').dial({ host: anna.address, port: 47113 }, 1000);
    connection.start({ onData: ({ length }) => (bytes += length), onClose: () => undefined });
    await world.clock.advance(3);
    connection.write(initiate({ us, them: token.ok ? token.value : never(), pair, random, kem: nodeKem }).m1);
    await world.clock.advance(10);
    connection.destroy();
    await world.clock.advance(3);
    return bytes;
  }

  let answered = 0;
  for (let number = 0; number < 200; number += 1) answered += (await knock()) > 0 ? 1 : 0;
  expect(answered).toBe(limits.knocksPerContact);
  await anna.send(ben, 'and nobody else notices');
  await world.clock.advance(5);
  expect(await anna.states(ben)).toEqual(['delivered']);
  await world.clock.advance(limits.knocksPerContactWindowMs);
  expect(await knock()).toBeGreaterThan(0);
});

function keyOf(person: Person): number[] {
  return Array.from(Buffer.from(person.key, 'hex'));
}

function never(): never {
  throw new Error('no token');
}
