// What was heard on one interface, for as long as it holds (RFC 6762 sections 5.2 and 10). Time is an argument, in ms of a
// clock that never runs backwards. Knows nothing of packets, sockets or of what is our own.

import type { AddressRecord, LoomRecord } from './records.ts';

/** 200 services of 3 records and as many hosts of 7 addresses: 2,000 records, however much a stranger sends. */
const MAX_SERVICES = 200;
const MAX_HOSTS = 200;
const MAX_ADDRESSES = 7;

/** A goodbye, and what a cache flush replaces, last another second (RFC 6762 sections 10.1 and 10.2). */
const FAREWELL_MS = 1_000;
/** Shares of the time to live after which to ask again (RFC 6762 section 5.2). */
const REFRESH_AT = [0.8, 0.85, 0.9, 0.95] as const;

interface Lease<T> {
  readonly value: T;
  readonly heardAt: number;
  until: number;
}

interface Service {
  pointer?: Lease<true>;
  server?: Lease<{ readonly host: string; readonly port: number }>;
  text?: Lease<readonly Uint8Array[]>;
  /** How many times it was asked for since it was last heard. */
  asked: number;
}

interface CachedAddress {
  readonly address: string;
  /** When it was first heard. */
  readonly since: number;
}

/** A service of which all is known that a dial needs. */
export interface CachedService {
  readonly instance: string;
  readonly port: number;
  readonly txt: readonly Uint8Array[];
  readonly heardAt: number;
  readonly addresses: readonly CachedAddress[];
}

export class Cache {
  /** Both maps: the one heard longest ago comes first, and is the one to go when there is no more room. */
  readonly #services = new Map<string, Service>();
  readonly #hosts = new Map<string, Map<string, Lease<{ readonly type: string; readonly since: number }>>>();

  hear(records: readonly LoomRecord[], now: number): void {
    for (const record of records) {
      if ('address' in record) this.#hearAddress(record, now);
      else this.#hearService(record, now);
    }
  }

  expire(now: number): void {
    for (const [instance, service] of this.#services) {
      for (const part of ['pointer', 'server', 'text'] as const) {
        if ((service[part]?.until ?? Infinity) <= now) delete service[part];
      }
      if (leasesOf(service).length === 0) this.#services.delete(instance);
    }
    for (const [host, addresses] of this.#hosts) {
      for (const [address, { until }] of addresses) if (until <= now) addresses.delete(address);
      if (addresses.size === 0) this.#hosts.delete(host);
    }
  }

  /** After a wake or a change of network: what is not heard again soon does not hold. */
  shorten(now: number, graceMs: number): void {
    const leases = [...this.#services.values()].flatMap(leasesOf);
    const addresses = [...this.#hosts.values()].flatMap((host) => [...host.values()]);
    for (const lease of [...leases, ...addresses]) lease.until = Math.min(lease.until, now + graceMs);
  }

  /** What is known whole, of what has not expired. */
  services(): CachedService[] {
    return [...this.#services].flatMap(([instance, { server, text }]) => {
      const host = server && this.#hosts.get(server.value.host);
      if (!server || !text || !host) return [];
      const addresses = [...host].map(([address, { value }]) => ({ address, since: value.since }));
      const heardAt = Math.max(server.heardAt, text.heardAt);
      return [{ instance, port: server.value.port, txt: text.value, heardAt, addresses }];
    });
  }

  /** Those that need not answer a question: more than half of every record's time to live is left. */
  known(now: number): { instance: string; ttl: number }[] {
    return this.services().flatMap(({ instance }) => {
      const service = this.#services.get(instance);
      const leases = service ? leasesOf(service) : [];
      if (!service?.pointer || leases.some((lease) => elapsed(lease, now) > 0.5)) return [];
      return [{ instance, ttl: Math.floor((service.pointer.until - now) / 1_000) }];
    });
  }

  /** Whether to ask now, because something is about to expire. Each share of its time is counted once. */
  needsRefresh(now: number): boolean {
    let isNeeded = false;
    for (const service of this.#services.values()) {
      const share = REFRESH_AT[service.asked];
      if (share === undefined || !leasesOf(service).some((lease) => elapsed(lease, now) >= share)) continue;
      service.asked++;
      isNeeded = true;
    }
    return isNeeded;
  }

  #hearService(record: Exclude<LoomRecord, AddressRecord>, now: number): void {
    const { instance, ttl } = record;
    const service = this.#services.get(instance);
    if (ttl === 0) {
      if (!service) return;
      for (const lease of leasesOf(service)) lease.until = Math.min(lease.until, now + FAREWELL_MS);
      service.asked = REFRESH_AT.length;
      return;
    }
    const heard: Service = service ?? { asked: 0 };
    heard.asked = 0;
    const times = { heardAt: now, until: now + ttl * 1_000 };
    switch (record.type) {
      case 'PTR':
        heard.pointer = { value: true, ...times };
        break;
      case 'SRV':
        heard.server = { value: { host: record.host, port: record.port }, ...times };
        break;
      case 'TXT':
        heard.text = { value: record.txt, ...times };
        break;
    }
    putLast(this.#services, instance, heard, MAX_SERVICES);
  }

  #hearAddress({ type, host, address, ttl, flush }: AddressRecord, now: number): void {
    const addresses = this.#hosts.get(host) ?? new Map<string, Lease<{ type: string; since: number }>>();
    const before = addresses.get(address);
    if (ttl === 0) {
      if (before) before.until = Math.min(before.until, now + FAREWELL_MS);
      return;
    }
    if (flush) {
      for (const lease of addresses.values()) {
        const isReplaced = lease.value.type === type && lease.heardAt < now - FAREWELL_MS;
        if (isReplaced) lease.until = Math.min(lease.until, now + FAREWELL_MS);
      }
    }
    const value = { type, since: before?.value.since ?? now };
    putLast(addresses, address, { value, heardAt: now, until: now + ttl * 1_000 }, MAX_ADDRESSES);
    putLast(this.#hosts, host, addresses, MAX_HOSTS);
  }
}

function leasesOf({ pointer, server, text }: Service): Lease<unknown>[] {
  return [pointer, server, text].filter((lease) => lease !== undefined);
}

/** The share of its time that has passed. */
function elapsed({ heardAt, until }: Lease<unknown>, now: number): number {
  return (now - heardAt) / (until - heardAt);
}

function putLast<K, V>(map: Map<K, V>, key: K, value: V, limit: number): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= limit) return;
    map.delete(oldest);
  }
}
