// One connection that somebody else opened: silent until it has knocked well, then answered up to a confirmed link.
// Knows nothing of who is allowed in beyond "one of the contacts", or of two links at once.
import {
  answerM1,
  FixedMessageReader,
  generateRatchetKey,
  handshakeSizes,
  knockMatches,
  readM1,
  readM3,
  type Hello,
  type OpenedM1,
  type ResponderAwaitingM3,
} from '@loom/protocol';
import { limits } from '../limits.ts';
import type { Peer } from '../peers/peer.ts';
import type { Address, Connection, Timer } from '../ports/index.ts';
import { Channel } from './channel.ts';
import type { LinkDeps } from './dial.ts';
import { OpenLink } from './open-link.ts';
import type { Settled } from './terms.ts';

export interface InboundEvents {
  /** Whether this address may cost us a Diffie-Hellman now; if not, its M1 stays unread. */
  mayOpen(): boolean;
  /** An M1 has come that can be read; whether it knocks well is for the callee to find out. */
  onM1(opened: OpenedM1): void;
  /** M1 was no handshake for us at all. */
  onGarbage(): void;
  onLink(link: OpenLink, settled: Settled, hello: Hello): void;
  /** It ended without a link; exactly once, and not after `onLink`. */
  onGone(): void;
}

export class Inbound {
  readonly #deps: LinkDeps;
  readonly #events: InboundEvents;
  readonly #connection: Connection;
  #channel: Channel | undefined;
  #total: Timer | undefined;
  #step: Timer | undefined;
  #opened: OpenedM1 | undefined;
  #ended = false;

  constructor(deps: LinkDeps, connection: Connection, events: InboundEvents) {
    this.#deps = deps;
    this.#connection = connection;
    this.#events = events;
  }

  start(): void {
    this.#total = this.#deps.clock.after(limits.handshakeTotalMs, () => this.destroy('too-slow'));
    this.#restartStep();
    const m1 = new FixedMessageReader(handshakeSizes.m1);
    let complete = false;
    this.#channel = new Channel(this.#connection, this.#deps.log, {
      onBytes: (bytes) => {
        const read = complete ? undefined : m1.push(bytes);
        if (read?.kind === 'more') return;
        // More than M1 before we have answered is nothing that this protocol knows.
        if (read?.kind !== 'message' || read.rest.length > 0) {
          this.destroy('illegal-length');
          return;
        }
        complete = true;
        this.#onM1(read.body);
      },
      onClose: (reason) => this.destroy(reason),
    });
  }

  get remote(): Address {
    return this.#connection.remote;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Whether the M1 of this connection carries this contact's knock. */
  knocksAs(peer: Peer): boolean {
    return this.#opened !== undefined && knockMatches(this.#opened, peer.pair.knockFrom);
  }

  /** Answers the M1 with M2, and goes on to a link. */
  answer(peer: Peer): void {
    const opened = this.#opened;
    const channel = this.#channel;
    if (this.#ended || opened === undefined || channel === undefined) return;
    const { random, kem } = this.#deps;
    const answered = answerM1(opened, peer.token, (length) => random.bytes(length), kem);
    if (!answered.ok) {
      this.destroy(answered.fault.code);
      return;
    }
    const { state, m2 } = answered.value;
    const m3 = new FixedMessageReader(handshakeSizes.m3);
    this.#restartStep();
    channel.handTo(
      {
        onBytes: (bytes) => {
          const read = m3.push(bytes);
          if (read.kind === 'more') return;
          if (read.kind === 'illegal-length') this.destroy('illegal-length');
          else this.#onM3(peer, channel, state, read.body, read.rest);
        },
        onClose: (reason) => this.destroy(reason),
      },
      new Uint8Array(),
    );
    channel.write(m2);
  }

  destroy(reason: string): void {
    if (this.#ended) return;
    this.#end();
    if (this.#channel === undefined) this.#connection.destroy();
    else this.#channel.destroy(reason);
    this.#events.onGone();
  }

  #onM1(body: Uint8Array): void {
    // From here on only our own answer or the deadline for the whole moves this connection.
    this.#step?.cancel();
    if (!this.#events.mayOpen()) return;
    const opened = readM1(this.#deps.us, body);
    if (!opened.ok) {
      this.#events.onGarbage();
      return;
    }
    this.#opened = opened.value;
    this.#events.onM1(opened.value);
  }

  #onM3(
    peer: Peer,
    channel: Channel,
    state: ResponderAwaitingM3,
    body: Uint8Array,
    leftOver: Uint8Array,
  ): void {
    const read = readM3(state, body);
    if (!read.ok) {
      this.destroy(read.fault.code);
      return;
    }
    const { link: keys, hello, proofHash } = read.value;
    const { clock, random, reader, terms } = this.#deps;
    const ratchetKey = generateRatchetKey((length) => random.bytes(length));
    const settled = terms.settleAsResponder(peer, keys, hello, proofHash, ratchetKey);
    if (!settled.ok) {
      this.destroy(settled.fault.detail);
      return;
    }
    const { session, cursor, answer } = settled.value;
    const link = new OpenLink({ channel, keys, sid: session.sid, cursor, clock, random, reader });
    this.#end();
    link.send([{ type: 'hello', hello: answer }]);
    this.#events.onLink(link, settled.value, hello);
    link.start([], leftOver);
  }

  #restartStep(): void {
    this.#step?.cancel();
    this.#step = this.#deps.clock.after(limits.handshakeMessageMs, () => this.destroy('too-slow'));
  }

  #end(): void {
    this.#ended = true;
    this.#step?.cancel();
    this.#total?.cancel();
  }
}
