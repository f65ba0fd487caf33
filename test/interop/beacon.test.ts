// Section 6 of PROTOCOL.md against its vectors.
import { describe, expect, test } from 'vitest';
import { announcedTags, beaconTag, epochOf, readBeacon, writeBeacon } from './beacon.ts';
import { equal, fromHex, hex } from './bytes.ts';
import { readVectors, type Named } from './vectors.ts';

describe('section 6: beacons', () => {
  interface BeaconCase extends Named {
    readonly epoch: number;
    readonly epoch_start_ms: number;
    readonly filler_key: string;
    readonly contacts: readonly { beacon_key: string; tag: string }[];
    readonly txt: readonly string[];
  }

  test.each((readVectors('beacon') as { cases: BeaconCase[] }).cases)('$name', (vector) => {
    const tags = vector.contacts.map(({ beacon_key: key }) => beaconTag(fromHex(key), vector.epoch));
    expect(tags.map(hex)).toEqual(vector.contacts.map(({ tag }) => tag));
    expect(epochOf(vector.epoch_start_ms / 1000)).toBe(vector.epoch);
    const beacon = readBeacon(vector.txt.map(fromHex));
    const announced = announcedTags(tags, fromHex(vector.filler_key), vector.epoch);
    expect([beacon?.epoch, beacon?.tags.map(hex)]).toEqual([vector.epoch, announced.map(hex)]);
    expect(writeBeacon({ epoch: vector.epoch, tags: announced }).map(hex)).toEqual(vector.txt);
    expect(tags.every((tag) => beacon?.tags.some((each) => equal(each, tag)) === true)).toBe(true);
  });
});
