import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { World, type Person } from './support/world.ts';

let world: World;
let anna: Person;
let ben: Person;

beforeEach(async () => {
  world = new World();
  anna = await world.person('Anna', '10.0.0.1');
  ben = await world.person('Ben', '10.0.0.2');
});

afterEach(async () => {
  await world.stop();
});

async function secured(): Promise<void> {
  await world.introduce(anna, ben);
  await world.clock.advance(10_000);
  expect((await anna.contact(ben)).state).toBe('secured');
  expect((await ben.contact(anna)).state).toBe('secured');
}

describe('first contact', () => {
  test('both become secured by themselves once each has added the other', async () => {
    await secured();
    expect(anna.count('session_established')).toBe(1);
    expect(ben.count('session_established')).toBe(1);
    const [a, b] = [await anna.contact(ben), await ben.contact(anna)];
    expect(a.session_id).toBe(b.session_id);
  });

  test('a stranger with my token gets silence, and nothing of mine changes', async () => {
    await ben.add(anna);
    await ben.call('inject_peer_address', { peer_pub_key: anna.key, ip: '10.0.0.1', port: 47113 });
    const outcome = ben
      .call('initiate_chat_handshake', { contact_pub_key: anna.key })
      .catch((error: unknown) => error);
    await world.clock.advance(30_000);
    expect(await outcome).toMatchObject({ code: 'no-answer' });
    expect(await anna.call('get_contacts', {})).toEqual([]);
    expect((await ben.contact(anna)).state).not.toBe('secured');
  });

  test('once the other side adds them too, both become secured without a further click', async () => {
    await ben.add(anna);
    await world.clock.advance(30_000);
    await anna.add(ben);
    await world.clock.advance(3_000);
    expect((await anna.contact(ben)).state).toBe('secured');
    expect((await ben.contact(anna)).state).toBe('secured');
  });

  test('works without multicast, by an address given to one side', async () => {
    const carl = await world.person('Carl', '10.0.0.3', { multicast: false });
    const dora = await world.person('Dora', '10.0.0.4', { multicast: false });
    await world.introduce(carl, dora);
    await carl.call('inject_peer_address', { peer_pub_key: dora.key, ip: '10.0.0.4', port: 47113 });
    const asked = carl.call('initiate_chat_handshake', { contact_pub_key: dora.key });
    await world.clock.advance(5_000);
    await asked;
    expect((await dora.contact(carl)).state).toBe('secured');
  });

  test('initiating on a secured contact succeeds and changes nothing', async () => {
    await secured();
    const before = await anna.contact(ben);
    await anna.call('initiate_chat_handshake', { contact_pub_key: ben.key });
    expect(await anna.contact(ben)).toEqual(before);
  });

  test('without any address the answer says so', async () => {
    const erik = await world.person('Erik', '10.0.0.5', { multicast: false });
    await erik.add(anna);
    const outcome = erik
      .call('initiate_chat_handshake', { contact_pub_key: anna.key })
      .catch((error: unknown) => error);
    await world.clock.advance(5_000);
    expect(await outcome).toMatchObject({ code: 'no-address' });
  });
});

describe('delivery', () => {
  test('messages arrive once and in order, whoever speaks first', async () => {
    await secured();
    for (let n = 0; n < 50; n += 1) {
      await ben.send(anna, `b${n}`);
      await anna.send(ben, `a${n}`);
    }
    await world.clock.advance(5_000);
    expect(await ben.received(anna)).toEqual(Array.from({ length: 50 }, (_, n) => `a${n}`));
    expect(await anna.received(ben)).toEqual(Array.from({ length: 50 }, (_, n) => `b${n}`));
    expect(new Set(await anna.states(ben))).toEqual(new Set(['delivered']));
  });

  test('a thousand messages outstanding at once arrive in order, beyond the window of sealed ones', async () => {
    await secured();
    const sent = Array.from({ length: 1000 }, (_, n) => `${n}`);
    const sending = sent.map((content) => anna.call('send_message', { contact_pub_key: ben.key, content }));
    await world.clock.advance(5_000);
    await Promise.all(sending);
    expect(await ben.received(anna)).toEqual(sent);
    expect(new Set(await anna.states(ben))).toEqual(new Set(['delivered']));
  });

  test('what was written while the other was away arrives when it is back, in the same session', async () => {
    await secured();
    await anna.send(ben, 'before');
    await world.clock.advance(1_000);
    const before = await anna.contact(ben);
    ben.crash();
    const sent = Array.from({ length: 20 }, (_, n) => `${n}`);
    for (const content of sent) await anna.send(ben, content);
    await world.clock.advance(60_000);
    expect((await anna.states(ben)).slice(1)).toEqual(sent.map(() => 'waiting'));
    const messages = await anna.messages(ben);
    expect(messages.at(-1)?.reason).toMatch(/Ben/);
    expect(await anna.call('get_peers', {})).toEqual([]);

    await ben.start([48000]);
    await world.clock.advance(5_000);
    expect(await ben.received(anna)).toEqual(['before', ...sent]);
    expect(new Set(await anna.states(ben))).toEqual(new Set(['delivered']));
    const after = await anna.contact(ben);
    expect(after.session_id).toBe(before.session_id);
    expect(after.generation).toBe(before.generation);
    expect(after.counters.sealed).toBeGreaterThan(before.counters.sealed);
  });

  test('the session goes on after both restart, and after an address change', async () => {
    await secured();
    const before = await anna.contact(ben);
    await anna.stop();
    await ben.stop();
    await anna.start([48001]);
    await ben.start([48002]);
    await world.clock.advance(5_000);
    await anna.send(ben, 'one');
    await ben.stop();
    world.network.readdress(ben.address, '10.0.0.77');
    ben.address = '10.0.0.77';
    await ben.start();
    await world.clock.advance(5_000);
    await anna.send(ben, 'two');
    await ben.send(anna, 'three');
    await world.clock.advance(5_000);
    expect(await ben.received(anna)).toEqual(['one', 'two']);
    expect(await anna.received(ben)).toEqual(['three']);
    expect((await anna.contact(ben)).session_id).toBe(before.session_id);
    expect(anna.count('session_established')).toBe(1);
  });

  test('connections cut at every moment lose and double nothing', async () => {
    await secured();
    world.network.fragment(100);
    const sent = Array.from({ length: 60 }, (_, n) => `${n}`);
    for (const content of sent) {
      await anna.send(ben, content);
      await ben.send(anna, content);
      await world.clock.advance(world.random.integer(40));
      if (world.random.chance(0.3)) world.network.cutConnections();
    }
    await world.clock.advance(120_000);
    expect(await ben.received(anna)).toEqual(sent);
    expect(await anna.received(ben)).toEqual(sent);
    expect(anna.count('session_established')).toBe(1);
  });

  test('a lost database leads to a new session, which is said in the conversation, and what was sent comes again', async () => {
    await secured();
    await anna.send(ben, 'early');
    await world.clock.advance(1_000);
    const before = await anna.contact(ben);
    ben.crash();
    ben.loseDatabase();
    await ben.start();
    await ben.add(anna);
    await world.clock.advance(60_000);
    await ben.send(anna, 'hello again');
    await anna.send(ben, 'late');
    await world.clock.advance(1_000);
    expect(await anna.received(ben)).toEqual(['hello again']);
    expect(await ben.received(anna)).toEqual(['early', 'late']);
    const messages = await anna.messages(ben);
    expect(messages.filter(({ kind }) => kind === 'notice')).toHaveLength(1);
    expect((await anna.contact(ben)).session_id).not.toBe(before.session_id);
    expect(anna.count('session_established')).toBe(2);
  });

  test('read marks reach the sender, also after a restart', async () => {
    await secured();
    await anna.send(ben, 'look');
    await world.clock.advance(1_000);
    expect((await ben.contact(anna)).unread).toBe(1);
    await ben.call('mark_read', { contact_pub_key: anna.key });
    await world.clock.advance(1_000);
    expect((await ben.contact(anna)).unread).toBe(0);
    expect(await anna.states(ben)).toEqual(['read']);
  });
});

describe('glare', () => {
  test('both dialling at the same moment end with one link and one session', async () => {
    for (let round = 0; round < 20; round += 1) {
      const glare = new World(round + 2);
      const one = await glare.person('One', '10.1.0.1', { multicast: false });
      const two = await glare.person('Two', '10.1.0.2', { multicast: false });
      await glare.introduce(one, two);
      await one.call('inject_peer_address', { peer_pub_key: two.key, ip: two.address, port: 47113 });
      await glare.clock.advance(glare.random.integer(8));
      await two.call('inject_peer_address', { peer_pub_key: one.key, ip: one.address, port: 47113 });
      await glare.clock.advance(10_000);
      await one.send(two, 'x');
      await two.send(one, 'y');
      await glare.clock.advance(2_000);
      expect(await two.received(one)).toEqual(['x']);
      expect(await one.received(two)).toEqual(['y']);
      expect((await one.contact(two)).session_id).toBe((await two.contact(one)).session_id);
      expect(glare.network.openConnections).toBe(1);
      await glare.stop();
    }
  });
});
