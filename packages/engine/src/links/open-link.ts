// A confirmed link: frames out, frames in, signs of life, and what was sealed on it without a sign that it arrived.
// Knows nothing of contacts, sessions' insides or the database.
import { equal, LinkOpener, LinkSealer, limits as wire, type CloseReason, type Frame } from '@loom/protocol';
import { limits } from '../limits.ts';
import type { Address, Clock, Random, Timer } from '../ports/index.ts';
import type { Channel } from './channel.ts';

export interface LinkReader {
  onFrames(link: OpenLink, frames: readonly Frame[]): void;
  /** More may be sealed than a moment ago. */
  onRoom(link: OpenLink): void;
  /** Once, whoever ended it. */
  onDown(link: OpenLink, reason: string): void;
}

export class OpenLink {
  /** The session that this link carries, and no other (PROTOCOL.md section 3). */
  readonly sid: Uint8Array;
  /** The next seq of our stream to go out on this link. */
  cursor: number;
  /** An acknowledgement is owed to the peer. */
  ackDue = false;
  /** Our READ position has not gone out on this link since it moved; each link begins with it. */
  readDue = true;
  /** Whether our person is writing, where the peer is to be told; it leaves with the next batch, or not at all. */
  typingDue: boolean | undefined;
  /** A record has come since the handshake: the session before this link's may go. */
  heardFrom = false;
  /** For what is said beside the messages; set before `start`. */
  onAside: ((frame: Frame) => void) | undefined;
  /** A message on it was refused, here or there. */
  refused = false;
  /** It was asked whether it is alive after a move, and has not answered. */
  fellSilent = false;
  readonly #channel: Channel;
  readonly #sealer: LinkSealer;
  readonly #opener: LinkOpener;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #reader: LinkReader;
  #unwritableSince: number | undefined;
  #heardAt: number;
  #pinged = false;
  #keepalive: Timer | undefined;
  #verifying: Timer | undefined;
  #sealed = 0;
  #arrived = 0;
  /** A PING that went out behind this many sealed messages; its PONG says that they have come through. */
  #probe: { echo: Uint8Array; sealed: number } | undefined;
  #chainBegan = 0;
  #unacknowledged: { seq: number; index: number }[] = [];

  constructor(args: {
    channel: Channel;
    keys: { readonly sendKey: Uint8Array; readonly receiveKey: Uint8Array };
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

  /** Begins to read, first what has come behind the handshake: frames opened with its last record, and bytes. */
  start(frames: readonly Frame[], leftOver: Uint8Array): void {
    if (!this.up) return;
    this.#watch();
    if (frames.length > 0) this.#onFrames(frames);
    this.#channel.handTo(
      {
        onBytes: (bytes) => this.#onBytes(bytes),
        onDrain: () => {
          this.#unwritableSince = undefined;
          this.#reader.onRoom(this);
        },
        onClose: (reason) => {
          this.#keepalive?.cancel();
          this.#verifying?.cancel();
          this.#reader.onDown(this, reason);
        },
      },
      leftOver,
    );
  }

  get remote(): Address {
    return this.#channel.remote;
  }

  /** Our own address that it runs over, where the transport knows. */
  get local(): string | undefined {
    return this.#channel.local;
  }

  get up(): boolean {
    return !this.#channel.closed;
  }

  /** The peer takes what is written, so that an answer to it is not held here. */
  get isTaking(): boolean {
    return this.up && this.#unwritableSince === undefined;
  }

  /** How many ratchet messages of any kind may be sealed now (PROTOCOL.md section 4). */
  get window(): number {
    if (this.#unwritableSince !== undefined || !this.up) return 0;
    return wire.maxUnconfirmed - (this.#sealed - this.#arrived);
  }

  /** How many of them may be DATA: the rest is kept for receipts, so that two busy sides never wait for each other. */
  get dataWindow(): number {
    const unacknowledged = limits.dataUnacknowledged - this.#unacknowledged.length;
    return Math.min(this.window - limits.receiptsReserve, unacknowledged);
  }

  /** What nobody misses may be sealed only while so little is under way that neither messages nor receipts come to wait for it. */
  get hasRoomToSpare(): boolean {
    return this.window > wire.maxUnconfirmed - limits.probeAfter;
  }

  send(frames: readonly Frame[]): void {
    if (frames.length > 0 && this.up && !this.#channel.write(this.#sealer.seal(frames))) {
      this.#unwritableSince ??= this.#clock.monotonic();
    }
  }

  close(reason: CloseReason): void {
    if (!this.up) return;
    this.send([{ type: 'close', reason }]);
    this.#channel.end(reason);
  }

  /** It can't be alive any more: the address that it ran over is gone, or nobody answers. */
  abandon(): void {
    if (!this.up) return;
    this.fellSilent = true;
    this.#channel.destroy('silent');
  }

  /** Something has moved: unless a record comes within this time, the link is dead. */
  verify(withinMs: number): void {
    if (!this.up || this.#verifying !== undefined) return;
    const askedAt = this.#clock.monotonic();
    this.#verifying = this.#clock.after(withinMs, () => {
      this.#verifying = undefined;
      if (this.#heardAt <= askedAt) this.abandon();
    });
    this.#ping();
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

  /** Asks whether what was sealed has come through, where no acknowledgement will say so: receipts get none. */
  probe(): void {
    if (this.#probe !== undefined || this.#sealed - this.#arrived < limits.probeAfter) return;
    this.#probe = { echo: this.#ping(), sealed: this.#sealed };
  }

  #ping(): Uint8Array {
    const echo = this.#random.bytes(8);
    this.#pinged = true;
    this.send([{ type: 'ping', echo }]);
    return echo;
  }

  #onBytes(bytes: Uint8Array): void {
    this.#heardAt = this.#clock.monotonic();
    this.#pinged = false;
    const opened = this.#opener.push(bytes);
    if (!opened.ok) this.#channel.destroy(opened.fault.code);
    else if (opened.value.length > 0) this.#onFrames(opened.value);
  }

  #onFrames(frames: readonly Frame[]): void {
    const ping = frames.findLast((frame) => frame.type === 'ping');
    // One PONG for all that came together, and none for a peer that does not read: it can't make us hold what it asks for.
    if (ping !== undefined && this.isTaking) this.send([{ type: 'pong', echo: ping.echo }]);
    // The last of each kind: thousands fit into one record, and each could cost an answer or a look at the addresses.
    for (const type of asideTypes) {
      const frame = frames.findLast((each) => each.type === type);
      if (frame !== undefined) this.onAside?.(frame);
    }
    const probe = this.#probe;
    if (
      probe !== undefined &&
      frames.some((frame) => frame.type === 'pong' && equal(frame.echo, probe.echo))
    ) {
      this.#probe = undefined;
      this.#arrived = Math.max(this.#arrived, probe.sealed);
      this.#reader.onRoom(this);
    }
    this.#reader.onFrames(this, frames);
  }

  #watch(): void {
    const { keepaliveIdleMs, keepaliveJitter, keepaliveDeadMs } = limits;
    const idleMs =
      keepaliveIdleMs * (1 + keepaliveJitter * (2 * ((this.#random.bytes(1)[0] ?? 0) / 255) - 1));
    const silentFor = this.#clock.monotonic() - this.#heardAt;
    const wait = Math.max(1, (this.#pinged ? keepaliveDeadMs : idleMs) - silentFor);
    this.#keepalive = this.#clock.after(wait, () => {
      const now = this.#clock.monotonic();
      const stuckFor = now - (this.#unwritableSince ?? now);
      if (Math.max(now - this.#heardAt, stuckFor) >= keepaliveDeadMs) {
        this.close('silent-too-long');
        return;
      }
      if (!this.#pinged && now - this.#heardAt >= idleMs) this.#ping();
      this.#watch();
    });
  }
}

const asideTypes = ['addresses', 'reach-ask', 'reach-tell'] as const;
