import { hmac } from '@noble/hashes/hmac.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, test } from 'vitest';
import { ascii, concat } from '../src/bytes.ts';
import {
  beginSession,
  checkDecision,
  claimOf,
  counters,
  decide,
  type Decision,
  generateRatchetKey,
  type Hello,
  limits,
  openMessage,
  sealMessage,
  type Session,
  type SessionClaim,
} from '../src/index.ts';
import { faultOf, must } from './support/must.ts';
import { alice, bob, handshake, helloOf, type Sessions, sessions } from './support/people.ts';
import { seededRandom } from './support/random.ts';

const random = seededRandom('decision');
const proofHash = random(32);
const handshakeHash = random(32);
const key = generateRatchetKey(random);

function fresh(seed = 'one', previous?: Sessions): Sessions {
  return sessions(handshake(alice, bob, { random: seededRandom(seed) }), previous);
}

/** `count` messages sealed; the last of them as well. */
function sealed(session: Session, count: number): ReturnType<typeof sealMessage> {
  let last: ReturnType<typeof sealMessage> = { session, message: new Uint8Array(0) };
  for (let i = 0; i < count; i++) last = sealMessage(last.session, Uint8Array.of(i & 255), random);
  return last;
}

/** One message from each to the other, twice, so that both have answered each other's keys. */
function talked(start: Sessions): Sessions {
  let { initiator, responder } = start;
  for (let i = 0; i < 2; i++) {
    const there = sealMessage(initiator, Uint8Array.of(1), random);
    const back = sealMessage(
      must(openMessage(responder, there.message, 0)).session,
      Uint8Array.of(2),
      random,
    );
    initiator = must(openMessage(there.session, back.message, 0)).session;
    responder = back.session;
  }
  return { initiator, responder };
}

function helloWith(slots: Hello['slots'], changes: Partial<Hello> = {}): Hello {
  return helloOf(alice, key, { slots, ...changes });
}

function decided(held: Session[], claimed: (Session | undefined)[], changes: Partial<Hello> = {}, now = 0) {
  const [first, second] = claimed.map((session) => session && claimOf(session, 'initiator', proofHash));
  return decide({ held, hello: helloWith([first, second], changes), proofHash, now });
}

function checked(
  held: Session[],
  decision: Decision,
  about: Session | undefined,
  changes: Partial<SessionClaim> = {},
) {
  const claim = about && { ...claimOf(about, 'responder', handshakeHash), ...changes };
  return checkDecision({ held, hello: helloWith([claim, undefined], { decision }), handshakeHash });
}

describe('R decides', () => {
  test('to resume what both hold', () => {
    const { initiator, responder } = talked(fresh());
    expect(decided([responder], [initiator])).toEqual({ decision: 'resume', session: responder });
  });

  test('NEW_UNLINKED where I asks for it, whatever else it asks for', () => {
    const { initiator, responder } = fresh();
    const changes = { askUnlinked: true, askLinked: true };
    expect(decided([responder], [initiator], changes)).toEqual({ decision: 'new-unlinked', reason: 'asked' });
  });

  test('NEW_UNLINKED where nothing is in common', () => {
    const [one, other] = [fresh('one'), fresh('other')];
    const reason = { decision: 'new-unlinked', reason: 'nothing-in-common' };
    expect(decided([], [one.initiator])).toEqual(reason);
    expect(decided([one.responder], [])).toEqual(reason);
    expect(decided([one.responder], [other.initiator])).toEqual(reason);
  });

  test('NEW_UNLINKED where a proof is not good', () => {
    const { initiator, responder } = fresh();
    const forgedSecret = { ...initiator, continuitySecret: fresh('other').initiator.continuitySecret };
    const reason = { decision: 'new-unlinked', reason: 'nothing-in-common' };
    expect(decided([responder], [forgedSecret])).toEqual(reason);
    for (const claim of [
      claimOf(initiator, 'responder', proofHash),
      claimOf(initiator, 'initiator', handshakeHash),
    ]) {
      const hello = helloWith([claim, undefined]);
      expect(decide({ held: [responder], hello, proofHash, now: 0 })).toEqual(reason);
    }
  });

  test('for the newest session that both hold, its own current one first', () => {
    const older = fresh('older');
    const newer = fresh('newer');
    const held = [newer.responder, older.responder];
    expect(decided(held, [older.initiator, newer.initiator])).toMatchObject({ session: newer.responder });
    expect(decided(held, [older.initiator])).toMatchObject({ session: older.responder });
    expect(decided(held, [fresh('lost').initiator, older.initiator])).toMatchObject({
      decision: 'resume',
      session: older.responder,
    });
  });

  test('NEW_LINKED where I asks for it', () => {
    const { initiator, responder } = fresh();
    expect(decided([responder], [initiator], { askLinked: true })).toEqual({
      decision: 'new-linked',
      session: responder,
    });
  });

  test('NEW_LINKED where the root is older than a day', () => {
    const { initiator, responder } = fresh();
    expect(decided([responder], [initiator], {}, limits.rootMaxAgeMs).decision).toBe('resume');
    expect(decided([responder], [initiator], {}, limits.rootMaxAgeMs + 1).decision).toBe('new-linked');
  });

  test('NEW_LINKED where the root has carried 20,000 messages', () => {
    const { initiator, responder } = fresh();
    const busy = { ...responder, sealedCount: 12_000, openedCount: 7999 };
    expect(decided([busy], [initiator]).decision).toBe('resume');
    expect(decided([{ ...busy, openedCount: 8000 }], [initiator]).decision).toBe('new-linked');
  });

  test.each(['initiator', 'responder'] as const)(
    'NEW_LINKED where more than 256 messages of the %s are under way',
    (who) => {
      const start = talked(fresh());
      const at = { ...start, [who]: sealed(start[who], 256).session };
      expect(decided([at.responder], [at.initiator]).decision).toBe('resume');
      const beyond = { ...at, [who]: sealed(at[who], 1).session };
      expect(decided([beyond.responder], [beyond.initiator]).decision).toBe('new-linked');
    },
  );

  test('NEW_LINKED where they are under way in two chains', () => {
    const start = fresh();
    // R's first chain: 200 messages of which I sees one; then R answers I's key with a second chain.
    const first = sealed(start.responder, 1);
    const initiator = must(openMessage(start.initiator, first.message, 0)).session;
    const unseen = sealed(first.session, 199).session;
    const there = sealMessage(initiator, Uint8Array.of(1), random);
    const answering = must(openMessage(unseen, there.message, 0)).session;
    const within = sealed(answering, 57).session;
    expect(counters(within)).toEqual({ chainsMade: 2, sealed: 57, chainsSeen: 1, next: 1 });
    expect(decided([within], [there.session]).decision).toBe('resume');
    expect(decided([sealed(within, 1).session], [there.session]).decision).toBe('new-linked');
  });

  test('NEW_UNLINKED where its own database is older than what I has seen', () => {
    const start = talked(fresh());
    const back = sealMessage(start.responder, Uint8Array.of(1), random);
    const initiator = must(openMessage(start.initiator, back.message, 0)).session;
    const reason = { decision: 'new-unlinked', reason: 'rollback-here' };
    expect(decided([start.responder], [initiator])).toEqual(reason);
    expect(decided([back.session], [initiator]).decision).toBe('resume');
    expect(decided([fresh().responder], [talked(talked(fresh())).initiator])).toEqual(reason);
  });

  test('NEW_UNLINKED where I’s database is older than what it has seen', () => {
    const start = talked(fresh());
    const there = sealMessage(start.initiator, Uint8Array.of(1), random);
    const responder = must(openMessage(start.responder, there.message, 0)).session;
    const reason = { decision: 'new-unlinked', reason: 'rollback-there' };
    expect(decided([responder], [start.initiator])).toEqual(reason);
    expect(decided([responder], [there.session]).decision).toBe('resume');
  });
});

describe('I accepts', () => {
  const { initiator, responder } = talked(fresh());

  test.each(['resume', 'new-linked'] as const)('%s for a session that it holds', (decision) => {
    expect(must(checked([initiator], decision, responder))).toEqual({ decision, session: initiator });
    expect(must(checked([fresh('newer').initiator, initiator], decision, responder))).toMatchObject({
      session: initiator,
    });
  });

  test('NEW_UNLINKED at any time', () => {
    expect(must(checked([initiator], 'new-unlinked', undefined))).toEqual({ decision: 'new-unlinked' });
    expect(must(checked([], 'new-unlinked', responder))).toEqual({ decision: 'new-unlinked' });
  });
});

describe('I refuses', () => {
  const { initiator, responder } = talked(fresh());

  function refusal(ask: 'linked' | 'unlinked', reason: string) {
    return { code: 'decision-refused', ask, reason };
  }

  test('no decision at all', () => {
    expect(faultOf(checked([initiator], 'none', responder))).toEqual(refusal('unlinked', 'no-decision'));
  });

  test.each(['resume', 'new-linked'] as const)('%s for what it does not hold', (decision) => {
    const unknown = refusal('unlinked', 'unknown-session');
    expect(faultOf(checked([], decision, responder))).toEqual(unknown);
    expect(faultOf(checked([initiator], decision, undefined))).toEqual(unknown);
    expect(faultOf(checked([initiator], decision, fresh('other').responder))).toEqual(unknown);
  });

  test.each(['resume', 'new-linked'] as const)('%s without a good proof of R', (decision) => {
    const bad = refusal('unlinked', 'bad-proof');
    for (const proof of [
      new Uint8Array(16),
      claimOf(initiator, 'initiator', handshakeHash).proof,
      claimOf(responder, 'responder', proofHash).proof,
    ]) {
      expect(faultOf(checked([initiator], decision, responder, { proof }))).toEqual(bad);
    }
  });

  test.each(['resume', 'new-linked'] as const)('%s over a rollback', (decision) => {
    const made = counters(initiator).sealed;
    expect(faultOf(checked([initiator], decision, responder, { next: made + 1 }))).toEqual(
      refusal('unlinked', 'rollback-here'),
    );
    const seen = counters(initiator).chainsSeen;
    expect(faultOf(checked([initiator], decision, responder, { chainsMade: seen - 1 }))).toEqual(
      refusal('unlinked', 'rollback-there'),
    );
  });

  test('RESUME over too wide a gap, and then asks for NEW_LINKED', () => {
    const behind = sealed(initiator, 257).session;
    expect(faultOf(checked([behind], 'resume', responder))).toEqual(refusal('linked', 'gap-too-wide'));
    expect(must(checked([behind], 'new-linked', responder)).decision).toBe('new-linked');
  });
});

describe('a new root', () => {
  const shake = handshake(alice, bob);
  const unlinked = sessions(shake);
  const linkedShake = handshake(alice, bob, { random: seededRandom('linked') });
  const linked = sessions(linkedShake, unlinked, 5);

  test('is that of PROTOCOL.md section 3', () => {
    const derive = (link: typeof shake.initiator, salt: Uint8Array) => {
      const info = concat(ascii('loom session'), link.handshakeHash, alice.identity.tid, bob.identity.tid);
      return hkdf(sha256, link.exporter, salt, info, 112);
    };
    const first = derive(shake.initiator, new Uint8Array(32));
    expect(unlinked.initiator.sid).toEqual(first.subarray(96));
    expect(Array.from(unlinked.initiator.continuitySecret)).toEqual(Array.from(first.subarray(64, 96)));
    const second = derive(linkedShake.initiator, first.subarray(64, 96));
    expect(linked.initiator.sid).toEqual(second.subarray(96));
  });

  test('is the same on both ends', () => {
    for (const { initiator, responder } of [unlinked, linked]) {
      expect(initiator.sid).toEqual(responder.sid);
      expect(initiator.continuitySecret).toEqual(responder.continuitySecret);
      expect(initiator.ourTid).toEqual(responder.theirTid);
      expect(initiator.theirTid).toEqual(responder.ourTid);
    }
  });

  test('keeps the session id that people see where it is linked, and counts up', () => {
    expect(unlinked.initiator).toMatchObject({
      generation: 0,
      rootMadeAt: 0,
      sealedCount: 0,
      openedCount: 0,
    });
    expect(unlinked.initiator.sessionId).toEqual(unlinked.initiator.sid);
    expect(linked.initiator).toMatchObject({ generation: 1, rootMadeAt: 5, sealedCount: 0, openedCount: 0 });
    expect(linked.initiator.sessionId).toEqual(unlinked.initiator.sid);
    expect(linked.initiator.sid).not.toEqual(unlinked.initiator.sid);
  });

  test('takes no ratchet key of low order, on either end', () => {
    for (const link of [shake.initiator, shake.responder]) {
      const begun = beginSession({
        link,
        ourRatchetKey: key,
        theirRatchetKey: new Uint8Array(32),
        previous: undefined,
        now: 0,
      });
      expect(faultOf(begun)).toEqual({ code: 'low-order-key' });
    }
  });

  test('has proofs made of the continuity secret, the role and the hash', () => {
    const { initiator } = unlinked;
    const message = (role: string) => concat(ascii('loom continuity'), ascii(role), proofHash);
    const proof = (role: string) =>
      hmac(sha256, Uint8Array.from(initiator.continuitySecret), message(role)).subarray(0, 16);
    expect(claimOf(initiator, 'initiator', proofHash)).toEqual({
      sessionId: initiator.sid,
      proof: proof('I'),
      chainsMade: 1,
      sealed: 0,
      chainsSeen: 1,
      next: 0,
    });
    expect(claimOf(initiator, 'responder', proofHash).proof).toEqual(proof('R'));
  });
});
