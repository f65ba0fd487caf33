import { isDeepStrictEqual } from 'node:util';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { x25519 } from '@noble/curves/ed25519.js';
import { expand, hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, test } from 'vitest';
import { ascii, concat, u32 } from '../src/bytes.ts';
import { counters, limits, openMessage, type RatchetFault, sealMessage, type Session } from '../src/index.ts';
import { faultOf, flipped, must } from './support/must.ts';
import { alice, bob, handshake, type Sessions, sessions } from './support/people.ts';
import { seededRandom } from './support/random.ts';

const HOUR = 3_600_000;

/** One end of a session, and what happens at it. */
class End {
  session: Session;
  readonly #random: ReturnType<typeof seededRandom>;

  constructor(session: Session, seed: string) {
    this.session = session;
    this.#random = seededRandom(seed);
  }

  seal(text: string): Uint8Array {
    const { session, message } = sealMessage(this.session, ascii(text), this.#random);
    this.session = session;
    return message;
  }

  sealMany(count: number, name = 'm'): Uint8Array[] {
    return Array.from({ length: count }, (_, i) => this.seal(`${name}${i}`));
  }

  open(message: Uint8Array | undefined, now = 0): string {
    if (message === undefined) throw new Error('there is no such message');
    const { session, plaintext } = must(openMessage(this.session, message, now));
    this.session = session;
    return Buffer.from(plaintext).toString('latin1');
  }

  /** The fault for a message that must not open; the session is the one before, to the last bit. */
  refuse(message: Uint8Array | undefined, now = 0): RatchetFault {
    if (message === undefined) throw new Error('there is no such message');
    const before = structuredClone(this.session);
    const fault = faultOf(openMessage(this.session, message, now));
    if (!isDeepStrictEqual(structuredClone(this.session), before)) throw new Error('the session changed');
    return fault;
  }
}

function ends(start: Sessions = sessions(handshake(alice, bob))): { i: End; r: End } {
  return { i: new End(start.initiator, 'i'), r: new End(start.responder, 'r') };
}

/** A message with other numbers in its header. */
function renumbered(
  message: Uint8Array,
  fields: { previous?: number; number?: number; key?: Uint8Array },
): Uint8Array {
  const copy = new Uint8Array(message);
  if (fields.key) copy.set(fields.key, 1);
  if (fields.previous !== undefined) copy.set(u32(fields.previous), 33);
  if (fields.number !== undefined) copy.set(u32(fields.number), 37);
  return copy;
}

describe('both ends', () => {
  test('may speak first', () => {
    const { i, r } = ends();
    expect(r.open(i.seal('from I'))).toBe('from I');
    const other = ends();
    expect(other.i.open(other.r.seal('from R'))).toBe('from R');
  });

  test('may speak at once', () => {
    const { i, r } = ends();
    const fromI = i.sealMany(3, 'i');
    const fromR = r.sealMany(3, 'r');
    expect(fromI.map((message) => r.open(message))).toEqual(['i0', 'i1', 'i2']);
    expect(fromR.map((message) => i.open(message))).toEqual(['r0', 'r1', 'r2']);
    expect(i.open(r.seal('answer'))).toBe('answer');
    expect(r.open(i.seal('answer'))).toBe('answer');
  });

  test('turn the DH with every answer, and not before', () => {
    const { i, r } = ends();
    const keyOf = (message: Uint8Array) => message.subarray(1, 33);
    const first = i.seal('1');
    expect(keyOf(i.seal('2'))).toEqual(keyOf(first));
    r.open(first);
    const answer = r.seal('3');
    i.open(answer);
    const second = i.seal('4');
    expect(keyOf(second)).not.toEqual(keyOf(first));
    r.open(second);
    expect(keyOf(r.seal('5'))).not.toEqual(keyOf(answer));
  });

  test('count chains and messages as HELLO tells them', () => {
    const { i, r } = ends();
    expect(counters(i.session)).toEqual({ chainsMade: 1, sealed: 0, chainsSeen: 1, next: 0 });
    expect(counters(r.session)).toEqual({ chainsMade: 1, sealed: 0, chainsSeen: 0, next: 0 });
    r.open(i.seal('1'));
    i.open(r.seal('2'));
    i.open(r.seal('3'));
    expect(counters(r.session)).toEqual({ chainsMade: 2, sealed: 2, chainsSeen: 1, next: 1 });
    expect(counters(i.session)).toEqual({ chainsMade: 1, sealed: 1, chainsSeen: 2, next: 2 });
    i.seal('4');
    expect(counters(i.session)).toEqual({ chainsMade: 2, sealed: 1, chainsSeen: 2, next: 2 });
    expect(i.session).toMatchObject({ sealedCount: 2, openedCount: 2 });
  });

  test('never change a session that they were given', () => {
    const { i, r } = ends();
    const before = structuredClone([i.session, r.session]);
    const given = [i.session, r.session];
    r.open(i.seal('1'));
    i.open(r.seal('2'));
    expect(structuredClone(given)).toEqual(before);
  });
});

test('a message is the one that PROTOCOL.md section 4 describes, to another implementation', () => {
  const shake = handshake(alice, bob);
  const { i } = ends(sessions(shake));
  const info = concat(
    ascii('loom session'),
    shake.initiator.handshakeHash,
    alice.identity.tid,
    bob.identity.tid,
  );
  const root = hkdf(sha256, shake.initiator.exporter, new Uint8Array(32), info, 112);
  const shared = x25519.getSharedSecret(shake.initiatorKey.secretKey, shake.responderKey.publicKey);
  const chain = hkdf(sha256, shared, root.subarray(0, 32), ascii('loom root'), 64).subarray(32);
  const step = (key: Uint8Array) => expand(sha256, key, ascii('loom chain'), 64);

  i.seal('number 0');
  const message = i.seal('number 1');
  const messageKey = step(step(chain).subarray(0, 32)).subarray(32);
  const header = message.subarray(0, 53);
  expect(header.subarray(0, 41)).toEqual(
    concat(Uint8Array.of(1), shake.initiatorKey.publicKey, u32(0), u32(1)),
  );
  const ad = concat(ascii('loom ratchet'), i.session.sid, alice.identity.tid, bob.identity.tid, header);
  const plaintext = chacha20poly1305(messageKey, header.subarray(41), ad).decrypt(message.subarray(53));
  expect(plaintext).toEqual(ascii('number 1'));
});

describe('messages', () => {
  test('open in any order, once each', () => {
    const { i, r } = ends();
    const messages = i.sealMany(50);
    const order = messages.map((_, index) => (index * 17) % 50);
    expect(order.map((index) => r.open(messages[index]))).toEqual(order.map((index) => `m${index}`));
    expect(r.session.ratchet.skipped).toEqual([]);
    for (const message of messages) expect(r.refuse(message)).toEqual({ code: 'already-opened' });
  });

  test('of earlier chains open after later ones', () => {
    const { i, r } = ends();
    const first = i.sealMany(3, 'a');
    r.open(first[0]);
    i.open(r.seal('turn'));
    const second = i.sealMany(3, 'b');
    expect(r.open(second[2])).toBe('b2');
    r.seal('turn again');
    expect([first[2], second[0], first[1], second[1]].map((message) => r.open(message))).toEqual([
      'a2',
      'b0',
      'a1',
      'b1',
    ]);
    expect(r.session.ratchet.skipped).toEqual([]);
  });

  test('that were lost leave their keys, and the rest opens', () => {
    const { i, r } = ends();
    const messages = i.sealMany(10);
    r.open(messages[4]);
    expect(r.session.ratchet.skipped).toHaveLength(4);
    expect(r.open(messages[9])).toBe('m9');
    expect(r.session.ratchet.skipped).toHaveLength(8);
  });

  test('may be empty, or as large as a frame', () => {
    const { i, r } = ends();
    expect(r.open(i.seal(''))).toBe('');
    const large = 'x'.repeat(limits.maxFrameBody - 69);
    expect(r.open(i.seal(large))).toHaveLength(large.length);
  });

  test('are bound to their session and their direction', () => {
    const { i, r } = ends();
    const other = ends(sessions(handshake(alice, bob, { random: seededRandom('other') })));
    const message = i.seal('1');
    expect(other.r.refuse(message).code).toBe('bad-tag');
    expect(other.i.refuse(message).code).toBe('bad-tag');
    const mirrored = new End({ ...r.session, theirTid: r.session.ourTid, ourTid: r.session.theirTid }, 'x');
    expect(mirrored.refuse(message)).toEqual({ code: 'bad-tag' });
    const renamed = new End({ ...r.session, sid: new Uint8Array(16) }, 'x');
    expect(renamed.refuse(message)).toEqual({ code: 'bad-tag' });
    expect(r.open(message)).toBe('1');
  });

  test('open after a linked renewal in the new session only', () => {
    const before = sessions(handshake(alice, bob));
    const after = sessions(handshake(alice, bob, { random: seededRandom('next') }), before);
    const old = ends(before);
    const renewed = ends(after);
    const message = old.i.seal('old');
    expect(renewed.r.refuse(message)).toEqual({ code: 'bad-tag' });
    expect(renewed.r.open(renewed.i.seal('new'))).toBe('new');
  });
});

describe('a message is refused, and nothing changes', () => {
  test('with any byte altered', () => {
    const { i, r } = ends();
    r.open(i.seal('first'));
    i.open(r.seal('turn'));
    const message = i.seal('x');
    for (let at = 0; at < message.length; at++) {
      expect(openMessage(r.session, flipped(message, at, 1 << (at % 8)), 0).ok).toBe(false);
    }
    expect(r.open(message)).toBe('x');
  });

  test('cut short, or of another version', () => {
    const { i, r } = ends();
    const message = i.seal('');
    expect(r.refuse(message.subarray(0, 68))).toEqual({ code: 'malformed' });
    expect(r.refuse(new Uint8Array(0))).toEqual({ code: 'malformed' });
    expect(r.refuse(flipped(message, 0))).toEqual({ code: 'malformed' });
  });

  test('with a forged number, before a single key is derived for it', () => {
    const { i, r } = ends();
    const message = i.seal('1');
    const huge = 2 ** 32 - 1;
    expect(r.refuse(renumbered(message, { number: huge }))).toEqual({
      code: 'gap-too-wide',
      gap: huge,
      limit: 512,
    });
    r.open(message);
    i.open(r.seal('turn'));
    const next = i.seal('2');
    expect(r.refuse(renumbered(next, { previous: huge }))).toEqual({
      code: 'gap-too-wide',
      gap: huge - 1,
      limit: 512,
    });
    expect(r.refuse(renumbered(next, { previous: huge, number: huge }))).toMatchObject({ gap: 2 * huge - 1 });
    expect(r.refuse(renumbered(message, { number: huge }))).toMatchObject({ code: 'gap-too-wide' });
    expect(r.open(next)).toBe('2');
  });

  test('after a gap of more than 512, and opened after one of 512', () => {
    const { i, r } = ends();
    const messages = i.sealMany(514);
    expect(r.refuse(messages[513])).toEqual({ code: 'gap-too-wide', gap: 513, limit: 512 });
    expect(r.open(messages[512])).toBe('m512');
  });

  test('after a gap of more than 512 in a chain that has begun, and opened after one of 512', () => {
    const { i, r } = ends();
    const messages = i.sealMany(515);
    r.open(messages[0]);
    expect(r.refuse(messages[514])).toEqual({ code: 'gap-too-wide', gap: 513, limit: 512 });
    expect(r.open(messages[513])).toBe('m513');
  });

  test('after no gap but in a new chain, where the one before is complete: 512 open', () => {
    const { i, r } = ends();
    r.open(i.seal('all of the first chain'));
    i.open(r.seal('turn'));
    const messages = i.sealMany(514);
    expect(r.refuse(messages[513])).toEqual({ code: 'gap-too-wide', gap: 513, limit: 512 });
    expect(r.open(messages[512])).toBe('m512');
  });

  test('altered in a chain that has begun', () => {
    const { i, r } = ends();
    r.open(i.seal('1'));
    const second = i.seal('2');
    expect(r.refuse(flipped(second, 60))).toEqual({ code: 'bad-tag' });
    expect(r.open(second)).toBe('2');
  });

  test('after gaps of more than 512 in two chains together', () => {
    const { i, r } = ends();
    const before = i.sealMany(301);
    r.open(before[0]);
    i.open(r.seal('turn'));
    const after = i.sealMany(214, 'n');
    expect(r.refuse(after[213])).toEqual({ code: 'gap-too-wide', gap: 513, limit: 512 });
    expect(r.open(after[212])).toBe('n212');
    expect(r.session.ratchet.skipped).toHaveLength(512);
    expect(r.open(before[300])).toBe('m300');
  });

  test('altered under a new ratchet key; the true one then opens', () => {
    const { i, r } = ends();
    const first = i.seal('1');
    expect(r.refuse(flipped(first, first.length - 1))).toEqual({ code: 'bad-tag' });
    expect(r.open(first)).toBe('1');
    i.open(r.seal('turn'));
    const second = i.seal('2');
    expect(r.refuse(flipped(second, 60))).toEqual({ code: 'bad-tag' });
    expect(r.open(second)).toBe('2');
  });

  test('altered where its key was skipped; the true one then opens', () => {
    const { i, r } = ends();
    const messages = i.sealMany(3);
    r.open(messages[2]);
    expect(r.refuse(flipped(messages[1] ?? new Uint8Array(0), 60))).toEqual({ code: 'bad-tag' });
    expect(r.open(messages[1])).toBe('m1');
  });

  test('with a ratchet key of low order', () => {
    const { i, r } = ends();
    const low = renumbered(i.seal('1'), { key: new Uint8Array(32) });
    expect(r.refuse(low)).toEqual({ code: 'low-order-key' });
  });

  test('with a second new key before the first was answered', () => {
    const { i, r } = ends();
    const message = i.seal('1');
    r.open(message);
    const forged = renumbered(message, { key: seededRandom('forged')(32) });
    expect(r.refuse(forged)).toEqual({ code: 'unexpected-key' });
  });
});

describe('skipped keys', () => {
  test('are 1,024 at most, the oldest going first', () => {
    const { i, r } = ends();
    const messages = i.sealMany(1500);
    for (const at of [499, 999, 1499]) r.open(messages[at]);
    expect(r.session.ratchet.skipped).toHaveLength(1024);
    const gone = 1497 - 1024;
    expect(r.refuse(messages[gone - 1])).toEqual({ code: 'already-opened' });
    expect(r.open(messages[gone])).toBe(`m${gone}`);
    expect(r.open(messages[1498])).toBe('m1498');
  });

  test('last for 72 hours', () => {
    const { i, r } = ends();
    const messages = i.sealMany(4);
    r.open(messages[1], 0);
    r.open(messages[3], HOUR);
    expect(r.open(messages[2], 73 * HOUR)).toBe('m2');
    expect(r.session.ratchet.skipped).toEqual([]);
    expect(r.refuse(messages[0], 73 * HOUR)).toEqual({ code: 'already-opened' });
  });

  test('are still good at the end of their time, and leave with the next message after it', () => {
    const { i, r } = ends();
    const messages = i.sealMany(4);
    r.open(messages[2], 0);
    expect(r.open(messages[0], 72 * HOUR)).toBe('m0');
    r.open(messages[3], 72 * HOUR + 1);
    expect(r.session.ratchet.skipped).toEqual([]);
  });
});
