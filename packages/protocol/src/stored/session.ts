// A session as it rests in a database: a version byte and fixed places. Apart from the wire on purpose, so
// that either can change without the other. Knows nothing of databases; what comes out has been in our own
// hands since it went in.

import { ByteReader, ByteWriter } from '../bytes.ts';
import type { StoredFault } from '../errors.ts';
import { x25519KeyPair } from '../identity/keys.ts';
import { limits } from '../limits.ts';
import { Secret } from '../primitives/secret.ts';
import type { Chain } from '../ratchet/chain.ts';
import type { SkippedKey } from '../ratchet/skipped-keys.ts';
import type { Answering, RatchetState, ReceivingChain, Sending } from '../ratchet/state.ts';
import { fail, ok, type Result } from '../result.ts';
import type { Session } from '../session/session.ts';

const VERSION = 1;

/** The byte before the turn. */
const SENDING_ONLY = 1;
const SENDING_AND_RECEIVING = 2;
const ANSWERING = 3;

const CHAIN_SIZE = 32 + 4;
const RECEIVING_SIZE = 32 + CHAIN_SIZE;
const SKIPPED_SIZE = 32 + 4 + 32 + 8;
const FIXED_SIZE = 1 + 16 + 4 + 16 + 32 + 8 + 32 + 32 + 8 + 8 + 32 + 4 + 4 + 1 + 4 + 4;

export function encodeSession(session: Session): Uint8Array {
  const { ratchet } = session;
  const { turn, skipped } = ratchet;
  const sendingSize = turn.turn === 'sending' ? 32 + CHAIN_SIZE : 0;
  const receivingSize = turn.receiving === undefined ? 0 : RECEIVING_SIZE;
  const writer = new ByteWriter(FIXED_SIZE + sendingSize + receivingSize + skipped.length * SKIPPED_SIZE)
    .u8(VERSION)
    .bytes(session.sessionId, 16)
    .u32(session.generation)
    .bytes(session.sid, 16)
    .bytes(session.continuitySecret, 32)
    .u64(session.rootMadeAt)
    .bytes(session.ourTid, 32)
    .bytes(session.theirTid, 32)
    .u64(session.sealedCount)
    .u64(session.openedCount)
    .bytes(ratchet.rootKey, 32)
    .u32(ratchet.chainsMade)
    .u32(ratchet.chainsSeen)
    .u8(tagOf(turn))
    .u32(turn.previousChainLength);
  if (turn.turn === 'sending') {
    writer.bytes(turn.ourKey.secretKey, 32);
    writeChain(writer, turn.chain);
  }
  if (turn.receiving !== undefined) {
    writer.bytes(turn.receiving.theirKey, 32);
    writeChain(writer, turn.receiving.chain);
  }
  writer.u32(skipped.length);
  for (const key of skipped) {
    writer.bytes(key.theirKey, 32).u32(key.number).bytes(key.messageKey, 32).u64(key.skippedAt);
  }
  return writer.finish();
}

export function decodeSession(bytes: Uint8Array): Result<Session, StoredFault> {
  const reader = new ByteReader(bytes);
  const version = reader.u8();
  if (reader.sound && version !== VERSION) return fail({ code: 'stored-version', version });
  const head = {
    sessionId: reader.bytes(16),
    generation: reader.u32(),
    sid: reader.bytes(16),
    continuitySecret: new Secret('continuity secret', reader.bytes(32)),
    rootMadeAt: reader.u64(),
    ourTid: reader.bytes(32),
    theirTid: reader.bytes(32),
    sealedCount: reader.u64(),
    openedCount: reader.u64(),
  };
  const ratchet = readRatchet(reader);
  return ratchet !== undefined && reader.complete
    ? ok({ ...head, ratchet })
    : fail({ code: 'stored-malformed' });
}

function tagOf(turn: Sending | Answering): number {
  if (turn.turn === 'answering') return ANSWERING;
  return turn.receiving === undefined ? SENDING_ONLY : SENDING_AND_RECEIVING;
}

function readRatchet(reader: ByteReader): RatchetState | undefined {
  const rootKey = new Secret('root key', reader.bytes(32));
  const chainsMade = reader.u32();
  const chainsSeen = reader.u32();
  const turn = readTurn(reader);
  const skippedCount = reader.u32();
  if (turn === undefined || skippedCount > limits.maxSkippedKept) return undefined;
  const skipped = Array.from({ length: skippedCount }, () => readSkipped(reader));
  return { rootKey, turn, chainsMade, chainsSeen, skipped };
}

function readTurn(reader: ByteReader): Sending | Answering | undefined {
  const tag = reader.u8();
  const previousChainLength = reader.u32();
  switch (tag) {
    case SENDING_ONLY:
      return { ...readSending(reader), previousChainLength, receiving: undefined };
    case SENDING_AND_RECEIVING:
      return { ...readSending(reader), previousChainLength, receiving: readReceiving(reader) };
    case ANSWERING:
      return { turn: 'answering', previousChainLength, receiving: readReceiving(reader) };
    default:
      return undefined;
  }
}

function readSending(reader: ByteReader): Pick<Sending, 'turn' | 'ourKey' | 'chain'> {
  return {
    turn: 'sending',
    ourKey: x25519KeyPair('ratchet key', reader.bytes(32)),
    chain: readChain(reader),
  };
}

function readReceiving(reader: ByteReader): ReceivingChain {
  return { theirKey: reader.bytes(32), chain: readChain(reader) };
}

function writeChain(writer: ByteWriter, chain: Chain): void {
  writer.bytes(chain.key, 32).u32(chain.next);
}

function readChain(reader: ByteReader): Chain {
  return { key: new Secret('chain key', reader.bytes(32)), next: reader.u32() };
}

function readSkipped(reader: ByteReader): SkippedKey {
  return {
    theirKey: reader.bytes(32),
    number: reader.u32(),
    messageKey: new Secret('message key', reader.bytes(32)),
    skippedAt: reader.u64(),
  };
}
