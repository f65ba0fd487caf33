import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LinkSealer } from '@loom/protocol';
import type { Connection, ConnectionHandlers, Store } from '../src/index.ts';
import { Channel } from '../src/links/channel.ts';
import { OpenLink } from '../src/links/open-link.ts';
import { SeededRandom, VirtualClock } from '../src/testing/index.ts';
import { World, type Person } from './support/world.ts';

interface Two {
  readonly world: World;
  readonly anna: Person;
  readonly ben: Person;
}

async function twoSecured(seed = 1, latencyMs = 1): Promise<Two> {
  const world = new World(seed, latencyMs);
  const anna = await world.person('Anna', '10.0.0.1');
  const ben = await world.person('Ben', '10.0.0.2');
  await world.introduce(anna, ben);
  await world.clock.advance(20_000);
  expect((await anna.contact(ben)).state).toBe('secured');
  return { world, anna, ben };
}

function submit(from: Person, to: Person, count: number): Promise<string[]> {
  const sending = Array.from({ length: count }, (_, n) =>
    from.call('send_message', { contact_pub_key: to.key, content: `${n}` }),
  );
  return Promise.all(sending);
}

const numbers = (count: number): string[] => Array.from({ length: count }, (_, n) => `${n}`);

describe('windows', () => {
  test('two sides that send far more than a window at the same moment never wait for each other', async () => {
    const { world, anna, ben } = await twoSecured();
    const sending = [submit(anna, ben, 600), submit(ben, anna, 600)];
    await world.clock.advance(10_000);
    await Promise.all(sending);
    expect(await ben.received(anna)).toEqual(numbers(600));
    expect(await anna.received(ben)).toEqual(numbers(600));
    expect(new Set([...(await anna.states(ben)), ...(await ben.states(anna))])).toEqual(
      new Set(['delivered']),
    );
    await world.stop();
  });

  test.each([
    [100, 300],
    [300, 1000],
  ])('a side that only acknowledges keeps up, %i ms away', async (latencyMs, count) => {
    const { world, anna, ben } = await twoSecured(1, latencyMs);
    const sending: Promise<string[]>[] = [];
    for (let n = 0; n < count; n += 1) {
      sending.push(submit(anna, ben, 1));
      await world.clock.advance(1);
    }
    await world.clock.advance(60_000);
    await Promise.all(sending);
    expect(await ben.received(anna)).toHaveLength(count);
    expect(new Set(await anna.states(ben))).toEqual(new Set(['delivered']));
    await world.stop();
  });
});

describe('a disk that fails once', () => {
  test.each<keyof Store>([
    'addIncoming',
    'writeSession',
    'updateContact',
    'receivedSeq',
    'markDelivered',
    'assignSeq',
  ])('in %s while messages go both ways loses, doubles and misorders nothing', async (method) => {
    const { world, anna, ben } = await twoSecured();
    for (const failing of [anna, ben]) {
      failing.failNext = method;
      for (const content of numbers(5)) {
        await anna.send(ben, content).catch(() => undefined);
        await ben.send(anna, content).catch(() => undefined);
        await world.clock.advance(200);
      }
      await world.clock.advance(60_000);
      failing.failNext = undefined;
    }
    for (const [from, to] of [
      [anna, ben],
      [ben, anna],
    ] as const) {
      const sent = (await from.messages(to))
        .filter(({ state }) => state !== 'received')
        .map(({ content }) => content);
      expect(await to.received(from)).toEqual(sent);
      expect(new Set(await from.states(to))).toEqual(new Set(['delivered']));
    }
    await world.stop();
  });

  test.each<keyof Store>([
    'rememberEphemeral',
    'markDelivered',
    'rememberAddress',
    'listAddresses',
    'writeSession',
  ])('in %s during a handshake ends that handshake at most, and the next one succeeds', async (method) => {
    const { world, anna, ben } = await twoSecured();
    for (const failing of [anna, ben]) {
      failing.failNext = method;
      world.network.cutConnections();
      await world.clock.advance(60_000);
      failing.failNext = undefined;
      expect((await anna.contact(ben)).state).toBe('secured');
      expect((await ben.contact(anna)).state).toBe('secured');
      expect(world.network.openConnections).toBe(1);
    }
    await world.stop();
  });

  test('in deleteContact leaves the contact as it was, link and all', async () => {
    const { world, anna, ben } = await twoSecured();
    anna.failNext = 'deleteContact';
    const outcome = anna
      .call('delete_contact', { contact_pub_key: ben.key })
      .catch((error: unknown) => error);
    expect(await outcome).toBeInstanceOf(Error);
    await ben.send(anna, 'still there?');
    await anna.send(ben, 'yes');
    await world.clock.advance(5_000);
    expect(await anna.received(ben)).toEqual(['still there?']);
    expect(await ben.received(anna)).toEqual(['yes']);
    await world.stop();
  });
});

describe('handshakes that break off', () => {
  test('an M4 lost on first contact is made good, and nobody is told of a loss', async () => {
    const world = new World();
    const anna = await world.person('Anna', '10.0.0.1', { multicast: false });
    const ben = await world.person('Ben', '10.0.0.2', { multicast: false });
    await world.introduce(anna, ben);
    await anna.call('inject_peer_address', { peer_pub_key: ben.key, ip: ben.address, port: 47113 });
    for (let ms = 0; ms < 200 && ben.count('session_established') === 0; ms += 1)
      await world.clock.advance(1);
    world.network.cutConnections();
    await world.clock.advance(60_000);
    expect((await anna.contact(ben)).state).toBe('secured');
    expect(await anna.messages(ben)).toEqual([]);
    expect(await ben.messages(anna)).toEqual([]);
    expect([anna.count('session_established'), ben.count('session_established')]).toEqual([1, 1]);
    await world.stop();
  });

  test('a handshake that is asked for ends in words when the contact is deleted or Loom stops meanwhile', async () => {
    const world = new World();
    const anna = await world.person('Anna', '10.0.0.1');
    const ben = await world.person('Ben', '10.0.0.2', { multicast: false });
    const ask = (): Promise<unknown> =>
      anna.call('initiate_chat_handshake', { contact_pub_key: ben.key }).catch((error: unknown) => error);
    await anna.add(ben);
    const deleted = ask();
    await world.clock.advance(500);
    await anna.call('delete_contact', { contact_pub_key: ben.key });
    await world.clock.advance(0);
    expect(await deleted).toMatchObject({ code: 'contact-deleted' });
    await anna.add(ben);
    const stopped = ask();
    await world.clock.advance(500);
    await anna.stop();
    expect(await stopped).toMatchObject({ code: 'engine-stopped' });
    await world.stop();
  });
});

describe('links', () => {
  let starts: { readonly mock: { readonly contexts: readonly unknown[] } };
  /** The links that some engine still reads, dead ones of a crashed engine among them. */
  const linksUp = (): OpenLink[] =>
    starts.mock.contexts.filter((link) => link instanceof OpenLink).filter((link) => link.up);

  beforeEach(() => {
    starts = vi.spyOn(OpenLink.prototype, 'start');
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test.each(['Anna', 'Ben'])(
    'after %s has crashed and come back there is one link again, and none after a stop',
    async (name) => {
      const { world, anna, ben } = await twoSecured();
      const [crashed, other] = name === 'Anna' ? [anna, ben] : [ben, anna];
      const buried = linksUp().filter((link) => link.remote.host === other.address);
      crashed.crash();
      await crashed.start();
      await world.clock.advance(4_000);
      await crashed.send(other, 'back');
      await world.clock.advance(1_000);
      expect(await other.received(crashed)).toEqual(['back']);
      await other.stop();
      await crashed.stop();
      expect(linksUp().filter((link) => !buried.includes(link))).toEqual([]);
    },
  );

  test.each(['Anna', 'Ben'])(
    'when %s moves to another address, messages both ways arrive within two seconds',
    async (name) => {
      const { world, anna, ben } = await twoSecured();
      const [moved, other] = name === 'Anna' ? [anna, ben] : [ben, anna];
      world.network.readdress(moved.address, '10.0.0.77');
      world.air.readdress(moved.address, '10.0.0.77');
      await moved.send(other, 'from there');
      await other.send(moved, 'to there');
      await world.clock.advance(2_000);
      expect(await other.received(moved)).toEqual(['from there']);
      expect(await moved.received(other)).toEqual(['to there']);
      await world.stop();
    },
  );

  test('on stop, what was under way is told as waiting, never as sent', async () => {
    const { world, anna, ben } = await twoSecured();
    world.network.partition(anna.address, ben.address);
    await anna.send(ben, 'x');
    const before = anna.events.length;
    await anna.stop();
    const told = anna.events
      .slice(before)
      .flatMap((each) => (each.event === 'message_changed' ? [each.payload] : []));
    expect(told.map(({ message }) => message.state)).toEqual(['waiting']);
  });

  test('a peer that floods with PING and never reads gets no more than a buffer of answers, and is dropped', async () => {
    const clock = new VirtualClock();
    const key = new Uint8Array(32);
    let written = 0;
    let handlers: ConnectionHandlers | undefined;
    const connection: Connection = {
      remote: { host: '10.0.0.66', port: 1 },
      start: (given) => (handlers = given),
      write: (bytes) => {
        written += bytes.length;
        return false;
      },
      end: () => undefined,
      destroy: () => undefined,
    };
    let down = '';
    const link = new OpenLink({
      channel: new Channel(connection, () => undefined, {
        onBytes: () => undefined,
        onClose: () => undefined,
      }),
      keys: { sendKey: key, receiveKey: key },
      sid: key.subarray(0, 16),
      cursor: 1,
      clock,
      random: new SeededRandom(1),
      reader: { onFrames: () => undefined, onRoom: () => undefined, onDown: (_, reason) => (down = reason) },
    });
    link.start([], new Uint8Array());
    const peer = new LinkSealer(key);
    for (let round = 0; round < 20; round += 1) {
      handlers?.onData(
        peer.seal(Array.from({ length: 1000 }, () => ({ type: 'ping', echo: key.subarray(0, 8) }))),
      );
      await clock.advance(1_000);
    }
    expect(written).toBeLessThan(1_000);
    await clock.advance(60_000);
    expect(down).toBe('silent-too-long');
  });
});

test('a time from another age is shown as one of ours', async () => {
  const { world, anna, ben } = await twoSecured();
  anna.world.clock.jumpWall(400 * 24 * 3600 * 1000);
  await anna.send(ben, 'from the future');
  world.clock.jumpWall(-400 * 24 * 3600 * 1000);
  await world.clock.advance(1_000);
  const [message] = await ben.messages(anna);
  expect(message?.timestamp).toBeLessThanOrEqual(world.clock.now() + 24 * 3600 * 1000);
  await world.stop();
});
