// One connection between two devices that want to meet: the Noise handshake, the cards, then frames both ways (PROTOCOL.md
// sections 10.2 and 10.3). Knows nothing of comparisons, or of how many connections there are.
import {
  answerPairing,
  FixedMessageReader,
  fromHex,
  initiatePairing,
  PairingOpener,
  PairingSealer,
  pairingSizes,
  readP2,
  toHex,
  type Kem,
  type PairingAwaitingP2,
  type PairingFrame,
  type PairingKeys,
} from '@loom/protocol';
import { Channel } from '../links/channel.ts';
import type { Address, Clock, Connection, Log, Random, Timer, Transport } from '../ports/index.ts';
import { pairingLimits } from './limits.ts';

export interface PairingLinkDeps {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly kem: Kem;
  /** What this side shows: its window's id, 16 hexadecimal digits, and its person's name. */
  readonly card: { readonly windowId: string; readonly name: string };
}

export interface PairingLinkEvents {
  /** Whether this address may cost us a handshake now. */
  mayAnswer(): boolean;
  /** The other side's card has come, once; frames follow. */
  onCard(card: { readonly windowId: string; readonly name: string }): void;
  onFrame(frame: Exclude<PairingFrame, { type: 'card' }>): void;
  /** Exactly once, whoever ended it. */
  onClosed(): void;
}

export class PairingLink {
  readonly dialled: boolean;
  readonly #deps: PairingLinkDeps;
  readonly #events: PairingLinkEvents;
  readonly #channel: Channel;
  readonly #deadline: Timer;
  #keys: PairingKeys | undefined;
  #sealer: PairingSealer | undefined;
  #hasCard = false;
  #isChoked = false;

  private constructor(
    deps: PairingLinkDeps,
    connection: Connection,
    dialled: boolean,
    events: PairingLinkEvents,
  ) {
    this.#deps = deps;
    this.#events = events;
    this.dialled = dialled;
    this.#deadline = deps.clock.after(pairingLimits.cardMs, () => this.destroy('too-slow'));
    const awaited = dialled ? undefined : this.#p1Reader();
    this.#channel = new Channel(connection, deps.log, {
      onOpen: () => this.#sendP1(),
      onBytes: (bytes) => (awaited === undefined ? this.destroy('spoke-first') : awaited(bytes)),
      onClose: () => this.#onClose(),
    });
  }

  static dial(deps: PairingLinkDeps, address: Address, events: PairingLinkEvents): PairingLink {
    const connection = deps.transport.dial(address, pairingLimits.connectMs);
    return new PairingLink(deps, connection, true, events);
  }

  static accept(deps: PairingLinkDeps, connection: Connection, events: PairingLinkEvents): PairingLink {
    return new PairingLink(deps, connection, false, events);
  }

  get remote(): Address {
    return this.#channel.remote;
  }

  get closed(): boolean {
    return this.#channel.closed;
  }

  /** There once the card has come. @throws Error before */
  get keys(): PairingKeys {
    if (this.#keys === undefined) throw new Error('a pairing link was used before its handshake had ended');
    return this.#keys;
  }

  /** Whoever lets a buffer fill up with the few frames of a meeting does not read them: the link ends. */
  send(frame: PairingFrame): void {
    if (this.#sealer === undefined || this.#isChoked) return;
    this.#isChoked = !this.#channel.write(this.#sealer.seal(frame));
    // Not in the middle of what the caller does.
    if (this.#isChoked) this.#deps.clock.soon(() => this.destroy('not-reading'));
  }

  /** Sends what was written, then ends. */
  end(): void {
    this.#channel.end('done');
  }

  destroy(reason: string): void {
    this.#channel.destroy(reason);
  }

  #p1Reader(): (bytes: Uint8Array) => void {
    const reader = new FixedMessageReader(pairingSizes.p1);
    return (bytes) => {
      const read = reader.push(bytes);
      if (read.kind === 'more') return;
      // Nothing can follow P1 before it is answered.
      if (read.kind === 'illegal-length' || read.rest.length > 0) this.destroy('illegal-length');
      else this.#onP1(read.body);
    };
  }

  #onP1(body: Uint8Array): void {
    if (!this.#events.mayAnswer()) {
      this.destroy('too-many-handshakes');
      return;
    }
    const answered = answerPairing(body, (length) => this.#deps.random.bytes(length), this.#deps.kem);
    if (!answered.ok) {
      this.destroy(answered.fault.code);
      return;
    }
    this.#channel.write(answered.value.p2);
    this.#exchange(answered.value.keys, new Uint8Array());
  }

  #sendP1(): void {
    const { random, kem } = this.#deps;
    const { state, p1 } = initiatePairing((length) => random.bytes(length), kem);
    const reader = new FixedMessageReader(pairingSizes.p2);
    this.#channel.handTo(
      {
        onBytes: (bytes) => {
          const read = reader.push(bytes);
          if (read.kind === 'more') return;
          if (read.kind === 'illegal-length') this.destroy('illegal-length');
          else this.#onP2(state, read.body, read.rest);
        },
        onClose: () => this.#onClose(),
      },
      new Uint8Array(),
    );
    this.#channel.write(p1);
  }

  #onP2(state: PairingAwaitingP2, body: Uint8Array, leftOver: Uint8Array): void {
    const read = readP2(state, body);
    if (read.ok) this.#exchange(read.value, leftOver);
    else this.destroy(read.fault.code);
  }

  #exchange(keys: PairingKeys, leftOver: Uint8Array): void {
    this.#keys = keys;
    this.#sealer = new PairingSealer(keys.sendKey);
    const { windowId, name } = this.#deps.card;
    this.send({ type: 'card', windowId: fromHex(windowId), name });
    const opener = new PairingOpener(keys.receiveKey);
    const onBytes = (bytes: Uint8Array): void => {
      const opened = opener.push(bytes);
      if (!opened.ok) this.destroy(opened.fault.code);
      else for (const frame of opened.value) if (!this.closed) this.#onFrame(frame);
    };
    this.#channel.handTo({ onBytes, onClose: () => this.#onClose() }, leftOver);
  }

  #onFrame(frame: PairingFrame): void {
    // A card comes first, and once.
    if ((frame.type === 'card') === this.#hasCard) {
      this.destroy('unexpected-frame');
      return;
    }
    if (frame.type !== 'card') {
      this.#events.onFrame(frame);
      return;
    }
    this.#hasCard = true;
    this.#deadline.cancel();
    this.#events.onCard({ windowId: toHex(frame.windowId), name: frame.name });
  }

  #onClose(): void {
    this.#deadline.cancel();
    this.#events.onClosed();
  }
}
