// Joins what the interfaces heard into one sighting an instance, and says what has changed since it was last asked.
// Knows nothing of time, packets or sockets.

import type { Sighting } from '@loom/engine';
import type { CachedService } from './cache.ts';
import { isLinkLocal } from './interfaces.ts';

/** What one interface has heard. */
export interface HeardOn {
  readonly name: string;
  readonly isLoopback: boolean;
  readonly services: readonly CachedService[];
}

interface Host {
  readonly host: string;
  readonly since: number;
  readonly rank: number;
}

export class Sightings {
  #reported = new Map<string, Sighting>();

  update(heard: readonly HeardOn[]): { seen: Sighting[]; gone: string[] } {
    const before = this.#reported;
    this.#reported = join(heard);
    const seen = [...this.#reported.values()].filter((sighting) => {
      const reported = before.get(sighting.instance);
      return !reported || !isSame(reported, sighting);
    });
    const gone = [...before.keys()].filter((instance) => !this.#reported.has(instance));
    return { seen, gone };
  }
}

function join(heard: readonly HeardOn[]): Map<string, Sighting> {
  const newest = new Map<string, CachedService>();
  const hosts = new Map<string, Host[]>();
  for (const { name, isLoopback, services } of heard) {
    for (const service of services) {
      const { instance } = service;
      if (service.heardAt >= (newest.get(instance)?.heardAt ?? -Infinity)) newest.set(instance, service);
      const here = service.addresses.map(({ address, since }): Host => {
        const host = isLinkLocal(address) ? `${address}%${name}` : address;
        return { host, since, rank: isLoopback ? 3 : rankOf(address) };
      });
      hosts.set(instance, [...(hosts.get(instance) ?? []), ...here]);
    }
  }
  return new Map(
    [...newest].map(([instance, { port, txt }]) => {
      const sorted = (hosts.get(instance) ?? []).toSorted(byPreference).map(({ host }) => host);
      return [instance, { instance, port, txt, hosts: [...new Set(sorted)] }];
    }),
  );
}

/** Loopback last, then newest first; of the same age IPv4, then IPv6, then link-local. */
function byPreference(a: Host, b: Host): number {
  return Number(a.rank === 3) - Number(b.rank === 3) || b.since - a.since || a.rank - b.rank;
}

function rankOf(address: string): number {
  if (!address.includes(':')) return 0;
  return isLinkLocal(address) ? 2 : 1;
}

function isSame(a: Sighting, b: Sighting): boolean {
  return (
    a.port === b.port &&
    a.hosts.join() === b.hosts.join() &&
    a.txt.length === b.txt.length &&
    a.txt.every((string, i) => Buffer.compare(string, b.txt[i] ?? new Uint8Array()) === 0)
  );
}
