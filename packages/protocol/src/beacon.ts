// Beacons: what a device announces so that its contacts, and nobody else, know it is near (PROTOCOL.md
// section 6). Turns keys into TXT strings and back into tags. Knows nothing of mDNS, sockets or timers.

import { ascii, ByteReader, ByteWriter, concat, u32, u64 } from './bytes.ts';
import { limits } from './limits.ts';
import { hmac } from './primitives/hash.ts';

const EPOCH_MS = 900_000;
const TAG_SIZE = 4;
const TAGS_PER_STRING = 63;
/** How many tags an announcement may have, so that it does not tell how many contacts there are. */
const TAG_COUNTS = [16, 63, 126, limits.maxBeaconTags] as const;
const TAG_KEYS = ['a', 'b', 'c', 'd'] as const;

/** The quarter of an hour, counted since 1970, that `ms` since 1970 lies in. */
export function epochAt(ms: number): number {
  return Math.floor(ms / EPOCH_MS);
}

/** When an epoch begins, ms since 1970. */
export function epochStart(epoch: number): number {
  return epoch * EPOCH_MS;
}

/**
 * The 4-byte tag, as a u32, that the owner of a key announces for its contact in an epoch.
 * @param beaconKey 32 bytes.
 */
export function tagFor(beaconKey: Uint8Array, epoch: number): number {
  return firstU32(hmac(beaconKey, u64(epoch)));
}

/**
 * The TXT strings of an announcement, each at most 255 bytes.
 * @param args.beaconKeys `beaconTo` of each contact, those most recently talked to first: 252 are announced.
 * @param args.fillerKey 32 bytes, kept in the database.
 */
export function beaconTxt(args: {
  readonly epoch: number;
  readonly beaconKeys: readonly Uint8Array[];
  readonly fillerKey: Uint8Array;
}): Uint8Array[] {
  const { epoch, beaconKeys, fillerKey } = args;
  const tags = beaconKeys.slice(0, limits.maxBeaconTags).map((key) => tagFor(key, epoch));
  const contacts = tags.length;
  const count = Math.min(...TAG_COUNTS.filter((size) => size >= contacts));
  for (let i = 0; tags.length < count; i++) tags.push(firstU32(hmac(fillerKey, u64(epoch), u32(i))));
  tags.sort((a, b) => a - b);

  const strings = [ascii('v=1'), ascii(`e=${epoch}`)];
  for (const [index, key] of TAG_KEYS.entries()) {
    const part = tags.slice(index * TAGS_PER_STRING, (index + 1) * TAGS_PER_STRING);
    if (part.length === 0) break;
    const writer = new ByteWriter(part.length * TAG_SIZE);
    for (const tag of part) writer.u32(tag);
    strings.push(concat(ascii(`${key}=`), writer.finish()));
  }
  return strings;
}

export interface Beacon {
  readonly epoch: number;
  /** Each a u32. A tag that matches is a hint to dial, never a proof. */
  readonly tags: ReadonlySet<number>;
}

/** @returns undefined for what is no beacon of version 1. Strings under other keys are ignored. */
export function parseBeacon(txt: readonly Uint8Array[]): Beacon | undefined {
  const values = new Map<string, Uint8Array>();
  for (const string of txt) {
    const [key, equals] = string;
    if (key === undefined || equals !== EQUALS_SIGN) continue;
    const name = String.fromCharCode(key);
    // RFC 6763 section 6.4: of several strings with one key only the first counts.
    if (!values.has(name)) values.set(name, string.subarray(2));
  }
  if (textOf(values.get('v')) !== '1') return undefined;
  const epochText = textOf(values.get('e'));
  const epoch = Number(epochText);
  if (!/^(?:0|[1-9]\d*)$/.test(epochText) || !Number.isSafeInteger(epoch)) return undefined;

  const tags = new Set<number>();
  for (const key of TAG_KEYS) {
    const value = values.get(key) ?? new Uint8Array(0);
    if (value.length % TAG_SIZE !== 0 || value.length > TAGS_PER_STRING * TAG_SIZE) return undefined;
    const reader = new ByteReader(value);
    while (reader.remaining > 0) tags.add(reader.u32());
  }
  return { epoch, tags };
}

const EQUALS_SIGN = 0x3d;

function textOf(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '' : String.fromCharCode(...bytes.subarray(0, 32));
}

function firstU32(bytes: Uint8Array): number {
  return new ByteReader(bytes).u32();
}
