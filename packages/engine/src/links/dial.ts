// One round of dialling a peer: several addresses, a little apart; the first that answers with a genuine M2 goes on alone.
// Knows nothing of when to dial or of two links at once.
import {
  encodeHello,
  FixedMessageReader,
  generateRatchetKey,
  handshakeSizes,
  initiate,
  LinkOpener,
  LinkSealer,
  readM2,
  writeM3,
  type EstablishedLink,
  type Frame,
  type InitiatorAwaitingM2,
  type InitiatorReadyForM3,
  type Kem,
  type Identity,
  type OurRatchetKey,
} from '@loom/protocol';
import { limits } from '../limits.ts';
import type { Peer } from '../peers/peer.ts';
import type { Address, Clock, Host, Log, OwnAddress, Random, Timer, Transport } from '../ports/index.ts';
import { Channel, type ChannelReader } from './channel.ts';
import { OpenLink, type LinkReader } from './open-link.ts';
import type { Settled, Terms } from './terms.ts';

export interface LinkDeps {
  readonly us: Identity;
  readonly kem: Kem;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly transport: Transport;
  readonly terms: Terms;
  readonly reader: LinkReader;
  readonly host: Host | undefined;
  readonly own: () => readonly OwnAddress[];
}

/** Why a round came to nothing; the one that tells most, of all its addresses. */
export type DialFailure =
  | { readonly code: 'unreachable'; readonly tried: string }
  | { readonly code: 'no-answer' }
  /** `again`: what was wrong is mended on this side, and the next link can be agreed at once. */
  | { readonly code: 'handshake-failed'; readonly detail: string; readonly again?: boolean }
  | { readonly code: 'cancelled' };

export interface DialEnd {
  onLink(link: OpenLink, settled: Settled): void;
  onFailure(failure: DialFailure): void;
}

export interface RoundEnd extends DialEnd {
  /** This one address of several came to nothing. */
  onAddressFailed(address: Address): void;
}

/** How far the round has come; what has been sent can't be taken back. */
export type DialStage = 'connecting' | 'm1-sent' | 'm3-sent';

const weight = { cancelled: 0, unreachable: 1, 'no-answer': 2, 'handshake-failed': 3 } as const;

export class DialRound {
  readonly #deps: LinkDeps;
  readonly #peer: Peer;
  readonly #end: RoundEnd;
  readonly #waiting: Address[];
  readonly #attempts = new Set<DialAttempt>();
  #stagger: Timer | undefined;
  #failure: DialFailure = { code: 'cancelled' };
  #ended = false;

  constructor(deps: LinkDeps, peer: Peer, addresses: readonly Address[], end: RoundEnd) {
    this.#deps = deps;
    this.#peer = peer;
    this.#end = end;
    this.#waiting = [...addresses];
  }

  start(): void {
    this.#next();
  }

  get stage(): DialStage {
    const stages = [...this.#attempts].map((attempt) => attempt.stage);
    return stages.includes('m3-sent') ? 'm3-sent' : stages.includes('m1-sent') ? 'm1-sent' : 'connecting';
  }

  cancel(): void {
    this.#finish(() => this.#end.onFailure({ code: 'cancelled' }));
  }

  #next(): void {
    this.#stagger?.cancel();
    const address = this.#waiting.shift();
    if (this.#ended || address === undefined) return;
    const attempt = new DialAttempt(this.#deps, this.#peer, address, {
      onAnswered: () => {
        this.#stagger?.cancel();
        this.#waiting.length = 0;
        for (const other of this.#attempts) if (other !== attempt) other.abandon();
      },
      onLink: (link, settled) => this.#finish(() => this.#end.onLink(link, settled)),
      onFailure: (failure) => {
        this.#attempts.delete(attempt);
        if (failure.code !== 'cancelled') this.#end.onAddressFailed(address);
        if (weight[failure.code] > weight[this.#failure.code]) this.#failure = failure;
        if (this.#waiting.length > 0) this.#next();
        else if (this.#attempts.size === 0) this.#finish(() => this.#end.onFailure(this.#failure));
      },
    });
    this.#attempts.add(attempt);
    this.#stagger = this.#deps.clock.after(limits.dialStaggerMs, () => this.#next());
    attempt.start();
  }

  #finish(tell: () => void): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stagger?.cancel();
    const others = [...this.#attempts];
    this.#attempts.clear();
    for (const attempt of others) attempt.abandon();
    tell();
  }
}

interface AttemptEnd extends DialEnd {
  /** A genuine M2 has come: this attempt goes on alone. */
  onAnswered(): void;
}

class DialAttempt {
  stage: DialStage = 'connecting';
  readonly #deps: LinkDeps;
  readonly #peer: Peer;
  readonly #address: Address;
  readonly #end: AttemptEnd;
  #channel: Channel | undefined;
  #timer: Timer | undefined;
  #ended = false;

  constructor(deps: LinkDeps, peer: Peer, address: Address, end: AttemptEnd) {
    this.#deps = deps;
    this.#peer = peer;
    this.#address = address;
    this.#end = end;
  }

  start(): void {
    const connection = this.#deps.transport.dial(this.#address, limits.connectMs);
    this.#channel = new Channel(connection, this.#deps.log, {
      onOpen: () => this.#sendM1(),
      onBytes: () => this.#fail({ code: 'handshake-failed', detail: 'spoke-first' }),
      onClose: () => this.#fail({ code: 'unreachable', tried: printable(this.#address) }),
    });
  }

  abandon(): void {
    this.#fail({ code: 'cancelled' });
  }

  #sendM1(): void {
    const { us, random, kem } = this.#deps;
    const { state, m1 } = initiate({
      us,
      them: this.#peer.token,
      pair: this.#peer.pair,
      random: (length) => random.bytes(length),
      kem,
    });
    this.stage = 'm1-sent';
    const m2 = new FixedMessageReader(handshakeSizes.m2);
    this.#read({
      onBytes: (bytes) => {
        const read = m2.push(bytes);
        if (read.kind === 'more') return;
        if (read.kind === 'illegal-length' || read.rest.length > 0) {
          this.#fail({ code: 'handshake-failed', detail: 'illegal-length' });
          return;
        }
        this.#onM2(state, read.body);
      },
      onClose: () => this.#fail({ code: 'no-answer' }),
    });
    this.#deadline({ code: 'no-answer' });
    this.#channel?.write(m1);
  }

  #onM2(state: InitiatorAwaitingM2, body: Uint8Array): void {
    const read = readM2(state, body);
    if (!read.ok) {
      this.#fail({ code: 'handshake-failed', detail: read.fault.code });
      return;
    }
    this.stage = 'm3-sent';
    this.#end.onAnswered();
    this.#sendM3(read.value);
  }

  #sendM3(ready: InitiatorReadyForM3): void {
    const ratchetKey = generateRatchetKey((length) => this.#deps.random.bytes(length));
    const hello = this.#deps.terms.propose(this.#peer, ready.proofHash, ratchetKey);
    const { link: keys, m3 } = writeM3(ready, encodeHello(hello));
    const opener = new LinkOpener(keys.receiveKey, this.#peer.token.tid);
    this.#read({
      onBytes: (bytes) => {
        const opened = opener.push(bytes);
        if (!opened.ok) this.#fail({ code: 'handshake-failed', detail: opened.fault.code });
        else if (opened.value.length > 0) this.#onM4(keys, opener, opened.value, ratchetKey);
      },
      onClose: (reason) => this.#fail({ code: 'handshake-failed', detail: reason }),
    });
    this.#deadline({ code: 'handshake-failed', detail: 'no M4' });
    this.#channel?.write(m3);
  }

  #onM4(
    keys: EstablishedLink,
    opener: LinkOpener,
    frames: readonly Frame[],
    ratchetKey: OurRatchetKey,
  ): void {
    const [first, ...rest] = frames;
    const channel = this.#channel;
    if (first?.type !== 'hello' || channel === undefined) {
      this.#fail({ code: 'handshake-failed', detail: 'no HELLO' });
      return;
    }
    const { clock, random, reader, terms } = this.#deps;
    const settled = terms.settleAsInitiator(this.#peer, keys, first.hello, ratchetKey);
    if (!settled.ok) {
      // The peer has committed by now; it hears that we did not, and our next HELLO asks for what we can accept.
      channel.write(new LinkSealer(keys.sendKey).seal([{ type: 'close', reason: 'decision-refused' }]));
      const { detail, again } = settled.fault;
      this.#fail({ code: 'handshake-failed', detail, again }, 'end');
      return;
    }
    const { session, cursor } = settled.value;
    const link = new OpenLink({ channel, keys, sid: session.sid, cursor, clock, random, reader, opener });
    this.#ended = true;
    this.#timer?.cancel();
    this.#end.onLink(link, settled.value);
    link.send([{ type: 'ping', echo: random.bytes(8) }]);
    link.start(rest, new Uint8Array());
  }

  #read(reader: ChannelReader): void {
    this.#channel?.handTo(reader, new Uint8Array());
  }

  #deadline(failure: DialFailure): void {
    this.#timer?.cancel();
    this.#timer = this.#deps.clock.after(limits.handshakeMessageMs, () => this.#fail(failure));
  }

  #fail(failure: DialFailure, leave: 'destroy' | 'end' = 'destroy'): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#timer?.cancel();
    this.#channel?.[leave](failure.code);
    this.#end.onFailure(failure);
  }
}

function printable({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
