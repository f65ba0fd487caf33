// What an announcement is as DNS records (RFC 6763 section 4, PROTOCOL.md section 6), and the random names it goes by.
// Knows nothing of packets, sockets or timers.

import type { Announcement, Random } from '@loom/engine';

export const TTL_SECONDS = 120;

/** Single DNS labels without dots. They are 64 random bits: nobody has them by accident, so nobody's claim is yielded to. */
export interface Names {
  readonly instance: string;
  readonly host: string;
}

/** The records of Loom's service alone. `ttl` is in seconds, 0 is a goodbye. */
export type LoomRecord =
  | { readonly type: 'PTR'; readonly instance: string; readonly ttl: number }
  | {
      readonly type: 'SRV';
      readonly instance: string;
      readonly host: string;
      readonly port: number;
      readonly ttl: number;
    }
  | {
      readonly type: 'TXT';
      readonly instance: string;
      readonly txt: readonly Uint8Array[];
      readonly ttl: number;
    }
  | AddressRecord;

export interface AddressRecord {
  readonly type: 'A' | 'AAAA';
  readonly host: string;
  /** Without a scope. */
  readonly address: string;
  readonly ttl: number;
  /** Addresses of the host that are not in this packet no longer hold (RFC 6762 section 10.2). */
  readonly flush: boolean;
}

export function drawNames(random: Random): Names {
  const label = () => `l${Buffer.from(random.bytes(8)).toString('hex')}`;
  return { instance: label(), host: label() };
}

/** The records that say an announcement on an interface with these addresses; the large one comes last. */
export function recordsOf(
  { instance, host }: Names,
  { port, txt }: Announcement,
  addresses: readonly string[],
  ttl: number = TTL_SECONDS,
): LoomRecord[] {
  return [
    { type: 'PTR', instance, ttl },
    { type: 'SRV', instance, host, port, ttl },
    ...addresses.map((address): AddressRecord => {
      const type = address.includes(':') ? 'AAAA' : 'A';
      return { type, host, address, ttl, flush: true };
    }),
    { type: 'TXT', instance, txt, ttl },
  ];
}
