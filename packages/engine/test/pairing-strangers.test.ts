// Who is in reach of a pairing window and means no good: in the middle, or at the door.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isLoomError, type Nearby, type Pairing } from '@loom/contract';
import {
  answerComparison,
  answerPairing,
  beginComparison,
  checkOpening,
  confirmHere,
  confirmThere,
  fromHex,
  giveToken,
  identityFromSeed,
  initiatePairing,
  nodeKem,
  openNonce,
  PairingOpener,
  PairingSealer,
  readP2,
  type PairingFrame,
  type PairingKeys,
} from '@loom/protocol';
import type { Connection } from '../src/index.ts';
import { PairingLink } from '../src/pairing/pairing-link.ts';
import { MemoryNetwork, MemoryStore } from '../src/testing/index.ts';
import { World, type Person } from './support/world.ts';

const pairingPort = 47_129;
let world: World;
let anna: Person;
let ben: Person;
const random = (length: number): Uint8Array => world.random.bytes(length);

beforeEach(async () => {
  world = new World();
  anna = await world.person('Anna', '10.0.0.1');
  ben = await world.person('Ben', '10.0.0.2');
});

afterEach(async () => {
  await world.stop();
});

/** A pairing link that is not in an engine's hands: it says what the test says. */
class Hand {
  readonly keys: PairingKeys;
  readonly frames: PairingFrame[] = [];
  readonly connection: Connection;
  readonly sealer: PairingSealer;
  closed = false;
  readonly #opener: PairingOpener;

  constructor(keys: PairingKeys, connection: Connection) {
    this.keys = keys;
    this.connection = connection;
    this.sealer = new PairingSealer(keys.sendKey);
    this.#opener = new PairingOpener(keys.receiveKey);
  }

  take(bytes: Uint8Array): void {
    const opened = this.#opener.push(bytes);
    if (!opened.ok) throw new Error(opened.fault.code);
    this.frames.push(...opened.value);
  }

  send(...frames: PairingFrame[]): void {
    for (const frame of frames) this.connection.write(this.sealer.seal(frame));
  }

  last<T extends PairingFrame['type']>(type: T): Extract<PairingFrame, { type: T }> {
    const found = this.frames.findLast((frame) => frame.type === type);
    if (found === undefined) throw new Error(`no ${type} has come`);
    return found as Extract<PairingFrame, { type: T }>;
  }
}

function card(name: string, windowId: string): PairingFrame {
  return { type: 'card', windowId: fromHex(windowId), name };
}

/** Dials a window and goes through the handshake. */
async function reach(to: Person, from: string): Promise<Hand> {
  const connection = world.network.transport(from).dial({ host: to.address, port: pairingPort }, 1000);
  const { state, p1 } = initiatePairing(random, nodeKem);
  let received = new Uint8Array();
  let hand: Hand | undefined;
  connection.start({
    onData: (bytes) => {
      if (hand !== undefined) return hand.take(bytes);
      received = Uint8Array.from([...received, ...bytes]);
      if (received.length < 1158) return;
      const keys = readP2(state, received.subarray(2, 1158));
      if (!keys.ok) throw new Error(keys.fault.code);
      hand = new Hand(keys.value, connection);
      hand.take(received.subarray(1158));
    },
    onClose: () => {
      if (hand !== undefined) hand.closed = true;
    },
  });
  await world.clock.advance(5);
  connection.write(p1);
  await world.clock.advance(20);
  if (hand === undefined) throw new Error('the handshake was not answered');
  return hand;
}

async function view(person: Person): Promise<Pairing> {
  return person.call('get_pairing', {});
}

async function near(person: Person, name: string): Promise<Nearby> {
  const nearby = (await view(person)).nearby.find((each) => each.name === name);
  if (nearby === undefined) throw new Error(`${person.name} sees no ${name}`);
  return nearby;
}

async function confirm(person: Person, name: string): Promise<void> {
  const { nearby_id, digits = '' } = await near(person, name);
  await person.call('confirm_pairing', { nearby_id, digits, same: true });
}

async function faultOf(run: Promise<unknown>): Promise<string> {
  const error = await run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return isLoomError(error) ? error.code : 'none';
}

async function contactsOf(person: Person): Promise<number> {
  return (await person.call('get_contacts', {})).length;
}

describe('somebody in the middle', () => {
  test('who relays between two shows each a different string, and gets no contact from a person who looks', async () => {
    // The two can't see each other: each sees the one in the middle, under the other's name.
    world.air.block(anna.address);
    world.air.block(ben.address);
    for (const person of [anna, ben]) await person.call('open_pairing', {});
    const asBen = await reach(anna, '10.0.0.66');
    const asAnna = await reach(ben, '10.0.0.66');
    asBen.send(card('Ben', '00000000000000aa'));
    asAnna.send(card('Anna', '00000000000000bb'));
    await world.clock.advance(20);

    await anna.call('start_pairing', { nearby_id: (await near(anna, 'Ben')).nearby_id });
    await world.clock.advance(20);
    // Anna's commitment goes on to Ben, and Ben's nonce back to Anna: all that can be passed on.
    asAnna.send(asBen.last('commit'));
    await world.clock.advance(20);
    asBen.send(asAnna.last('nonce'));
    await world.clock.advance(20);
    asAnna.send(asBen.last('open'));
    await world.clock.advance(20);
    expect((await near(ben, 'Anna')).step).toBe('failed');
    expect((await view(ben)).failed_tries).toBe(1);

    // With a commitment of its own Ben does see a string, but another one than Anna.
    const again = await reach(ben, '10.0.0.67');
    again.send(card('Anna', '00000000000000cc'));
    const begun = beginComparison(again.keys, random);
    again.send(begun.frame);
    await world.clock.advance(20);
    again.send(openNonce(begun.state, again.last('nonce')).frame);
    await world.clock.advance(20);
    const bens = (await view(ben)).nearby.find(({ step }) => step === 'compare');
    const annas = await near(anna, 'Ben');
    expect(annas.step).toBe('compare');
    expect(bens?.digits).not.toBe(annas.digits);
    expect(bens?.symbols).not.toEqual(annas.symbols);
    expect([await contactsOf(anna), await contactsOf(ben)]).toEqual([0, 0]);
  });

  test('who tries for a lucky string has three guesses, and then the window is closed', async () => {
    await anna.call('open_pairing', {});
    for (let guess = 1; guess <= 3; guess += 1) {
      const hand = await reach(anna, `10.0.0.${60 + guess}`);
      hand.send(card('Ben', `00000000000000a${guess}`));
      const begun = beginComparison(hand.keys, random);
      hand.send(begun.frame);
      await world.clock.advance(20);
      // The string can be known now; it does not please, so the link is dropped before Anna sees it.
      openNonce(begun.state, hand.last('nonce'));
      hand.connection.destroy();
      await world.clock.advance(20);
      expect((await view(anna)).failed_tries).toBe(guess);
    }
    expect(await view(anna)).not.toHaveProperty('visible_until');
    await expect(reach(anna, '10.0.0.70')).rejects.toThrow('not answered');
  });
});

describe('somebody who takes the place of a comparison that our person is reading', () => {
  const bens = '00000000000000be';

  /** A link that says it is Ben's, from this address. */
  async function comeAsBen(from: string): Promise<Hand> {
    const hand = await reach(anna, from);
    hand.send(card('Ben', bens));
    await world.clock.advance(20);
    return hand;
  }

  /** Begins from the hand, as far as the window goes along. @returns whether it did */
  async function beginFrom(hand: Hand): Promise<boolean> {
    const begun = beginComparison(hand.keys, random);
    hand.send(begun.frame);
    await world.clock.advance(20);
    if (hand.frames.at(-1)?.type !== 'nonce') return false;
    hand.send(openNonce(begun.state, hand.last('nonce')).frame);
    await world.clock.advance(20);
    return true;
  }

  test('under the same window id gets BUSY until our person begins, and a tap for the old string confirms nothing', async () => {
    await anna.call('open_pairing', {});
    const honest = await comeAsBen('10.0.0.60');
    expect(await beginFrom(honest)).toBe(true);
    const { digits = '' } = await near(anna, 'Ben');
    // What the attacker can do to any TCP connection on its network.
    world.network.cutConnections('10.0.0.60');
    await world.clock.advance(20);
    const attacker = await comeAsBen('10.0.0.66');
    expect(await beginFrom(attacker)).toBe(false);
    expect(attacker.last('busy')).toEqual({ type: 'busy' });
    expect(await near(anna, 'Ben')).toMatchObject({ step: 'failed' });
    expect(await near(anna, 'Ben')).not.toHaveProperty('digits');
    const tap = { nearby_id: bens, digits, same: true };
    expect(await faultOf(anna.call('confirm_pairing', tap))).toBe('pairing-nothing-to-compare');

    // Our person begins again: the attacker's string comes, and the tap that was on its way is still not for it.
    await anna.call('start_pairing', { nearby_id: bens });
    await world.clock.advance(20);
    attacker.send(answerComparison(attacker.keys, attacker.last('commit'), random).frame);
    await world.clock.advance(20);
    expect((await near(anna, 'Ben')).step).toBe('compare');
    expect((await near(anna, 'Ben')).digits).not.toBe(digits);
    expect(await faultOf(anna.call('confirm_pairing', tap))).toBe('pairing-changed');
    expect((await near(anna, 'Ben')).step).toBe('compare');
    expect(attacker.frames.map(({ type }) => type)).not.toContain('confirm');
  });

  test('can’t have the failed try forgotten by filling the list', async () => {
    await anna.call('open_pairing', {});
    expect(await beginFrom(await comeAsBen('10.0.0.60'))).toBe(true);
    world.network.cutConnections('10.0.0.60');
    for (let index = 0; index < 17; index += 1) {
      const hand = await reach(anna, `10.0.1.${index}`);
      hand.send(card(`P${index}`, `00000000000001${index.toString(16).padStart(2, '0')}`));
      await world.clock.advance(20);
    }
    expect((await view(anna)).nearby).toHaveLength(16);
    expect(await beginFrom(await comeAsBen('10.0.0.66'))).toBe(false);
  });
});

/** Anna and a stranger's hand, both having confirmed, before any token. */
async function agree() {
  await anna.call('open_pairing', {});
  const hand = await reach(anna, '10.0.0.66');
  hand.send(card('Mal', '00000000000000aa'));
  await world.clock.advance(20);
  await anna.call('start_pairing', { nearby_id: '00000000000000aa' });
  await world.clock.advance(20);
  const answered = answerComparison(hand.keys, hand.last('commit'), random);
  hand.send(answered.frame);
  await world.clock.advance(20);
  const checked = checkOpening(answered.state, hand.last('open'));
  if (!checked.ok) throw new Error(checked.fault.code);
  return { hand, agreed: confirmThere(confirmHere(checked.value)) };
}

describe('a token on a pairing link', () => {
  test('does not leave before both have confirmed, whatever the other side sends', async () => {
    const { hand } = await agree();
    hand.send({ type: 'confirm' });
    await world.clock.advance(1_000);
    expect(hand.frames.map(({ type }) => type)).toEqual(['card', 'commit', 'open']);
    await confirm(anna, 'Mal');
    await world.clock.advance(20);
    expect(hand.frames.map(({ type }) => type)).toEqual(['card', 'commit', 'open', 'confirm', 'token']);
  });

  test('before both have confirmed ends the link and makes no contact', async () => {
    const { hand, agreed } = await agree();
    const mal = identityFromSeed(random(32));
    hand.send(giveToken(agreed, mal, 47_113));
    await world.clock.advance(20);
    expect(hand.closed).toBe(true);
    expect(await contactsOf(anna)).toBe(0);
    expect((await view(anna)).failed_tries).toBe(1);
  });

  test('of somebody else makes no contact, for its key is not proved', async () => {
    const { hand, agreed } = await agree();
    await confirm(anna, 'Mal');
    const mal = identityFromSeed(random(32));
    const carla = identityFromSeed(random(32));
    hand.send({ type: 'confirm' }, { ...giveToken(agreed, mal, 47_113), payload: carla.tokenPayload });
    await world.clock.advance(20);
    expect((await near(anna, 'Mal')).reason).toContain('not genuine');
    expect(await contactsOf(anna)).toBe(0);
  });

  test('that is our own makes no contact, and says so', async () => {
    const { hand, agreed } = await agree();
    await confirm(anna, 'Mal');
    const profile = new MemoryStore(anna.database).readProfile();
    const ourselves = identityFromSeed(profile?.masterSeed ?? random(32));
    hand.send({ type: 'confirm' }, giveToken(agreed, ourselves, 47_113));
    await world.clock.advance(20);
    expect((await near(anna, 'Mal')).reason).toContain('your own token');
    expect(await contactsOf(anna)).toBe(0);
  });

  test('with the proof of its key makes a contact; one without a port brings no address', async () => {
    const { hand, agreed } = await agree();
    await confirm(anna, 'Mal');
    const mal = identityFromSeed(random(32));
    hand.send({ type: 'confirm' }, giveToken(agreed, mal, 0));
    await world.clock.advance(20);
    expect((await near(anna, 'Mal')).step).toBe('done');
    expect(await contactsOf(anna)).toBe(1);
    const store = new MemoryStore(anna.database);
    expect(store.listContacts().flatMap(({ id }) => store.listAddresses(id))).toEqual([]);
  });

  test('is stored with the contact or not at all: a full disk is a failed try with its reason', async () => {
    const { hand, agreed } = await agree();
    await confirm(anna, 'Mal');
    anna.failNext = 'addContact';
    hand.send({ type: 'confirm' }, giveToken(agreed, identityFromSeed(random(32)), 47_113));
    await world.clock.advance(20);
    expect((await near(anna, 'Mal')).reason).toContain('disk is full');
    expect(await contactsOf(anna)).toBe(0);
  });
});

test('somebody who refuses after both have confirmed has refused, and has not sent what is not genuine', async () => {
  const { hand } = await agree();
  await confirm(anna, 'Mal');
  hand.send({ type: 'confirm' });
  await world.clock.advance(20);
  hand.send({ type: 'refuse' });
  await world.clock.advance(20);
  expect((await near(anna, 'Mal')).reason).toContain('not the same');
  expect(await contactsOf(anna)).toBe(0);
});

describe('a stranger at the door', () => {
  test('who asks again within a second of being told BUSY is cut off, and later is not', async () => {
    const { hand } = await agree();
    const other = await reach(anna, '10.0.0.67');
    other.send(card('Eve', '00000000000000ee'));
    await world.clock.advance(20);
    for (const waitMs of [1_100, 20]) {
      other.send(beginComparison(other.keys, random).frame);
      await world.clock.advance(waitMs);
      expect(other.closed).toBe(false);
    }
    other.send(beginComparison(other.keys, random).frame);
    await world.clock.advance(20);
    expect(other.closed).toBe(true);
    expect(other.frames.filter(({ type }) => type === 'busy')).toHaveLength(2);
    expect(hand.closed).toBe(false);
  });

  test('whose buffer fills up does not read, and is cut off', async () => {
    const narrow = new World();
    const network = new MemoryNetwork({ clock: narrow.clock, random: narrow.random, bufferBytes: 1_000 });
    const closed: string[] = [];
    const listening = await network.transport('10.0.0.1').listen([pairingPort], (connection) =>
      PairingLink.accept(
        {
          transport: network.transport('10.0.0.1'),
          clock: narrow.clock,
          random: narrow.random,
          log: () => {},
          kem: nodeKem,
          card: { windowId: '00000000000000aa', name: 'Anna' },
        },
        connection,
        {
          mayAnswer: () => true,
          onCard: () => {},
          onFrame: () => {},
          onClosed: () => closed.push('closed'),
        },
      ),
    );
    expect(listening.ok).toBe(true);
    const { p1 } = initiatePairing((length) => narrow.random.bytes(length), nodeKem);
    const connection = network.transport('10.0.0.66').dial({ host: '10.0.0.1', port: pairingPort }, 1000);
    connection.start({ onData: () => {}, onClose: () => {} });
    await narrow.clock.advance(5);
    connection.write(p1);
    await narrow.clock.advance(20);
    expect(closed).toEqual(['closed']);
    await narrow.stop();
  });

  test('who says nothing, or speaks slowly, is cut off after ten seconds', async () => {
    await anna.call('open_pairing', {});
    const silent = world.network.transport('10.0.0.66').dial({ host: anna.address, port: pairingPort }, 1000);
    const closed: string[] = [];
    silent.start({ onData: () => undefined, onClose: (reason) => closed.push(reason) });
    await world.clock.advance(9_000);
    expect(closed).toEqual([]);
    await world.clock.advance(2_000);
    expect(closed).toHaveLength(1);
  });

  test.each([
    ['another length', Uint8Array.of(0x04, 0xc5)],
    ['the first message of a link', Uint8Array.from([0x04, 0xf4, 1, 1, 1, 0])],
  ])('who begins with %s is cut off at once', async (_, bytes) => {
    await anna.call('open_pairing', {});
    const connection = world.network
      .transport('10.0.0.66')
      .dial({ host: anna.address, port: pairingPort }, 1000);
    const received: Uint8Array[] = [];
    let closed = false;
    connection.start({ onData: (part) => received.push(part), onClose: () => (closed = true) });
    await world.clock.advance(5);
    connection.write(bytes);
    await world.clock.advance(20);
    expect(closed).toBe(true);
    expect(received).toEqual([]);
  });

  test('gets five handshakes in ten seconds, and four places in the list', async () => {
    await anna.call('open_pairing', {});
    for (let index = 0; index < 5; index += 1) {
      const hand = await reach(anna, '10.0.0.66');
      hand.send(card(`Mal ${index}`, `00000000000000a${index}`));
      await world.clock.advance(20);
    }
    expect((await view(anna)).nearby).toHaveLength(4);
    await expect(reach(anna, '10.0.0.66')).rejects.toThrow('not answered');
    await ben.call('open_pairing', {});
    await world.clock.advance(3_000);
    expect((await near(anna, 'Ben')).step).toBe('near');
  });

  test('whose name would turn or hide text is not listed', async () => {
    await anna.call('open_pairing', {});
    for (const [index, name] of ['a\u202eb', ' padded ', '\u200b', 'line\nbreak'].entries()) {
      const hand = await reach(anna, `10.0.0.${70 + index}`);
      hand.send(card(name, `00000000000000a${index}`));
      await world.clock.advance(20);
      expect(hand.closed).toBe(true);
    }
    expect((await view(anna)).nearby).toEqual([]);
  });

  test.each(['nonce', 'open', 'confirm', 'token', 'card'] as const)(
    'who sends %s out of turn is cut off, and nothing is stored',
    async (type) => {
      await anna.call('open_pairing', {});
      const hand = await reach(anna, '10.0.0.66');
      hand.send(card('Mal', '00000000000000aa'));
      await world.clock.advance(20);
      const frames: Record<typeof type, PairingFrame> = {
        card: card('Mal', '00000000000000aa'),
        nonce: { type: 'nonce', nonce: random(32) },
        open: { type: 'open', nonce: random(32) },
        confirm: { type: 'confirm' },
        token: { type: 'token', payload: random(135), listeningPort: 1, proof: random(32) },
      };
      hand.send(frames[type]);
      await world.clock.advance(20);
      expect(hand.closed).toBe(true);
      expect(await contactsOf(anna)).toBe(0);
      expect((await view(anna)).failed_tries).toBe(0);
    },
  );

  test('finds no door once the window is closed', async () => {
    await anna.call('open_pairing', {});
    await anna.call('close_pairing', {});
    await expect(reach(anna, '10.0.0.66')).rejects.toThrow('not answered');
    const refused = await anna
      .call('start_pairing', { nearby_id: '0'.repeat(16) })
      .catch((error: unknown) => error);
    expect(isLoomError(refused) && refused.code).toBe('pairing-off');
  });
});

test('an answer to the handshake alone tells no name to who only listens', () => {
  // Both ends' frames are sealed from the first one on: what P1 and P2 carry is random to everybody else.
  const { p1 } = initiatePairing(random, nodeKem);
  const answered = answerPairing(p1.subarray(2), random, nodeKem);
  if (!answered.ok) throw new Error(answered.fault.code);
  const record = new PairingSealer(answered.value.keys.sendKey).seal(card('Anna', '00000000000000aa'));
  expect(Buffer.from(record).includes('Anna')).toBe(false);
});
