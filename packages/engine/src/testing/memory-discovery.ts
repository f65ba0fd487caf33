// Sightings between hosts that share an air, in memory and on a clock, with the faults that tests need. Knows nothing of
// DNS: what an announcement says reaches the others whole, or not at all.

import { toHex } from '@loom/protocol';
import type { Clock, Random, Timer } from '../ports/ambient.ts';
import type { Announcement, Discovery, DiscoveryListener, Sighting } from '../ports/network.ts';

export interface MemoryAirOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** From an announcement to its sighting, and from a question to its answer, ms. */
  readonly delayMs?: number;
  /** How long a sighting lasts without news, ms. */
  readonly timeToLiveMs?: number;
  /** Takes the place of `delayMs`: when each copy of a packet arrives; none where it is lost. */
  readonly copies?: () => readonly number[];
}

export class MemoryAir {
  readonly clock: Clock;
  readonly random: Random;
  readonly copies: () => readonly number[];
  readonly timeToLiveMs: number;
  readonly #stations = new Set<Station>();
  readonly #blocked = new Set<string>();

  constructor(options: MemoryAirOptions) {
    this.clock = options.clock;
    this.random = options.random;
    const { delayMs = 100 } = options;
    this.copies = options.copies ?? (() => [delayMs]);
    this.timeToLiveMs = options.timeToLiveMs ?? 120_000;
  }

  /**
   * The discovery of one engine on the host with this address; several may share a host.
   * @param service only those of the same service hear each other
   */
  discovery(address: string, service: 'contacts' | 'pairing' = 'contacts'): Discovery {
    return new Station(this, address, service);
  }

  /** The host's multicast is neither heard nor does it hear, until `unblock`. */
  block(address: string): void {
    this.#blocked.add(address);
  }

  unblock(address: string): void {
    this.#blocked.delete(address);
  }

  /** Everything on the host vanishes without a goodbye, as a kill does. */
  crash(address: string): void {
    for (const station of this.#stationsOf(address)) station.vanish();
  }

  /** The host moves to another address. */
  readdress(from: string, to: string): void {
    for (const station of this.#stationsOf(from)) station.readdress(to);
  }

  join(station: Station): void {
    this.#stations.add(station);
  }

  leave(station: Station): void {
    this.#stations.delete(station);
  }

  /** The stations that hear this one, and are heard by it. */
  reach(station: Station): Station[] {
    if (!this.#stations.has(station) || this.#blocked.has(station.address)) return [];
    return [...this.#stations].filter(
      (other) => other !== station && other.service === station.service && !this.#blocked.has(other.address),
    );
  }

  #stationsOf(address: string): Station[] {
    return [...this.#stations].filter((station) => station.address === address);
  }
}

interface Heard {
  readonly from: Station;
  readonly sighting: Sighting;
  readonly expiry: Timer;
}

class Station implements Discovery {
  address: string;
  readonly service: 'contacts' | 'pairing';
  readonly #air: MemoryAir;
  #listener: DiscoveryListener | undefined;
  #instance = '';
  #announcement: Announcement | undefined;
  readonly #heard = new Map<string, Heard>();

  constructor(air: MemoryAir, address: string, service: 'contacts' | 'pairing') {
    this.#air = air;
    this.address = address;
    this.service = service;
  }

  start(listener: DiscoveryListener): Promise<void> {
    this.#listener = listener;
    this.#air.join(this);
    this.#tellOthers();
    this.refresh();
    return Promise.resolve();
  }

  announce(announcement: Announcement): string {
    if (announcement.epoch !== this.#announcement?.epoch) {
      this.#sayGoodbye();
      this.#instance = `l${toHex(this.#air.random.bytes(8))}`;
    }
    this.#announcement = announcement;
    this.#tellOthers();
    return this.#instance;
  }

  refresh(): void {
    this.#later(() => {
      for (const other of this.#air.reach(this)) this.#hear(other);
    });
  }

  interfaces(): { name: string; address: string }[] {
    return [{ name: 'air', address: this.address }];
  }

  stop(): Promise<void> {
    this.#sayGoodbye();
    this.vanish();
    return Promise.resolve();
  }

  vanish(): void {
    this.#air.leave(this);
    this.#listener = undefined;
    for (const { expiry } of this.#heard.values()) expiry.cancel();
    this.#heard.clear();
  }

  readdress(address: string): void {
    this.address = address;
    this.#listener?.onInterfacesChanged();
    this.#tellOthers();
    this.refresh();
  }

  #later(run: () => void): void {
    for (const ms of this.#air.copies()) this.#air.clock.after(ms, run);
  }

  #tellOthers(): void {
    this.#later(() => {
      for (const other of this.#air.reach(this)) other.#hear(this);
    });
  }

  #sayGoodbye(): void {
    const instance = this.#instance;
    const others = this.#air.reach(this);
    this.#later(() => {
      for (const other of others) other.#forget(instance);
    });
  }

  #hear(from: Station): void {
    const listener = this.#listener;
    const announcement = from.#announcement;
    if (!listener || !announcement) return;
    const instance = from.#instance;
    const { port, txt } = announcement;
    const sighting: Sighting = { instance, port, hosts: [from.address], txt: txt.map((s) => s.slice()) };
    const before = this.#heard.get(instance);
    before?.expiry.cancel();
    const expiry = this.#air.clock.after(this.#air.timeToLiveMs, () => this.#askAgain(instance));
    this.#heard.set(instance, { from, sighting, expiry });
    if (!before || !isSame(before.sighting, sighting)) listener.onSeen(sighting);
  }

  /** At the end of its time to live a sighting is renewed by whoever still announces it, or it ends. */
  #askAgain(instance: string): void {
    const from = this.#heard.get(instance)?.from;
    if (from && from.#instance === instance && this.#air.reach(this).includes(from)) this.#hear(from);
    else this.#forget(instance);
  }

  #forget(instance: string): void {
    const heard = this.#heard.get(instance);
    if (!heard) return;
    heard.expiry.cancel();
    this.#heard.delete(instance);
    this.#listener?.onGone(instance);
  }
}

function isSame(a: Sighting, b: Sighting): boolean {
  return (
    a.port === b.port &&
    a.hosts.join() === b.hosts.join() &&
    a.txt.length === b.txt.length &&
    a.txt.every((string, i) => string.join() === b.txt[i]?.join())
  );
}
