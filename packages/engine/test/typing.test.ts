// Who is writing just now (PROTOCOL.md section 5.2): told where there is a link, shown for a moment, stored by nobody.
import { identityFromSeed } from '@loom/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Connection } from '../src/index.ts';
import { limits } from '../src/limits.ts';
import { Channel } from '../src/links/channel.ts';
import { OpenLink } from '../src/links/open-link.ts';
import { Typing } from '../src/messages/typing.ts';
import { Peer, readDurable } from '../src/peers/peer.ts';
import { MemoryStore } from '../src/testing/index.ts';
import { seedOf, stored } from './support/wire.ts';
import { World, type Person } from './support/world.ts';

let world: World;
let anna: Person;
let ben: Person;

beforeEach(async () => {
  world = new World();
  anna = await world.person('Anna', '10.0.0.1');
  ben = await world.person('Ben', '10.0.0.2');
  await world.introduce(anna, ben);
  await world.clock.advance(20_000);
});
afterEach(() => world.stop());

/** Anna's hands, as a window tells of them. */
async function types(typing = true): Promise<void> {
  await anna.call('set_typing', { contact_pub_key: ben.key, typing });
  await world.clock.advance(50);
}

/** What a person was told of the other's writing, in order. */
const shownTo = (person: Person): boolean[] =>
  person.events.flatMap((event) => (event.event === 'typing_changed' ? [event.payload.typing] : []));

const sealed = async (): Promise<number> => (await anna.contact(ben)).counters.sealed;

describe('whoever writes', () => {
  test('is shown at once, as long as it goes on, and no longer than six seconds after', async () => {
    await types();
    expect(shownTo(ben)).toEqual([true]);
    for (let second = 0; second < 20; second += 1) {
      await types();
      await world.clock.advance(1_000);
    }
    expect(shownTo(ben)).toEqual([true]);
    await world.clock.advance(limits.typingShownMs - 4_000);
    expect(shownTo(ben)).toEqual([true]);
    await world.clock.advance(4_000);
    expect(shownTo(ben)).toEqual([true, false]);
  });

  test('says so seldom, however many keys are pressed', async () => {
    const before = await sealed();
    for (let key = 0; key < 200; key += 1) await types();
    // Ten seconds: at the start, and every three seconds.
    expect((await sealed()) - before).toBe(4);
  });

  test('is shown no more once they stop, and may begin again a second after', async () => {
    await types();
    await types(false);
    expect(shownTo(ben)).toEqual([true, false]);
    await types(false);
    await types();
    expect(shownTo(ben)).toEqual([true, false]);
    await world.clock.advance(1_000);
    await types();
    expect(shownTo(ben)).toEqual([true, false, true]);
  });

  test('is shown no more when the message comes, which needs no word beside it', async () => {
    await types();
    const before = await sealed();
    await anna.send(ben, 'here it is');
    await types(false);
    expect(shownTo(ben)).toEqual([true, false]);
    expect((await sealed()) - before).toBe(1);
    const order = ben.events.map(({ event }) => event);
    expect(order.lastIndexOf('typing_changed')).toBeLessThan(order.indexOf('message_received'));
  });

  test('is shown no more when the link goes, or the contact', async () => {
    await types();
    await anna.stop();
    await world.clock.advance(50);
    expect(shownTo(ben)).toEqual([true, false]);

    await anna.start();
    await world.clock.advance(20_000);
    await types();
    await ben.call('delete_contact', { contact_pub_key: anna.key });
    expect(shownTo(ben)).toEqual([true, false, true, false]);
    const order = ben.events.map(({ event }) => event);
    expect(order.lastIndexOf('typing_changed')).toBeLessThan(order.lastIndexOf('contact_removed'));
  });
});

describe('nothing of it', () => {
  test('is stored, on either side', async () => {
    const told = (person: Person): string =>
      JSON.stringify(stored(person), (name, value: unknown) => (name === 'current' ? undefined : value));
    await types();
    const before = [told(anna), told(ben)];
    await world.clock.advance(2_900);
    await types();
    expect([told(anna), told(ben)]).toEqual(before);
    expect(await ben.messages(anna)).toEqual([]);
  });

  test('waits for a link', async () => {
    await ben.stop();
    await world.clock.advance(60_000);
    await types();
    await ben.start();
    await world.clock.advance(60_000);
    expect((await anna.contact(ben)).state).toBe('secured');
    expect(shownTo(ben)).toEqual([]);
  });

  test('passes where one of the two does not want it', async () => {
    await anna.call('set_settings', { typing_indicators: false });
    const before = await sealed();
    await types();
    expect(await sealed()).toBe(before);

    await anna.call('set_settings', { typing_indicators: true });
    await ben.call('set_settings', { typing_indicators: false });
    await types();
    expect(await sealed()).toBe(before + 1);
    expect(shownTo(ben)).toEqual([]);
  });

  test('stays in sight once the person wants it no more', async () => {
    await types();
    await ben.call('set_settings', { typing_indicators: false });
    expect(shownTo(ben)).toEqual([true, false]);
  });

  test('passes to or from somebody who is blocked', async () => {
    await types();
    await ben.call('block_contact', { contact_pub_key: anna.key });
    expect(shownTo(ben)).toEqual([true, false]);
    await world.clock.advance(60_000);
    await types();
    await ben.call('set_typing', { contact_pub_key: anna.key, typing: true });
    await world.clock.advance(1_000);
    expect([shownTo(anna), shownTo(ben)]).toEqual([[], [true, false]]);
  });

  test('passes to or from a contact whose new session is not accepted', async () => {
    await anna.send(ben, 'one');
    await ben.send(anna, 'two');
    await world.clock.advance(1_000);
    await anna.call('mark_verified', { contact_pub_key: ben.key });
    ben.crash();
    ben.loseDatabase();
    await ben.start();
    await ben.add(anna);
    await world.clock.advance(60_000);
    expect((await anna.contact(ben)).held).toBe(true);
    const before = await sealed();
    await types();
    await ben.call('set_typing', { contact_pub_key: anna.key, typing: true });
    await world.clock.advance(1_000);
    expect([await sealed(), shownTo(anna), shownTo(ben)]).toEqual([before, [], []]);
  });
});

test('a burst of messages goes first, and all of it arrives', async () => {
  const texts = Array.from({ length: 600 }, (_, index) => `message ${index}`);
  const sending = texts.map((content) => anna.call('send_message', { contact_pub_key: ben.key, content }));
  for (let n = 0; n < 40; n += 1) {
    await types();
    await world.clock.advance(1_000);
  }
  await Promise.all(sending);
  expect(await ben.received(anna)).toEqual(texts);
});

/** What the engine holds of Ben at Anna's, with a link that leads nowhere. */
function peerWithLink(): { peer: Peer; link: OpenLink } {
  const store = new MemoryStore(anna.database);
  const [row] = store.listContacts();
  if (row === undefined) throw new Error('Ben is gone');
  const peer = new Peer(identityFromSeed(seedOf(anna)), readDurable(store, row));
  const ignore = (): void => undefined;
  const connection: Connection = {
    remote: { host: '10.0.0.2', port: 1 },
    start: ignore,
    write: () => true,
    end: ignore,
    destroy: ignore,
  };
  const key = new Uint8Array(32);
  const link = new OpenLink({
    channel: new Channel(connection, ignore, { onBytes: ignore, onClose: ignore }),
    keys: { sendKey: key, receiveKey: key },
    sid: key.subarray(0, 16),
    cursor: 1,
    clock: world.clock,
    random: world.random,
    reader: { onFrames: ignore, onRoom: ignore, onDown: ignore },
  });
  peer.link = link;
  return { peer, link };
}

test('with 128 messages under way nothing that nobody misses is sealed', () => {
  const { link } = peerWithLink();
  for (let n = 0; n < 127; n += 1) link.countSealed(undefined, false);
  expect(link.hasRoomToSpare).toBe(true);
  link.countSealed(undefined, false);
  expect(link.hasRoomToSpare).toBe(false);
  expect(link.dataWindow).toBeGreaterThan(0);
});

test('a contact who begins and stops without end changes what is shown once a second at most', async () => {
  const { peer } = peerWithLink();
  const told: boolean[] = [];
  const typing = new Typing({
    clock: world.clock,
    isOn: () => true,
    wake: () => undefined,
    onChanged: (_, now) => told.push(now),
  });
  for (let n = 0; n < 1_000; n += 1) {
    typing.hear(peer, n % 2 === 0);
    await world.clock.advance(10);
  }
  // Ten seconds.
  expect(told.filter((now) => now)).toHaveLength(10);
  expect(told.filter((now) => !now)).toHaveLength(10);
});
