// The signatures of the package, to compile against while the rooms behind them are being built.
export type Result<T, F> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: F };
export type RandomBytes = (length: number) => Uint8Array;

export interface KeyPair<Kind extends string> {
  readonly kind: Kind;
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;
}
export type OurRatchetKey = KeyPair<'ratchet'>;
export interface Identity {
  readonly masterSeed: Uint8Array;
  readonly identityKey: KeyPair<'identity'>;
  readonly staticKey: KeyPair<'static'>;
  readonly tokenPayload: Uint8Array;
  readonly tid: Uint8Array;
}
export declare function identityFromSeed(masterSeed: Uint8Array): Identity;

export interface Token {
  readonly version: 2;
  readonly identityKey: Uint8Array;
  readonly staticKey: Uint8Array;
  readonly payload: Uint8Array;
  readonly tid: Uint8Array;
}
export type TokenFault =
  | { readonly code: 'token-prefix' }
  | { readonly code: 'token-alphabet'; readonly character: string; readonly position: number }
  | { readonly code: 'token-length'; readonly length: number; readonly expected: number }
  | { readonly code: 'token-version'; readonly version: number }
  | { readonly code: 'token-checksum' }
  | { readonly code: 'token-key' }
  | { readonly code: 'token-signature' };
export declare function encodeToken(payload: Uint8Array): string;
export declare function parseToken(text: string): Result<Token, TokenFault>;
export declare function tokenFromPayload(payload: Uint8Array): Token;

export interface PairKeys {
  readonly knockTo: Uint8Array;
  readonly knockFrom: Uint8Array;
  readonly beaconTo: Uint8Array;
  readonly beaconFrom: Uint8Array;
}
export declare function derivePairKeys(us: Identity, them: Token): PairKeys;

export interface KemKeyPair {
  readonly encapsulationKey: Uint8Array;
  decapsulate(ciphertext: Uint8Array): Uint8Array;
}
export interface Kem {
  keygen(random: RandomBytes): KemKeyPair;
  encapsulate(
    encapsulationKey: Uint8Array,
    random: RandomBytes,
  ): Result<
    { readonly ciphertext: Uint8Array; readonly sharedSecret: Uint8Array },
    { readonly code: 'bad-kem-key' }
  >;
}
export declare const nodeKem: Kem;

export type ReadMessage =
  | { readonly kind: 'more' }
  | { readonly kind: 'illegal-length'; readonly length: number }
  | { readonly kind: 'message'; readonly body: Uint8Array; readonly rest: Uint8Array };
export declare class FixedMessageReader {
  constructor(bodySize: number);
  push(chunk: Uint8Array): ReadMessage;
}
export declare const handshakeSizes: { readonly m1: 1268; readonly m2: 1156; readonly m3: 276 };

export type HandshakeFault =
  | { readonly code: 'bad-size'; readonly size: number; readonly expected: number }
  | { readonly code: 'bad-header' }
  | { readonly code: 'bad-tag' }
  | { readonly code: 'low-order-key' }
  | { readonly code: 'bad-kem-key' }
  | { readonly code: 'wrong-static-key' }
  | { readonly code: 'wrong-tid' }
  | { readonly code: 'version-downgrade' }
  | { readonly code: 'bad-hello' };

export interface InitiatorAwaitingM2 {
  readonly step: 'initiator-awaiting-m2';
}
export interface InitiatorReadyForM3 {
  readonly step: 'initiator-ready-for-m3';
  readonly proofHash: Uint8Array;
}
export interface OpenedM1 {
  readonly ephemeral: Uint8Array;
  readonly seenHash: Uint8Array;
}
export interface ResponderAwaitingM3 {
  readonly step: 'responder-awaiting-m3';
}
export type Role = 'initiator' | 'responder';
export interface EstablishedLink {
  readonly role: Role;
  readonly handshakeHash: Uint8Array;
  readonly exporter: Uint8Array;
  readonly sendKey: Uint8Array;
  readonly receiveKey: Uint8Array;
  readonly tidInitiator: Uint8Array;
  readonly tidResponder: Uint8Array;
}
export declare function initiate(args: {
  readonly us: Identity;
  readonly them: Token;
  readonly pair: PairKeys;
  readonly random: RandomBytes;
  readonly kem: Kem;
}): { readonly state: InitiatorAwaitingM2; readonly m1: Uint8Array };
export declare function readM2(
  state: InitiatorAwaitingM2,
  body: Uint8Array,
): Result<InitiatorReadyForM3, HandshakeFault>;
export declare function writeM3(
  state: InitiatorReadyForM3,
  hello: Uint8Array,
): { readonly link: EstablishedLink; readonly m3: Uint8Array };
export declare function readM1(us: Identity, body: Uint8Array): Result<OpenedM1, HandshakeFault>;
export declare function knockMatches(opened: OpenedM1, knockFrom: Uint8Array): boolean;
export declare function answerM1(
  opened: OpenedM1,
  them: Token,
  random: RandomBytes,
  kem: Kem,
): Result<{ readonly state: ResponderAwaitingM3; readonly m2: Uint8Array }, HandshakeFault>;
export declare function readM3(
  state: ResponderAwaitingM3,
  body: Uint8Array,
): Result<
  { readonly link: EstablishedLink; readonly hello: Hello; readonly proofHash: Uint8Array },
  HandshakeFault
>;

export type CloseReason =
  'stopping' | 'superseded' | 'protocol-error' | 'decision-refused' | 'silent-too-long';
export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}
export type Frame =
  | { readonly type: 'hello'; readonly hello: Hello }
  | { readonly type: 'ping'; readonly echo: Uint8Array }
  | { readonly type: 'pong'; readonly echo: Uint8Array }
  | { readonly type: 'close'; readonly reason: CloseReason | number }
  | { readonly type: 'addresses'; readonly addresses: readonly HostAndPort[] }
  | { readonly type: 'ratchet'; readonly message: Uint8Array };
export type LinkFault =
  | { readonly code: 'illegal-length'; readonly length: number }
  | { readonly code: 'bad-tag' }
  | { readonly code: 'bad-padding' }
  | { readonly code: 'unknown-frame'; readonly type: number }
  | { readonly code: 'frame-too-long'; readonly type: number; readonly length: number }
  | { readonly code: 'malformed-frame'; readonly type: number }
  | { readonly code: 'hello-expected' }
  | { readonly code: 'unexpected-hello' }
  | { readonly code: 'version-downgrade' };
export declare class LinkSealer {
  constructor(key: Uint8Array);
  seal(frames: readonly Frame[]): Uint8Array;
}
export declare class LinkOpener {
  /** `expectHelloOf`: I's opener only; the tid that R's HELLO, which must be the first frame, has to carry. */
  constructor(key: Uint8Array, expectHelloOf?: Uint8Array);
  push(chunk: Uint8Array): Result<Frame[], LinkFault>;
}

export interface SessionClaim {
  readonly sessionId: Uint8Array;
  readonly proof: Uint8Array;
  readonly chainsMade: number;
  readonly sealed: number;
  readonly chainsSeen: number;
  readonly next: number;
}
export type Decision = 'none' | 'resume' | 'new-linked' | 'new-unlinked';
export interface StreamPositions {
  readonly ownStream: Uint8Array;
  readonly nextSeq: number;
  readonly peerStream: Uint8Array | undefined;
  readonly receivedSeq: number;
}
export interface Hello {
  readonly tid: Uint8Array;
  readonly minVersion: number;
  readonly maxVersion: number;
  readonly askUnlinked: boolean;
  readonly askLinked: boolean;
  readonly decision: Decision;
  readonly listeningPort: number;
  readonly ratchetKey: Uint8Array;
  readonly slots: readonly [SessionClaim | undefined, SessionClaim | undefined];
  readonly positions: StreamPositions;
}
export declare function encodeHello(hello: Hello): Uint8Array;
export declare function decodeHello(bytes: Uint8Array): Result<Hello, { readonly code: 'bad-hello' }>;

export interface RatchetState {
  readonly turn: { readonly turn: 'sending' | 'answering' };
}
export interface Session {
  readonly sessionId: Uint8Array;
  readonly generation: number;
  readonly sid: Uint8Array;
  readonly continuitySecret: Uint8Array;
  readonly rootMadeAt: number;
  readonly ourTid: Uint8Array;
  readonly theirTid: Uint8Array;
  readonly ratchet: RatchetState;
  readonly sealedCount: number;
  readonly openedCount: number;
}
export declare function generateRatchetKey(random: RandomBytes): OurRatchetKey;
export declare function beginSession(args: {
  readonly link: EstablishedLink;
  readonly ourRatchetKey: OurRatchetKey;
  readonly theirRatchetKey: Uint8Array;
  readonly previous: Session | undefined;
  readonly now: number;
}): Result<Session, { readonly code: 'low-order-key' }>;
export declare function claimOf(session: Session, role: Role, hash: Uint8Array): SessionClaim;
export interface Counters {
  readonly chainsMade: number;
  readonly sealed: number;
  readonly chainsSeen: number;
  readonly next: number;
}
export declare function counters(session: Session): Counters;
export type DecisionTaken =
  | { readonly decision: 'resume' | 'new-linked'; readonly session: Session }
  | {
      readonly decision: 'new-unlinked';
      readonly reason: 'asked' | 'nothing-in-common' | 'rollback-here' | 'rollback-there';
    };
export declare function decide(args: {
  readonly held: readonly Session[];
  readonly hello: Hello;
  readonly proofHash: Uint8Array;
  readonly now: number;
}): DecisionTaken;
export type DecisionAccepted =
  | { readonly decision: 'resume' | 'new-linked'; readonly session: Session }
  | { readonly decision: 'new-unlinked' };
export interface DecisionFault {
  readonly code: 'decision-refused';
  readonly ask: 'unlinked' | 'linked';
  readonly reason:
    'no-decision' | 'unknown-session' | 'bad-proof' | 'rollback-here' | 'rollback-there' | 'gap-too-wide';
}
export declare function checkDecision(args: {
  readonly held: readonly Session[];
  readonly hello: Hello;
  readonly handshakeHash: Uint8Array;
}): Result<DecisionAccepted, DecisionFault>;

export type RatchetFault =
  | { readonly code: 'malformed' }
  | { readonly code: 'gap-too-wide'; readonly gap: number; readonly limit: number }
  | { readonly code: 'bad-tag' }
  | { readonly code: 'already-opened' }
  | { readonly code: 'unexpected-key' }
  | { readonly code: 'low-order-key' };
export declare function sealMessage(
  session: Session,
  plaintext: Uint8Array,
  random: RandomBytes,
): { readonly session: Session; readonly message: Uint8Array };
export declare function openMessage(
  session: Session,
  message: Uint8Array,
  now: number,
): Result<{ readonly session: Session; readonly plaintext: Uint8Array }, RatchetFault>;
export type StoredFault =
  { readonly code: 'stored-version'; readonly version: number } | { readonly code: 'stored-malformed' };
export declare function encodeSession(session: Session): Uint8Array;
export declare function decodeSession(bytes: Uint8Array): Result<Session, StoredFault>;

export interface SeqRange {
  readonly from: number;
  readonly to: number;
}
export type Envelope =
  | {
      readonly type: 'data';
      readonly stream: Uint8Array;
      readonly seq: number;
      readonly seen: number;
      readonly sentAt: number;
      readonly messageId: Uint8Array;
      readonly body: Uint8Array;
    }
  | {
      readonly type: 'ack';
      readonly stream: Uint8Array;
      readonly contiguous: number;
      readonly ranges: readonly SeqRange[];
    }
  | { readonly type: 'read'; readonly stream: Uint8Array; readonly position: number }
  | { readonly type: 'ephemeral'; readonly body: Uint8Array }
  | { readonly type: 'unknown' };
export type KnownEnvelope = Exclude<Envelope, { type: 'unknown' }>;
export declare function encodeEnvelope(envelope: KnownEnvelope): Uint8Array;
export declare function decodeEnvelope(
  bytes: Uint8Array,
): Result<Envelope, { readonly code: 'bad-envelope' }>;
export type Body =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'unknown'; readonly body: Uint8Array };
export declare function encodeText(text: string): Uint8Array;
export declare function decodeBody(body: Uint8Array): Body;

export declare function epochAt(ms: number): number;
export declare function tagFor(beaconKey: Uint8Array, epoch: number): number;
export declare function beaconTxt(args: {
  readonly epoch: number;
  readonly beaconKeys: readonly Uint8Array[];
  readonly fillerKey: Uint8Array;
}): Uint8Array[];
export interface Beacon {
  readonly epoch: number;
  readonly tags: ReadonlySet<number>;
}
export declare function parseBeacon(txt: readonly Uint8Array[]): Beacon | undefined;

export declare const limits: {
  readonly maxFrameBody: number;
  readonly maxAddresses: number;
  readonly maxSkippedByOneMessage: number;
  readonly maxSkippedKept: number;
  readonly skippedKeptMs: number;
  readonly rootMaxAgeMs: number;
  readonly rootMaxMessages: number;
  readonly maxUnconfirmed: number;
  readonly maxAckRanges: number;
  readonly maxTextBytes: number;
  readonly maxBeaconTags: number;
};
export declare function toHex(bytes: Uint8Array): string;
export declare function fromHex(text: string): Uint8Array;
export declare function concat(...parts: readonly Uint8Array[]): Uint8Array;
export declare function equal(a: Uint8Array, b: Uint8Array): boolean;
export declare function compare(a: Uint8Array, b: Uint8Array): -1 | 0 | 1;
