import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ascii, concat, fromHex, toHex, u64 } from '../src/bytes.ts';
import { beaconTxt, derivePairKeys, epochAt, epochStart, parseBeacon, tagFor } from '../src/index.ts';
import { alice, bob } from './support/people.ts';
import { seededRandom } from './support/random.ts';

const epoch = 1_888_888;
const fillerKey = seededRandom('filler')(32);

function keys(count: number): Uint8Array[] {
  const random = seededRandom('beacon keys');
  return Array.from({ length: count }, () => random(32));
}

function announce(count: number, at = epoch) {
  const beaconKeys = keys(count);
  const txt = beaconTxt({ epoch: at, beaconKeys, fillerKey });
  return { beaconKeys, txt, beacon: parseBeacon(txt) };
}

test('an epoch is a quarter of an hour', () => {
  expect(epochAt(0)).toBe(0);
  expect(epochAt(899_999)).toBe(0);
  expect(epochAt(900_000)).toBe(1);
  expect(epochStart(epochAt(1_700_000_123_456))).toBe(1_700_000_100_000);
});

test('a tag is the first 4 bytes of an HMAC over the epoch', () => {
  const [key = new Uint8Array(32)] = keys(1);
  const expected = hmac(sha256, key, u64(epoch)).subarray(0, 4);
  expect(tagFor(key, epoch).toString(16).padStart(8, '0')).toBe(toHex(expected));
});

describe('an announcement', () => {
  test.each([
    [0, 16],
    [1, 16],
    [16, 16],
    [17, 63],
    [63, 63],
    [64, 126],
    [126, 126],
    [127, 252],
    [252, 252],
    [300, 252],
  ])('for %i contacts has %i tags, every contact’s among them', (contacts, tags) => {
    const { beaconKeys, txt, beacon } = announce(contacts);
    const bytes = txt.slice(2).reduce((sum, string) => sum + string.length - 2, 0);
    expect(bytes).toBe(4 * tags);
    for (const key of beaconKeys.slice(0, 252)) expect(beacon?.tags.has(tagFor(key, epoch))).toBe(true);
    expect(beacon?.tags.size).toBe(tags);
    for (const string of txt) expect(string.length).toBeLessThanOrEqual(255);
  });

  test('is v, e and the tags in strings of 63', () => {
    const names = announce(252).txt.map((string) => String.fromCharCode(...string.subarray(0, 2)));
    expect(names).toEqual(['v=', 'e=', 'a=', 'b=', 'c=', 'd=']);
    expect(announce(1).txt.slice(0, 2)).toEqual([ascii('v=1'), ascii(`e=${epoch}`)]);
  });

  test('has its tags sorted as bytes, so that their order tells nothing', () => {
    const { txt } = announce(100);
    const joined = toHex(concat(...txt.slice(2).map((string) => string.subarray(2))));
    const tags = joined.match(/.{8}/g) ?? [];
    expect(tags).toEqual(tags.toSorted());
  });

  test('is the same on every start within an epoch, whatever the order of contacts', () => {
    const beaconKeys = keys(5);
    const once = beaconTxt({ epoch, beaconKeys, fillerKey });
    expect(beaconTxt({ epoch, beaconKeys: beaconKeys.toReversed(), fillerKey })).toEqual(once);
  });

  test('shares no tag with another epoch', () => {
    const [now, later] = [announce(20), announce(20, epoch + 1)];
    const common = [...(now.beacon?.tags ?? [])].filter((tag) => later.beacon?.tags.has(tag));
    expect(common).toEqual([]);
  });

  test('is filled up by HMACs of the filler key', () => {
    const first = hmac(sha256, fillerKey, concat(u64(epoch), fromHex('00000000')));
    const last = hmac(sha256, fillerKey, concat(u64(epoch), fromHex('0000000f')));
    const { beacon } = announce(0);
    for (const tag of [first, last]) {
      expect(beacon?.tags.has(new DataView(tag.buffer, tag.byteOffset).getUint32(0))).toBe(true);
    }
  });

  test('is recognised by whom it is meant for', () => {
    const ours = derivePairKeys(alice.identity, bob.token);
    const theirs = derivePairKeys(bob.identity, alice.token);
    const beacon = parseBeacon(beaconTxt({ epoch, beaconKeys: [ours.beaconTo], fillerKey }));
    expect(beacon?.epoch).toBe(epoch);
    expect(beacon?.tags.has(tagFor(theirs.beaconFrom, epoch))).toBe(true);
    expect(beacon?.tags.has(tagFor(theirs.beaconTo, epoch))).toBe(false);
  });
});

describe('what is heard', () => {
  const v = ascii('v=1');
  const e = ascii('e=7');

  test('may hold other strings, and repeats of which only the first counts', () => {
    const tag = concat(ascii('a='), fromHex('00000001'));
    const heard = [
      ascii('x'),
      new Uint8Array(0),
      ascii('q=1'),
      v,
      ascii('v=2'),
      e,
      ascii('e=8'),
      tag,
      ascii('a='),
    ];
    expect(parseBeacon(heard)).toEqual({ epoch: 7, tags: new Set([1]) });
    expect(parseBeacon([e, v])).toEqual({ epoch: 7, tags: new Set() });
  });

  test.each([
    ['no version', [e]],
    ['another version', [ascii('v=2'), e]],
    ['a longer version', [ascii('v=11'), e]],
    ['no epoch', [v]],
    ['an empty epoch', [v, ascii('e=')]],
    ['an epoch with a sign', [v, ascii('e=-1')]],
    ['an epoch with a zero before it', [v, ascii('e=01')]],
    ['an epoch above 2^53 - 1', [v, ascii('e=9007199254740993')]],
    ['half a tag', [v, e, ascii('a=xxxxxx')]],
    ['more than 63 tags in a string', [v, e, concat(ascii('a='), new Uint8Array(256))]],
  ])('is no beacon with %s', (_, txt) => {
    expect(parseBeacon(txt)).toBeUndefined();
  });

  test('is read without an exception, whatever its bytes', () => {
    const string = fc.oneof(
      fc.uint8Array({ maxLength: 255 }),
      fc
        .tuple(fc.constantFrom('v=', 'e=', 'a='), fc.uint8Array({ maxLength: 20 }))
        .map(([name, rest]) => concat(ascii(name), rest)),
    );
    fc.assert(
      fc.property(fc.array(string, { maxLength: 6 }), (txt) => {
        const epochOf = parseBeacon([v, ...txt])?.epoch ?? 0;
        expect(Number.isSafeInteger(epochOf)).toBe(true);
      }),
    );
  });
});
