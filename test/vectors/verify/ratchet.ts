// sessions.json and ratchet.json against the code that ships.
import {
  beginSession,
  counters,
  type EstablishedLink,
  openMessage,
  type Role,
  sealMessage,
  type Session,
} from '@loom/protocol';
import { ascii, concat } from '../../../packages/protocol/src/bytes.ts';
import { x25519KeyPair } from '../../../packages/protocol/src/identity/keys.ts';
import { aeadSeal } from '../../../packages/protocol/src/primitives/aead.ts';
import { hkdf } from '../../../packages/protocol/src/primitives/hash.ts';
import { Secret } from '../../../packages/protocol/src/primitives/secret.ts';
import { x25519 } from '../../../packages/protocol/src/primitives/x25519.ts';
import { stepChain } from '../../../packages/protocol/src/ratchet/keys.ts';
import type { Counters } from '../make/hello.ts';
import type { OpenStep, RatchetCase, RatchetStep, SealStep } from '../make/ratchet.ts';
import type { SessionCase, SessionsFile } from '../make/sessions.ts';
import { bytes, faultOf, find, hex, same, scripted, valueOf } from './check.ts';

export function verifySession(vector: SessionCase, file: SessionsFile): void {
  for (const role of ['initiator', 'responder'] as const) {
    const session = begun(vector, role, file);
    const { ratchet } = session;
    same('cs and sid', [hex(session.continuitySecret), hex(session.sid)], [vector.cs, vector.sid]);
    same(
      'the tids',
      [session.ourTid, session.theirTid].map(hex).toSorted(),
      [vector.tid_i, vector.tid_r].toSorted(),
    );
    if (ratchet.turn.turn !== 'sending') throw new Error('both begin as senders');
    const { turn } = ratchet;
    const [rk, ck] = role === 'initiator' ? [vector.i_rk, vector.i_ck] : [vector.rk, vector.ck_r0];
    same(`rk and ck of the ${role}`, [hex(ratchet.rootKey), hex(turn.chain.key)], [rk, ck]);
    const key = role === 'initiator' ? vector.i_ratchet_key : vector.r_ratchet_key;
    same(`the ratchet key of the ${role}`, hex(turn.ourKey.publicKey), key);
    const receives = turn.receiving && [hex(turn.receiving.theirKey), hex(turn.receiving.chain.key)];
    same(
      'the first chain',
      receives,
      role === 'initiator' ? [vector.r_ratchet_key, vector.ck_r0] : undefined,
    );
  }
  const info = concat(
    ascii('loom session'),
    bytes(vector.handshake_hash),
    bytes(vector.tid_i),
    bytes(vector.tid_r),
  );
  same('info', hex(info), vector.info);
  const root = hex(hkdf(bytes(vector.salt), bytes(vector.exporter), info, 112));
  same('the root', root, vector.rk + vector.ck_r0 + vector.cs + vector.sid);
  const shared = x25519(bytes(vector.i_ratchet_secret), bytes(vector.r_ratchet_key)) ?? new Uint8Array(0);
  same('dh', hex(shared), vector.dh);
}

/** One end of the session; a linked one goes on from the unlinked one. */
function begun(vector: SessionCase, role: Role, file: SessionsFile): Session {
  const unlinked = /^0{64}$/.test(vector.salt);
  const before = find(file.cases, 'NEW_UNLINKED');
  const previous = unlinked
    ? undefined
    : begun(before, role === 'initiator' ? 'responder' : 'initiator', file);
  if (!unlinked) same('the salt', vector.salt, before.cs);
  const ours = role === 'initiator' ? vector.i_ratchet_secret : vector.r_ratchet_secret;
  const theirs = role === 'initiator' ? vector.r_ratchet_key : vector.i_ratchet_key;
  const link: EstablishedLink = {
    role,
    handshakeHash: bytes(vector.handshake_hash),
    exporter: new Secret('exporter', bytes(vector.exporter)),
    sendKey: new Secret('link key', new Uint8Array(32)),
    receiveKey: new Secret('link key', new Uint8Array(32)),
    tidInitiator: bytes(vector.tid_i),
    tidResponder: bytes(vector.tid_r),
  };
  return valueOf(
    beginSession({
      link,
      ourRatchetKey: x25519KeyPair('ratchet key', bytes(ours)),
      theirRatchetKey: bytes(theirs),
      previous,
      now: 0,
    }),
  );
}

export function verifyRatchet(vector: RatchetCase, file: SessionsFile): void {
  const session = find(file.cases, vector.session);
  const ends = { I: begun(session, 'initiator', file), R: begun(session, 'responder', file) };
  const messages: SealStep[] = [];
  for (const [index, step] of vector.steps.entries()) {
    if (!(step.by in ends)) throw new Error(`step ${index} is nobody’s`);
    if (step.do === 'seal') {
      same('the number of the message', step.message_number, messages.push(step) - 1);
      ends[step.by] = sealed(ends[step.by], step);
    } else {
      const message = messages[step.message_number];
      if (message === undefined || message.by === step.by) throw new Error(`step ${index} has no message`);
      ends[step.by] = opened(ends[step.by], step, message);
    }
  }
  for (const side of ['I', 'R'] as const) {
    const { counters: expected, rk } = vector.end[side];
    same(
      `how ${side} ends`,
      [countersOf(ends[side]), hex(ends[side].ratchet.rootKey)],
      [{ ...expected }, rk],
    );
  }
}

function sealed(before: Session, step: SealStep): Session {
  const drawn = step.turn === null ? [] : [bytes(step.turn.ratchet_secret)];
  const { session, message } = sealMessage(
    before,
    bytes(step.plaintext),
    scripted(...drawn, bytes(step.nonce)),
  );
  same('message', hex(message), step.message);
  same('counters', countersOf(session), { ...step.counters });
  const { turn, rootKey } = session.ratchet;
  if (turn.turn !== 'sending') throw new Error('who has sealed is the sender');
  same('ck', hex(turn.chain.key), step.ck);
  same('pn and n', [turn.previousChainLength, turn.chain.next - 1], [step.pn, step.n]);

  const { chainKey, messageKey } = stepChain(new Secret('chain key', bytes(step.ck_before)));
  same('ck and mk', [hex(chainKey), hex(messageKey)], [step.ck, step.mk]);
  const ciphertext = aeadSeal(messageKey, bytes(step.nonce), bytes(step.ad), bytes(step.plaintext));
  same('the ciphertext', hex(ciphertext), step.message.slice(2 * 53));
  if (step.turn === null) {
    same('no DH step', before.ratchet.turn.turn, 'sending');
    return session;
  }
  same('rk', [hex(rootKey), step.ck_before], [step.turn.rk, step.turn.ck]);
  same('our ratchet key', hex(turn.ourKey.publicKey), step.turn.ratchet_key);
  const theirs = turn.receiving?.theirKey ?? new Uint8Array(32);
  same('dh', hex(x25519(turn.ourKey.secretKey, theirs) ?? new Uint8Array(0)), step.turn.dh);
  const derived = hkdf(before.ratchet.rootKey, bytes(step.turn.dh), ascii('loom root'), 64);
  same('KDF_RK', hex(derived), step.turn.rk + step.turn.ck);
  return session;
}

function opened(before: Session, step: Exclude<RatchetStep, SealStep>, sealedStep: SealStep): Session {
  const result = openMessage(before, bytes(sealedStep.message), 0);
  if (step.do === 'refuse') {
    same('the refusal', [faultOf(result).code, sealedStep.n], [step.fault, step.n]);
    return before;
  }
  if (step.do !== 'open') throw new Error('a step seals, opens or refuses');
  const { session, plaintext } = valueOf(result);
  same('plaintext', hex(plaintext), step.plaintext);
  same('mk', step.mk, sealedStep.mk);
  same('counters', countersOf(session), { ...step.counters });
  const skipped = session.ratchet.skipped.map(({ theirKey, number, messageKey }) => ({
    ratchet_key: hex(theirKey),
    n: number,
    mk: hex(messageKey),
  }));
  same('skipped keys', skipped, step.skipped);
  verifyChain(before, session, step);
  return session;
}

function verifyChain(before: Session, after: Session, step: OpenStep): void {
  const [was, is] = [before.ratchet.turn, after.ratchet.turn];
  if (step.ck === null)
    same('the chain stays', hex(is.receiving?.chain.key ?? new Uint8Array(0)), chainOf(before));
  else same('ck', chainOf(after), step.ck);
  const turned = before.ratchet.chainsSeen !== after.ratchet.chainsSeen;
  same('whether the DH turns', step.turn !== null, turned);
  if (step.turn === null) return;
  if (was.turn !== 'sending' || is.receiving === undefined) throw new Error('only a sender turns');
  const shared = x25519(was.ourKey.secretKey, is.receiving.theirKey) ?? new Uint8Array(0);
  same('dh', hex(shared), step.turn.dh);
  same('rk', hex(after.ratchet.rootKey), step.turn.rk);
  same(
    'KDF_RK',
    hex(hkdf(before.ratchet.rootKey, shared, ascii('loom root'), 64)),
    step.turn.rk + step.turn.ck,
  );
}

function chainOf(session: Session): string {
  return hex(session.ratchet.turn.receiving?.chain.key ?? new Uint8Array(0));
}

function countersOf(session: Session): Counters {
  const { chainsMade, sealed: count, chainsSeen, next } = counters(session);
  return { chains_made: chainsMade, sealed: count, chains_seen: chainsSeen, next };
}
