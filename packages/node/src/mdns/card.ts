// One interface: its sockets in both address families, what it heard, and when it last spoke. Knows nothing of what is
// announced or when.

import type { Clock, Log, Random } from '@loom/engine';
import { Cache } from './cache.ts';
import type { HostNetwork, MulticastSocket } from './host-network.ts';
import {
  fingerprint,
  isDialable,
  isLinkLocal,
  sourceCheck,
  type Family,
  type HostInterface,
} from './interfaces.ts';
import { decodePacket, type Packet, type Service } from './packets.ts';
import type { LoomRecord } from './records.ts';

/** Nothing is multicast again on a link before this has passed (RFC 6762 section 6). */
const ANNOUNCE_INTERVAL_MS = 1_000;

export interface Surroundings {
  readonly service: Service;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly network: HostNetwork;
}

export class Card {
  readonly cache = new Cache();
  readonly #surroundings: Surroundings;
  readonly #onPacket: (packet: Packet, source: string) => void;
  readonly #sockets = new Map<Family, MulticastSocket>();
  #face: HostInterface;
  #isOnLink: (source: string) => boolean;
  /** Counts closes: what was opened for an earlier life is closed when it arrives. */
  #life = 0;
  #announcedAt = -Infinity;

  constructor(
    face: HostInterface,
    surroundings: Surroundings,
    onPacket: (packet: Packet, source: string) => void,
  ) {
    this.#face = face;
    this.#isOnLink = sourceCheck(face);
    this.#surroundings = surroundings;
    this.#onPacket = onPacket;
  }

  get face(): HostInterface {
    return this.#face;
  }

  get openSockets(): number {
    return this.#sockets.size;
  }

  /** Whether every address family that the interface has is open. */
  get isComplete(): boolean {
    return this.#families().every((family) => this.#sockets.has(family));
  }

  /** Opens what is not open. Never rejects: what cannot be opened now may be later. */
  async open(): Promise<void> {
    const missing = this.#families().filter((family) => !this.#sockets.has(family));
    await Promise.all(missing.map((family) => this.#openFamily(family)));
  }

  close(): void {
    this.#life++;
    for (const socket of this.#sockets.values()) socket.close();
    this.#sockets.clear();
  }

  /** The interface has other addresses now; its sockets have to be opened anew. */
  change(face: HostInterface): void {
    this.close();
    this.#face = face;
    this.#isOnLink = sourceCheck(face);
  }

  isSameAs(face: HostInterface): boolean {
    return fingerprint(this.#face) === fingerprint(face);
  }

  /** Whether the kernel still has every socket in its group; those that it dropped are closed. */
  checkMembership(): boolean {
    let isWhole = true;
    for (const [family, socket] of this.#sockets) {
      if (socket.isMember()) continue;
      isWhole = false;
      socket.close();
      this.#sockets.delete(family);
    }
    return isWhole;
  }

  send(packets: readonly Uint8Array[]): void {
    for (const packet of packets) for (const socket of this.#sockets.values()) socket.send(packet);
  }

  /** Sends what we are, now. */
  announce(packets: readonly Uint8Array[]): void {
    this.#announcedAt = this.#surroundings.clock.monotonic();
    this.send(packets);
  }

  /** How long it is polite to say nothing more about ourselves, ms. */
  get quietMs(): number {
    return Math.max(0, this.#announcedAt + ANNOUNCE_INTERVAL_MS - this.#surroundings.clock.monotonic());
  }

  hear(records: readonly LoomRecord[]): void {
    const dialable = records.filter((record) => {
      return !('address' in record) || this.#leadsToNeighbour(record.address);
    });
    this.cache.hear(dialable, this.#surroundings.clock.monotonic());
  }

  /** Anybody on the link can announce any address: we go to none beyond it. */
  #leadsToNeighbour(address: string): boolean {
    return isDialable(this.#face, address) && (isLinkLocal(address) || this.#isOnLink(address));
  }

  #families(): Family[] {
    return ([4, 6] as const).filter((family) => this.#face.addresses.some((a) => a.family === family));
  }

  async #openFamily(family: Family): Promise<void> {
    const { log, network } = this.#surroundings;
    const life = this.#life;
    try {
      const socket = await network.open(this.#face, family, {
        onPacket: (bytes, source) => {
          if (this.#sockets.get(family) === socket) this.#receive(bytes, source);
        },
        onFailed: () => {
          if (this.#sockets.get(family) === socket) this.#sockets.delete(family);
        },
      });
      // Closed meanwhile, or opened by a later call.
      if (life !== this.#life || this.#sockets.has(family)) socket.close();
      else this.#sockets.set(family, socket);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log('debug', `mDNS cannot use ${this.#face.name} (IPv${family}) now: ${reason}`);
    }
  }

  #receive(bytes: Uint8Array, source: string): void {
    // A socket that joined on one card hears the groups of the others too.
    if (!this.#isOnLink(source)) return;
    const packet = decodePacket(bytes, this.#surroundings.service);
    if (packet) this.#onPacket(packet, source);
  }
}
