import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  answerM1,
  derivePairKeys,
  initiate,
  nodeKem,
  openMessage,
  readM1,
  sealMessage,
  Secret,
  toHex,
} from '../src/index.ts';
import { alice, bob, handshake, sessions } from './support/people.ts';
import { seededRandom } from './support/random.ts';

/** Every way in which a value usually ends up in a log. */
function printed(value: unknown): string {
  return [inspect(value, { depth: 20, showHidden: true }), JSON.stringify(value), String(value)].join('\n');
}

/** Every Secret anywhere inside a value. */
function secretsIn(value: unknown): Uint8Array[] {
  if (value instanceof Secret) return [Uint8Array.from(value)];
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  return Object.values(value).flatMap(secretsIn);
}

/** The secrets inside a value, and how many of them can be read in what is printed of it. */
function leaks(value: unknown): { secrets: number; readable: number } {
  const text = printed(value).replaceAll(/\s/g, '');
  const secrets = secretsIn(value);
  const readable = secrets.filter(
    (secret) => text.includes(toHex(secret)) || text.includes(secret.subarray(0, 6).join(',')),
  );
  return { secrets: secrets.length, readable: readable.length };
}

test('the check itself finds what is printed', () => {
  const bytes = new Secret('root key', Uint8Array.of(1, 2, 3, 4, 5, 6, 7));
  const careless = { bytes, copy: Uint8Array.from(bytes) };
  expect(leaks(careless)).toEqual({ secrets: 1, readable: 1 });
  expect(leaks({ bytes, text: toHex(bytes) })).toEqual({ secrets: 1, readable: 1 });
});

describe('a secret', () => {
  const secret = new Secret('root key', Uint8Array.of(1, 2, 3));

  test('prints as its kind, whatever prints it', () => {
    expect(String(secret)).toBe('root key(redacted)');
    expect(['', secret].join('')).toBe('root key(redacted)');
    expect(JSON.stringify({ secret })).toBe('{"secret":"root key(redacted)"}');
    expect(inspect({ secret }, { showHidden: true })).toBe('{ secret: root key(redacted) }');
  });

  test('is bytes in every other way, and a copy', () => {
    const source = Uint8Array.of(1, 2, 3);
    const copy = new Secret('root key', source);
    source.fill(0);
    expect(Array.from(copy)).toEqual([1, 2, 3]);
    expect(copy.kind).toBe('root key');
    expect(copy.subarray(1)).toEqual(Uint8Array.of(2, 3));
  });
});

describe('nothing secret is printed of', () => {
  test('an identity', () => {
    expect(leaks(alice.identity)).toEqual({ secrets: 3, readable: 0 });
  });

  test('pair keys', () => {
    expect(leaks(derivePairKeys(alice.identity, bob.token))).toEqual({ secrets: 4, readable: 0 });
  });

  test('a handshake under way', () => {
    const pair = derivePairKeys(alice.identity, bob.token);
    const { state } = initiate({
      us: alice.identity,
      them: bob.token,
      pair,
      random: seededRandom('x'),
      kem: nodeKem,
    });
    expect(leaks(state)).toEqual({ secrets: 4, readable: 0 });
  });

  test('a link', () => {
    expect(leaks(handshake(alice, bob).initiator)).toEqual({ secrets: 3, readable: 0 });
  });

  test('any of it, though each secret says what it is', () => {
    const shake = handshake(alice, bob);
    const { initiator, responder } = sessions(shake);
    const { session: sender } = sealMessage(initiator, new Uint8Array(1), seededRandom('first'));
    const { message: second } = sealMessage(sender, new Uint8Array(1), seededRandom('second'));
    const opened = openMessage(responder, second, 0);
    if (!opened.ok) throw new Error(opened.fault.code);
    const { ratchet } = opened.value.session;
    const answered = sealMessage(opened.value.session, new Uint8Array(1), seededRandom('m')).session.ratchet;
    const turn = answered.turn.turn === 'sending' ? answered.turn : undefined;
    const pair = derivePairKeys(alice.identity, bob.token);
    const us = { us: alice.identity, them: bob.token, pair, kem: nodeKem };
    const dial = initiate({ ...us, random: seededRandom('x') });
    const m1 = readM1(bob.identity, dial.m1.subarray(2));
    const answer = m1.ok ? answerM1(m1.value, alice.token, seededRandom('y'), nodeKem) : m1;
    if (!answer.ok) throw new Error(answer.fault.code);
    const secrets: readonly (Secret<string> | undefined)[] = [
      answered.rootKey,
      turn?.chain.key,
      turn?.ourKey.secretKey,
      ratchet.turn.receiving?.chain.key,
      ratchet.skipped[0]?.messageKey,
      initiator.ratchet.rootKey,
      initiator.ratchet.turn.turn === 'sending' ? initiator.ratchet.turn.chain.key : undefined,
      initiator.continuitySecret,
      shake.initiator.sendKey,
      shake.initiator.receiveKey,
      shake.initiator.exporter,
      dial.state.ephemeral.secretKey,
      answer.value.state.ephemeral.secretKey,
      alice.identity.masterSeed,
      alice.identity.identityKey.secretKey,
      alice.identity.staticKey.secretKey,
      pair.knockTo,
      pair.knockFrom,
      pair.beaconTo,
      pair.beaconFrom,
    ];
    expect(secrets.map((secret) => secret?.kind)).toEqual([
      'root key',
      'chain key',
      'ratchet key',
      'chain key',
      'message key',
      'root key',
      'chain key',
      'continuity secret',
      'link key',
      'link key',
      'exporter',
      'ephemeral key',
      'ephemeral key',
      'master seed',
      'identity key',
      'static key',
      'knock key',
      'knock key',
      'beacon key',
      'beacon key',
    ]);
    expect([alice.identity.identityKey.kind, alice.identity.staticKey.kind]).toEqual([
      'identity key',
      'static key',
    ]);
    expect([dial.state.ephemeral.kind, turn?.ourKey.kind]).toEqual(['ephemeral key', 'ratchet key']);
  });

  test('a session', () => {
    const { initiator } = sessions(handshake(alice, bob));
    const { session } = sealMessage(initiator, new Uint8Array(3), seededRandom('n'));
    expect(leaks(session)).toEqual({ secrets: 5, readable: 0 });
  });
});
