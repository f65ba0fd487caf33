// PROTOCOL.md section 6: the tags by which contacts recognise each other, and what a TXT record holds of them. Knows
// nothing of multicast.
import { empty, equal, hex, join, u32, u64, type Bytes } from './bytes.ts';
import { DH, HKDF, HMAC } from './primitives.ts';
import type { Identity, PublicIdentity } from './token.ts';

export const epochOf = (unixSeconds: number): number => Math.floor(unixSeconds / 900);

/** @returns the key of the tags that one end announces for the other; both ends can make it. */
export function beaconKey(mine: Identity, peer: PublicIdentity, announcer: 'mine' | 'peer'): Bytes {
  const [from, to] = announcer === 'mine' ? [mine, peer] : [peer, mine];
  return HKDF(empty, DH(mine.xKeys.secret, peer.x), join('loom beacon', from.tid, to.tid), 32);
}

export const beaconTag = (key: Bytes, epoch: number): Bytes => HMAC(key, u64(epoch)).slice(0, 4);

const fillerTag = (key: Bytes, epoch: number, i: number): Bytes =>
  HMAC(key, join(u64(epoch), u32(i))).slice(0, 4);

export interface Beacon {
  readonly epoch: number;
  readonly tags: readonly Bytes[];
}

/** @param strings of the TXT record. @returns undefined where it is no beacon of version 1. */
export function readBeacon(strings: readonly Bytes[]): Beacon | undefined {
  const value = (key: string): Bytes | undefined =>
    strings.find((each) => equal(each.slice(0, 2), join(`${key}=`)))?.slice(2);
  const [version, epoch] = [value('v'), value('e')].map((each) =>
    Buffer.from(each ?? empty).toString('ascii'),
  );
  if (version !== '1' || epoch === undefined || !/^\d+$/.test(epoch)) return undefined;
  const tags = ['a', 'b', 'c', 'd'].flatMap((key) => {
    const bytes = value(key) ?? empty;
    return Array.from({ length: bytes.length / 4 }, (_, i) => bytes.slice(4 * i, 4 * i + 4));
  });
  return { epoch: Number(epoch), tags };
}

/** The strings of the TXT record. @param tags as they are announced. */
export function writeBeacon({ epoch, tags }: Beacon): Bytes[] {
  const keys = ['a', 'b', 'c', 'd'].slice(0, Math.ceil(tags.length / 63));
  const strings = keys.map((key, i) => join(`${key}=`, ...tags.slice(63 * i, 63 * (i + 1))));
  return [join('v=1'), join(`e=${epoch}`), ...strings];
}

/** The announced set: tags and fillers up to the next of the four sizes, sorted as bytes, joined in strings of 63. */
export function announcedTags(tags: readonly Bytes[], fillerKey: Bytes, epoch: number): Bytes[] {
  const size = [16, 63, 126, 252].find((each) => each >= tags.length) ?? 252;
  const fillers = Array.from({ length: size - tags.length }, (_, i) => fillerTag(fillerKey, epoch, i));
  return [...tags.slice(0, size), ...fillers].toSorted((a, b) => (hex(a) < hex(b) ? -1 : 1));
}
