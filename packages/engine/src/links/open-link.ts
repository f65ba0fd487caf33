// A confirmed link: frames out, frames in, signs of life, and what was sealed on it without a sign that it arrived.
// Knows nothing of contacts, sessions' insides or the database.
import {
  LinkOpener,
  LinkSealer,
  limits as wire,
  type CloseReason,
  type EstablishedLink,
  type Frame,
} from '@loom/protocol';
import { limits } from '../limits.ts';
import type { Address, Clock, Random, Timer } from '../ports/index.ts';
import type { Channel } from './channel.ts';

export interface LinkReader {
  onFrames(link: OpenLink, frames: readonly Frame[]): void;
  onDrain(link: OpenLink): void;
  onDown(link: OpenLink, reason: string): void;
}

export class OpenLink {
  /** The session that this link carries, and no other (PROTOCOL.md section 3). */
  readonly sid: Uint8Array;
  /** The next seq of our stream to go out on this link. */
  cursor: number;
  /** An ACK or READ position is owed to the peer on this link. */
  ackDue = false;
  readDue = true;
  /** The session before this link's may go: a record has arrived here. */
  heardFrom = false;
  readonly #channel: Channel;
  readonly #sealer: LinkSealer;
  readonly #opener: LinkOpener;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #reader: LinkReader;
  #writable = true;
  #heardAt: number;
  #keepalive: Timer | undefined;
  #sealed = 0;
  #arrived = 0;
  #chainBegan = 0;
  #unacknowledged: { seq: number; index: number }[] = [];

  constructor(args: {
    channel: Channel;
    keys: EstablishedLink;
    sid: Uint8Array;
    cursor: number;
    clock: Clock;
    random: Random;
    reader: LinkReader;
    /** Where the handshake has begun to open records already. */
    opener?: LinkOpener;
  }) {
    this.sid = args.sid;
    this.cursor = args.cursor;
    this.#channel = args.channel;
    this.#sealer = new LinkSealer(args.keys.sendKey);
    this.#opener = args.opener ?? new LinkOpener(args.keys.receiveKey);
    this.#clock = args.clock;
    this.#random = args.random;
    this.#reader = args.reader;
    this.#heardAt = args.clock.monotonic();
  }

  /** Begins to read. Bytes that came behind the handshake are read first. */
  start(leftOver: Uint8Array): void {
    this.#watch();
    this.#channel.handTo(
      {
        onBytes: (bytes) => this.#onBytes(bytes),
        onDrain: () => {
          this.#writable = true;
          this.#reader.onDrain(this);
        },
        onClose: (reason) => {
          this.#keepalive?.cancel();
          this.#reader.onDown(this, reason);
        },
      },
      leftOver,
    );
  }

  get remote(): Address {
    return this.#channel.remote;
  }

  get up(): boolean {
    return !this.#channel.closed;
  }

  /** How many ratchet messages may be sealed now (PROTOCOL.md section 4). */
  get window(): number {
    return this.#writable && this.up ? wire.maxUnconfirmed - (this.#sealed - this.#arrived) : 0;
  }

  send(frames: readonly Frame[]): void {
    if (frames.length > 0 && this.up && !this.#channel.write(this.#sealer.seal(frames)))
      this.#writable = false;
  }

  close(reason: CloseReason): void {
    if (!this.up) return;
    this.send([{ type: 'close', reason }]);
    this.#channel.end(reason);
  }

  /** Says that a ratchet message was sealed for this link; `seq` where it carries DATA. */
  countSealed(seq: number | undefined, beginsChain: boolean): void {
    this.#sealed += 1;
    if (beginsChain) this.#chainBegan = this.#sealed;
    if (seq !== undefined) this.#unacknowledged.push({ seq, index: this.#sealed });
  }

  /** The peer has stored all of our stream up to `seq`. */
  countAcknowledged(seq: number): void {
    const open = this.#unacknowledged.findIndex((entry) => entry.seq > seq);
    const done = this.#unacknowledged.splice(0, open === -1 ? this.#unacknowledged.length : open);
    this.#arrived = Math.max(this.#arrived, done.at(-1)?.index ?? 0);
  }

  /** The peer has answered with a new ratchet key, so the first message of our newest chain has arrived. */
  countAnswered(): void {
    this.#arrived = Math.max(this.#arrived, this.#chainBegan);
  }

  #onBytes(bytes: Uint8Array): void {
    this.#heardAt = this.#clock.monotonic();
    const opened = this.#opener.push(bytes);
    if (!opened.ok) {
      this.#channel.destroy(opened.fault.code);
      return;
    }
    if (opened.value.length === 0) return;
    const forReader: Frame[] = [];
    for (const frame of opened.value) {
      if (frame.type === 'ping') this.send([{ type: 'pong', echo: frame.echo }]);
      else forReader.push(frame);
    }
    this.#reader.onFrames(this, forReader);
  }

  #watch(): void {
    const { keepaliveIdleMs: idleMs, keepaliveJitter, keepaliveDeadMs } = limits;
    const jitter = 1 + keepaliveJitter * (2 * ((this.#random.bytes(1)[0] ?? 0) / 255) - 1);
    const untilDead = keepaliveDeadMs - (this.#clock.monotonic() - this.#heardAt);
    this.#keepalive = this.#clock.after(Math.min(idleMs * jitter, untilDead), () => {
      const silentFor = this.#clock.monotonic() - this.#heardAt;
      if (silentFor >= keepaliveDeadMs) {
        this.close('silent-too-long');
        return;
      }
      if (silentFor >= idleMs * (1 - keepaliveJitter))
        this.send([{ type: 'ping', echo: this.#random.bytes(8) }]);
      this.#watch();
    });
  }
}
