import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat } from '../src/bytes.ts';
import { decodeSession, encodeSession, openMessage, sealMessage, type Session } from '../src/index.ts';
import { faultOf, must } from './support/must.ts';
import { alice, bob, handshake, sessions } from './support/people.ts';
import { seededRandom } from './support/random.ts';

const random = seededRandom('stored');

/** A session in each of the three turns a ratchet can have, the last with skipped keys. */
function everyTurn(): Record<string, Session> {
  const { initiator, responder } = sessions(handshake(alice, bob), undefined, 1_700_000_000_000);
  const lost = sealMessage(initiator, Uint8Array.of(1), random);
  const there = sealMessage(lost.session, Uint8Array.of(2), random);
  const answering = must(openMessage(responder, there.message, 1_700_000_000_001)).session;
  return { 'sending alone': responder, 'sending and receiving': there.session, answering };
}

describe('a stored session', () => {
  test.each(Object.entries(everyTurn()))('comes back as it was: %s', (_, session) => {
    const stored = encodeSession(session);
    expect(must(decodeSession(stored))).toEqual(session);
    expect(must(decodeSession(Buffer.from(stored)))).toEqual(session);
  });

  test('goes on where it was', () => {
    const { initiator, responder } = sessions(handshake(alice, bob));
    const { message } = sealMessage(must(decodeSession(encodeSession(initiator))), Uint8Array.of(7), random);
    const opened = must(openMessage(must(decodeSession(encodeSession(responder))), message, 0));
    expect(opened.plaintext).toEqual(Uint8Array.of(7));
  });

  test('of another version is refused by its number', () => {
    const [session] = Object.values(everyTurn());
    if (session === undefined) throw new Error('there are three');
    const stored = encodeSession(session);
    stored[0] = 2;
    expect(faultOf(decodeSession(stored))).toEqual({ code: 'stored-version', version: 2 });
  });

  test('is refused where it is cut short, too long, or of no known turn', () => {
    for (const session of Object.values(everyTurn())) {
      const stored = encodeSession(session);
      for (let length = 0; length < stored.length; length++) {
        expect(faultOf(decodeSession(stored.subarray(0, length)))).toEqual({ code: 'stored-malformed' });
      }
      expect(faultOf(decodeSession(concat(stored, Uint8Array.of(0))))).toEqual({ code: 'stored-malformed' });
    }
  });

  test('is read without an exception, whatever its bytes', () => {
    const valid = Object.values(everyTurn()).map(encodeSession);
    fc.assert(
      fc.property(fc.constantFrom(...valid), fc.nat(), fc.nat(255), (stored, at, value) => {
        const mutated = new Uint8Array(stored);
        mutated[at % mutated.length] = value;
        expect(decodeSession(mutated)).toHaveProperty('ok');
      }),
      { numRuns: 500 },
    );
  });
});
