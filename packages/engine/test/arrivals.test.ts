// What a contact may leave with us before our disk has taken it: so many messages, and so many bytes (PROTOCOL.md section 4).
import { identityFromSeed, limits as wire, LinkSealer, type Frame } from '@loom/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Delivery } from '../src/delivery/delivery.ts';
import type { Connection, ConnectionHandlers } from '../src/index.ts';
import { limits } from '../src/limits.ts';
import { Channel } from '../src/links/channel.ts';
import { OpenLink } from '../src/links/open-link.ts';
import { Peer, readDurable } from '../src/peers/peer.ts';
import { MemoryStore } from '../src/testing/index.ts';
import { dial, seedOf } from './support/wire.ts';
import { World, type Person } from './support/world.ts';

const key = new Uint8Array(32);

let world: World;
let anna: Person;
let ben: Person;

beforeEach(async () => {
  world = new World();
  anna = await world.person('Anna', '10.0.0.1', { multicast: false });
  ben = await world.person('Ben', '10.0.0.2', { multicast: false });
  await world.introduce(anna, ben);
});
afterEach(() => world.stop());

/** A link of Ben's that ends in a delivery of Anna's, which nothing has woken yet. @returns what one arrival of these comes to. */
function linkOfBen(): { arrive: (frames: readonly Frame[]) => void; down: () => string | undefined } {
  const store = new MemoryStore(anna.database);
  const [row] = store.listContacts();
  if (row === undefined) throw new Error('Ben is gone');
  const peer = new Peer(identityFromSeed(seedOf(anna)), readDurable(store, row));
  const { clock, random } = world;
  const ignore = (): void => undefined;
  const events = { onMessage: ignore, onChanged: ignore, onTyping: ignore };
  let handlers: ConnectionHandlers | undefined;
  const connection: Connection = {
    remote: { host: '10.0.0.66', port: 1 },
    start: (given) => (handlers = given),
    write: () => true,
    end: () => undefined,
    destroy: () => undefined,
  };
  let down: string | undefined;
  const delivery = new Delivery({
    store,
    clock,
    random,
    log: () => undefined,
    events,
    tellsRead: () => true,
  });
  const link = new OpenLink({
    channel: new Channel(connection, () => undefined, {
      onBytes: () => undefined,
      onClose: () => undefined,
    }),
    keys: { sendKey: key, receiveKey: key },
    sid: key.subarray(0, 16),
    cursor: 1,
    clock,
    random,
    reader: {
      onFrames: (...args) => delivery.onFrames(...args),
      onRoom: (...args) => delivery.onRoom(...args),
      onDown: (from, reason) => {
        down = reason;
        delivery.onDown(from, reason);
      },
    },
  });
  delivery.attach(peer, link, () => undefined);
  link.start([], new Uint8Array());
  const sealer = new LinkSealer(key);
  return { arrive: (frames) => handlers?.onData(sealer.seal(frames)), down: () => down };
}

const ratchet = (bytes: number): Frame => ({ type: 'ratchet', message: new Uint8Array(bytes) });

test('more bytes than 17 MiB that wait for the disk close the link at once, and not one less', () => {
  const { arrive, down } = linkOfBen();
  const whole = limits.arrivalBytesPerLink / wire.maxFrameBody;
  expect([limits.arrivalBytesPerLink, whole]).toEqual([17 * 1024 * 1024, 136]);
  for (let number = 0; number < whole; number += 1) arrive([ratchet(wire.maxFrameBody)]);
  expect(down()).toBeUndefined();
  arrive([ratchet(200)]);
  expect(down()).toBe('protocol-error');
});

test('more messages than 1,024 that wait for the disk close the link at once, and not one less', () => {
  const { arrive, down } = linkOfBen();
  arrive(Array.from({ length: 1024 }, () => ratchet(200)));
  expect(down()).toBeUndefined();
  arrive([ratchet(200)]);
  expect(down()).toBe('protocol-error');
});

test('what the disk has taken counts no more: an honest contact sends past both bounds on one link', async () => {
  await dial(anna, ben);
  await world.clock.advance(20_000);
  expect((await anna.contact(ben)).state).toBe('secured');
  const longest = 'x'.repeat(wire.maxTextBytes);
  const texts = [
    ...Array.from({ length: 1_100 }, (_, index) => `short ${index}`),
    ...Array.from({ length: 280 }, () => longest),
  ];
  const sending = texts.map((content) => anna.call('send_message', { contact_pub_key: ben.key, content }));
  await world.clock.advance(30_000);
  await Promise.all(sending);
  const received = ben.events.filter(({ event }) => event === 'message_received');
  expect(received).toHaveLength(texts.length);
  for (const { log } of [anna, ben]) expect(log.filter((line) => line.includes('went down'))).toEqual([]);
});
