// The whole of Loom's protocol 1, pure: bytes and values in, bytes and values out. No sockets, files, timers
// or clocks; randomness and time are arguments. PROTOCOL.md is the text to this code.

export { equal, compare, concat, fromHex, toHex } from './bytes.ts';
export type {
  DecisionFault,
  EnvelopeFault,
  HandshakeFault,
  HelloFault,
  LinkFault,
  PairingFault,
  RatchetFault,
  StoredFault,
  TokenFault,
} from './errors.ts';
export { limits } from './limits.ts';
export type { Result } from './result.ts';

export { type Encapsulated, type Kem, type KemKeyPair, nodeKem, type RandomBytes } from './primitives/kem.ts';
export type { Argon2Cost } from './primitives/argon2id.ts';
export { Secret } from './primitives/secret.ts';

export { type Identity, identityFromSeed } from './identity/identity.ts';
export type { KeyPair } from './identity/keys.ts';
export { derivePairKeys, type PairKeys } from './identity/pair-keys.ts';
export { encodeToken, parseToken, type Token, tokenFromPayload } from './identity/token.ts';

export { type SafetyNumber, safetyNumber } from './identity/safety-number.ts';
export { type PeopleSymbol, symbols, symbolsOf } from './people/symbols.ts';

export {
  initiate,
  type InitiatorAwaitingM2,
  type InitiatorReadyForM3,
  readM2,
  writeM3,
} from './handshake/initiator.ts';
export type { EstablishedLink, Role } from './handshake/link-keys.ts';
export { FixedMessageReader, type ReadMessage } from './handshake/message-reader.ts';
export { handshakeSizes } from './handshake/messages.ts';
export {
  answerM1,
  knockMatches,
  type OpenedM1,
  readM1,
  readM3,
  type ResponderAwaitingM3,
} from './handshake/responder.ts';

export { LinkOpener } from './link/opener.ts';
export { LinkSealer } from './link/sealer.ts';

export { generateRatchetKey, type OurRatchetKey, type TheirRatchetKey } from './ratchet/keys.ts';
export type { RatchetState } from './ratchet/state.ts';
export { beginSession } from './session/begin.ts';
export { claimOf } from './session/claims.ts';
export { checkDecision, decide, type DecisionAccepted, type DecisionTaken } from './session/decision.ts';
export { counters, openMessage, sealMessage, type Session } from './session/session.ts';
export { decodeSession, encodeSession } from './stored/session.ts';
export {
  decodeKeyFile,
  encodeKeychainEntry,
  type KeyFile,
  openKey,
  sealKey,
  type SealedKey,
  sealedKeySizes,
} from './stored/key-file.ts';
export {
  backupHeadSize,
  type BackupHead,
  type BackupSecrets,
  decodeBackupHead,
  isBackupHead,
  openBackupHead,
  sealBackupHead,
} from './stored/backup-head.ts';
export { isTooShort } from './stored/passphrase.ts';

export {
  type Body,
  decodeBody,
  decodeEphemeral,
  encodeText,
  encodeTyping,
  type Ephemeral,
} from './wire/bodies.ts';
export {
  decodeEnvelope,
  encodeEnvelope,
  type Envelope,
  type KnownEnvelope,
  type SeqRange,
} from './wire/envelopes.ts';
export { formatAddress, parseAddress } from './wire/addresses.ts';
export type { CloseReason, Frame, HostAndPort, ReachOutcome } from './wire/frames.ts';
export {
  type Counters,
  type Decision,
  decodeHello,
  encodeHello,
  type Hello,
  type SessionClaim,
  type StreamPositions,
} from './wire/hello.ts';
export { protocolVersion } from './wire/version.ts';

export {
  type Agreed,
  answerComparison,
  type AwaitingNonce,
  type AwaitingOpening,
  beginComparison,
  checkOpening,
  type Comparing,
  confirmHere,
  type ConfirmedHere,
  type ConfirmedThere,
  confirmThere,
  giveToken,
  openNonce,
  takeToken,
} from './pairing/comparison.ts';
export type { PairingFrame } from './pairing/frames.ts';
export {
  answerPairing,
  initiatePairing,
  type PairingAwaitingP2,
  type PairingKeys,
  readP2,
} from './pairing/handshake.ts';
export { pairingSizes } from './pairing/messages.ts';
export { PairingOpener, PairingSealer } from './pairing/records.ts';
export type { ShortString } from './pairing/short-string.ts';

export { type Beacon, beaconTxt, epochAt, epochStart, parseBeacon, tagFor } from './beacon.ts';
