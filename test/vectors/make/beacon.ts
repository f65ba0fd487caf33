// beacon.json: what a device announces on the local network (PROTOCOL.md section 6).
import { beaconKey } from './keys.ts';
import { alice, bob, carol } from './people.ts';
import { type Bytes, hex, type Hex, hmac, join, label, named, u32, u64 } from './primitives.ts';

export interface BeaconCase {
  readonly name: string;
  readonly epoch: number;
  /** When the epoch begins, ms since 1970. */
  readonly epoch_start_ms: number;
  readonly filler_key: Hex;
  readonly contacts: readonly { readonly beacon_key: Hex; readonly tag: Hex }[];
  readonly fillers: readonly Hex[];
  readonly txt: readonly Hex[];
}

export interface BeaconFile {
  readonly comment: string;
  readonly cases: readonly BeaconCase[];
}

function beaconCase(name: string, epoch: number, keys: readonly Bytes[], size: number): BeaconCase {
  const fillerKey = named('filler key', 32);
  const contacts = keys.map((key) => ({ key, tag: hmac(key, u64(epoch)).slice(0, 4) }));
  const fillers = Array.from({ length: size - keys.length }, (_, i) =>
    hmac(fillerKey, u64(epoch), u32(i)).slice(0, 4),
  );
  const tags = [...contacts.map(({ tag }) => tag), ...fillers].map(hex).toSorted();
  const strings = ['a', 'b', 'c', 'd'].flatMap((letter, index) => {
    const part = tags.slice(63 * index, 63 * (index + 1));
    return part.length === 0 ? [] : [hex(label(`${letter}=`)) + part.join('')];
  });
  return {
    name,
    epoch,
    epoch_start_ms: epoch * 900_000,
    filler_key: hex(fillerKey),
    contacts: contacts.map(({ key, tag }) => ({ beacon_key: hex(key), tag: hex(tag) })),
    fillers: fillers.map(hex),
    txt: [hex(join(label('v=1'))), hex(label(`e=${epoch}`)), ...strings],
  };
}

function many(count: number): Bytes[] {
  return Array.from({ length: count }, (_, i) => named(`beacon key ${i}`, 32));
}

export function beaconFile(): BeaconFile {
  return {
    comment:
      'PROTOCOL.md section 6. A tag is HMAC(beacon_key, u64 epoch)[0..4], filler i is HMAC(filler_key, u64 epoch | u32 i)[0..4]; txt is the whole TXT record, string by string.',
    cases: [
      beaconCase(
        'alice, whose contacts are bob and carol',
        1_888_888,
        [beaconKey(alice, bob), beaconKey(alice, carol)],
        16,
      ),
      beaconCase('nobody', 0, [], 16),
      beaconCase('17 contacts', 1_888_889, many(17), 63),
      beaconCase('64 contacts', 1_888_889, many(64), 126),
    ],
  };
}
