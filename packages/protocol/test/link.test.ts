import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, fromHex } from '../src/bytes.ts';
import {
  type Frame,
  generateRatchetKey,
  type Hello,
  LinkOpener,
  LinkSealer,
  limits,
  type LinkFault,
} from '../src/index.ts';
import { RecordCipher } from '../src/link/records.ts';
import { decodeFrame } from '../src/wire/frames.ts';
import { isDowngraded } from '../src/wire/version.ts';
import { faultOf, flipped, must } from './support/must.ts';
import { alice, bob, helloOf } from './support/people.ts';
import { seededRandom } from './support/random.ts';

const key = seededRandom('link key')(32);

function ping(value = 1): Frame {
  return { type: 'ping', echo: new Uint8Array(8).fill(value) };
}

function ratchet(length: number): Frame {
  return { type: 'ratchet', message: seededRandom(`message ${length}`)(length) };
}

function hello(changes: Partial<Hello> = {}): Frame {
  const ratchetKey = generateRatchetKey(seededRandom('ratchet'));
  return { type: 'hello', hello: helloOf(bob, ratchetKey, { decision: 'new-unlinked', ...changes }) };
}

/** Records around plaintexts that no sealer would make. */
function recordsOf(...plaintexts: Uint8Array[]): Uint8Array {
  const cipher = new RecordCipher(key);
  return concat(
    ...plaintexts.map((plaintext) => {
      const record = new Uint8Array(plaintext.length + 18);
      cipher.sealInto(record, plaintext);
      return record;
    }),
  );
}

function padded(bytes: Uint8Array, size = 256): Uint8Array {
  return concat(bytes, new Uint8Array(size - bytes.length));
}

function lengthsOf(records: Uint8Array): number[] {
  const lengths: number[] = [];
  for (let at = 0; at < records.length; at += 2 + (lengths.at(-1) ?? 0)) {
    lengths.push(((records[at] ?? 0) << 8) | (records[at + 1] ?? 0));
  }
  return lengths;
}

describe('sealed frames', () => {
  test.each<[string, Frame[], number[]]>([
    ['nothing', [], []],
    ['one small frame', [ping()], [272]],
    ['all that fits the smallest record', [ratchet(251)], [272]],
    ['one byte more', [ratchet(252)], [1040]],
    ['all that fits the second', [ratchet(1019)], [1040]],
    ['all that fits the third', [ratchet(4091)], [4112]],
    ['all that fits the largest', [ratchet(16379)], [16400]],
    ['one byte more again', [ratchet(16380)], [16400, 272]],
    ['many frames together', Array.from({ length: 100 }, () => ratchet(300)), [16400, 16400]],
    ['the largest frame', [ratchet(limits.maxFrameBody)], [...Array.from({ length: 8 }, () => 16400), 272]],
    ['a HELLO by itself, before all else', [hello(), ping()], [272, 272]],
  ])('take as few and as small records as they can: %s', (_, frames, lengths) => {
    const records = new LinkSealer(key).seal(frames);
    expect(lengthsOf(records)).toEqual(lengths);
    const opener = new LinkOpener(key, frames[0]?.type === 'hello' ? bob.identity.tid : undefined);
    expect(must(opener.push(records))).toEqual(frames);
  });

  test('are what PROTOCOL.md section 2.2 describes, to another implementation', () => {
    const sealer = new LinkSealer(key);
    sealer.seal([ping(1)]);
    const record = sealer.seal([ping(2)]);
    const nonce = fromHex('000000000100000000000000');
    const plaintext = chacha20poly1305(key, nonce).decrypt(record.subarray(2));
    expect(plaintext).toEqual(padded(fromHex('02000000080202020202020202')));
  });

  test('come back in whatever chunks they arrive', () => {
    const frameLengths = fc.array(fc.integer({ min: 69, max: 40_000 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(frameLengths, fc.infiniteStream(fc.integer({ min: 1, max: 20_000 })), (lengths, cuts) => {
        const frames = lengths.map(ratchet);
        const sealer = new LinkSealer(key);
        const stream = concat(...frames.map((frame) => sealer.seal([frame, ping()])));
        const opener = new LinkOpener(key);
        const received: Frame[] = [];
        let at = 0;
        for (const cut of cuts) {
          received.push(...must(opener.push(stream.subarray(at, (at += cut)))));
          if (at >= stream.length) break;
        }
        expect(received).toEqual(frames.flatMap((frame) => [frame, ping()]));
      }),
      { numRuns: 30 },
    );
  });

  test('come back byte by byte', () => {
    const stream = new LinkSealer(key).seal([ping(), ratchet(300)]);
    const opener = new LinkOpener(key);
    const received = Array.from(stream).flatMap((byte) => must(opener.push(Uint8Array.of(byte))));
    expect(received).toEqual([ping(), ratchet(300)]);
  });

  test('come back where a header spans two records', () => {
    const message = seededRandom('spanning')(4089);
    const first = concat(fromHex('0600000ff9'), message, fromHex('0200'));
    const second = padded(fromHex('0000080101010101010101'));
    const frames = must(new LinkOpener(key).push(recordsOf(first, second)));
    expect(frames).toEqual([{ type: 'ratchet', message }, ping()]);
  });

  test('of every type come back as they were', () => {
    const frames: Frame[] = [
      ping(3),
      { type: 'pong', echo: new Uint8Array(8).fill(4) },
      { type: 'addresses', addresses: [] },
      {
        type: 'addresses',
        addresses: [
          { host: '192.168.1.20', port: 47113 },
          { host: 'fe80::1', port: 1024 },
          { host: '2001:db8::8:800:200c:417a', port: 65535 },
        ],
      },
      { type: 'close', reason: 'stopping' },
      { type: 'close', reason: 'superseded' },
      { type: 'close', reason: 'protocol-error' },
      { type: 'close', reason: 'decision-refused' },
      { type: 'close', reason: 'silent-too-long' },
      { type: 'close', reason: 77 },
      { type: 'reach-ask', echo: new Uint8Array(8).fill(5) },
      ...(['not-tried', 'opened', 'refused', 'no-answer'] as const).map((outcome): Frame => ({
        type: 'reach-tell',
        echo: new Uint8Array(8).fill(6),
        outcome,
      })),
    ];
    expect(must(new LinkOpener(key).push(new LinkSealer(key).seal(frames)))).toEqual(frames);
  });

  test('that no peer could read are refused as bugs', () => {
    const sealer = new LinkSealer(key);
    expect(() => sealer.seal([{ type: 'ping', echo: new Uint8Array(7) }])).toThrow(RangeError);
    expect(() => sealer.seal([ratchet(limits.maxFrameBody + 1)])).toThrow(RangeError);
    expect(() => sealer.seal([{ type: 'close', reason: 256 }])).toThrow(RangeError);
    const host = (name: string) => ({ type: 'addresses', addresses: [{ host: name, port: 1 }] }) as const;
    expect(() => sealer.seal([host('localhost')])).toThrow(RangeError);
    const nine = Array.from({ length: 9 }, () => ({ host: '10.0.0.1', port: 1 }));
    expect(() => sealer.seal([{ type: 'addresses', addresses: nine }])).toThrow(RangeError);
  });
});

describe('keys', () => {
  test('are renewed after 2^16 records, and the counter runs on', () => {
    const sealer = new LinkSealer(key);
    const opener = new LinkOpener(key);
    let last = new Uint8Array(0);
    for (let i = 0; i <= 2 ** 16; i++) {
      last = new Uint8Array(sealer.seal([ping()]));
      if (!opener.push(last).ok) throw new Error(`record ${i} did not open`);
    }
    const rekeyNonce = fromHex('00000000ffffffffffffffff');
    const renewed = chacha20poly1305(key, rekeyNonce).encrypt(new Uint8Array(32)).subarray(0, 32);
    const nonce = fromHex('000000000000010000000000');
    expect(chacha20poly1305(renewed, nonce).decrypt(last.subarray(2)).subarray(0, 5)).toEqual(
      fromHex('0200000008'),
    );
  });
});

describe('a link ends', () => {
  function faultFor(bytes: Uint8Array): LinkFault {
    return faultOf(new LinkOpener(key).push(bytes));
  }

  test.each([0, 1, 16, 271, 273, 1039, 4113, 16384, 16399, 16401, 65535])(
    'with a record of %i bytes, before any of them has come',
    (length) => {
      expect(faultFor(Uint8Array.of(length >> 8, length & 255))).toEqual({ code: 'illegal-length', length });
    },
  );

  test('with any byte altered', () => {
    const record = new LinkSealer(key).seal([ping()]);
    for (let i = 2; i < record.length; i++) {
      expect(faultFor(flipped(record, i))).toEqual({ code: 'bad-tag' });
    }
  });

  test('with a record repeated, left out or out of its turn', () => {
    const sealer = new LinkSealer(key);
    const first = sealer.seal([ping(1)]);
    const second = sealer.seal([ping(2)]);
    expect(faultFor(concat(first, first))).toEqual({ code: 'bad-tag' });
    expect(faultFor(second)).toEqual({ code: 'bad-tag' });
  });

  test('with padding that is not zero', () => {
    const plaintext = padded(fromHex('02000000080101010101010101'));
    plaintext[255] = 1;
    expect(faultFor(recordsOf(plaintext))).toEqual({ code: 'bad-padding' });
  });

  test.each([
    ['an unknown type below 0x80', '0700000000', { code: 'unknown-frame', type: 7 }],
    ['a type kept for bulk streams', '1000000000', { code: 'unknown-frame', type: 0x10 }],
    ['a body of more than 128 KiB', '0600020001', { code: 'frame-too-long', type: 6, length: 131073 }],
    ['a huge body', '06ffffffff', { code: 'frame-too-long', type: 6, length: 2 ** 32 - 1 }],
    ['a huge body to be skipped', '90ffffffff', { code: 'frame-too-long', type: 0x90, length: 2 ** 32 - 1 }],
    ['a REACHASK of 9 bytes', '8000000009', { code: 'malformed-frame', type: 0x80 }],
    [
      'a REACHTELL of no known outcome',
      `8100000009${'00'.repeat(8)}04`,
      { code: 'malformed-frame', type: 0x81 },
    ],
    ['a PING of 9 bytes', '0200000009', { code: 'malformed-frame', type: 2 }],
    ['a PONG of none', '0300000000', { code: 'malformed-frame', type: 3 }],
    ['a CLOSE of 2 bytes', '0400000002', { code: 'malformed-frame', type: 4 }],
    ['a ratchet message without a tag', '0600000044', { code: 'malformed-frame', type: 6 }],
    ['ADDRESSES of more than 8', '05000000ac', { code: 'malformed-frame', type: 5 }],
    ['ADDRESSES shorter than their count', '050000000101', { code: 'malformed-frame', type: 5 }],
    ['an address of no family', `05000000140105${'00'.repeat(16)}0001`, { code: 'malformed-frame', type: 5 }],
    [
      'an IPv4 address with more behind it',
      `05000000140104${'01'.repeat(16)}0001`,
      { code: 'malformed-frame', type: 5 },
    ],
    ['a HELLO that is not canonical', `01000000d0${'ff'.repeat(208)}`, { code: 'malformed-frame', type: 1 }],
  ])('with %s', (_, frame, fault) => {
    expect(faultFor(recordsOf(padded(fromHex(frame))))).toEqual(fault);
  });

  test('for good: the fault stays', () => {
    const opener = new LinkOpener(key);
    const fault = { code: 'illegal-length', length: 257 };
    expect(faultOf(opener.push(Uint8Array.of(1, 1)))).toEqual(fault);
    expect(faultOf(opener.push(new LinkSealer(key).seal([ping()])))).toEqual(fault);
  });
});

test('frames of types from 0x80 on are skipped, however long they are', () => {
  const skipped = concat(fromHex('9000000400'), seededRandom('skipped')(1024));
  const stream = concat(skipped, fromHex('ff00000000'), fromHex('02000000080101010101010101'));
  const records = recordsOf(
    stream.subarray(0, 256),
    stream.subarray(256, 512),
    padded(stream.subarray(512), 1024),
  );
  expect(must(new LinkOpener(key).push(records))).toEqual([ping()]);
});

test('no claim about a length makes the opener allocate it', () => {
  const opener = new LinkOpener(key);
  const before = process.memoryUsage().arrayBuffers;
  must(opener.push(recordsOf(padded(fromHex('0600020000aa')))));
  must(opener.push(fromHex('4010')));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000);
});

describe('R’s HELLO', () => {
  const expecting = () => new LinkOpener(key, bob.identity.tid);

  test('is the first frame, and then no more', () => {
    const sealer = new LinkSealer(key);
    const opener = expecting();
    expect(must(opener.push(sealer.seal([hello()])))).toEqual([hello()]);
    expect(must(opener.push(sealer.seal([ping()])))).toEqual([ping()]);
    expect(faultOf(opener.push(sealer.seal([hello()])))).toEqual({ code: 'unexpected-hello' });
  });

  test.each<[string, Frame[], LinkFault]>([
    ['another frame before it', [ping()], { code: 'hello-expected' }],
    ['no decision in it', [hello({ decision: 'none' })], { code: 'hello-expected' }],
    ['another tid', [hello({ tid: alice.identity.tid })], { code: 'wrong-tid' }],
  ])('is refused with %s', (_, frames, fault) => {
    expect(faultOf(expecting().push(new LinkSealer(key).seal(frames)))).toEqual(fault);
  });

  test('is refused in a larger record, or in one with another frame', () => {
    const large = padded(new Uint8Array(0), 1024);
    expect(faultOf(expecting().push(recordsOf(large)))).toEqual({ code: 'illegal-length', length: 1040 });
    expect(faultOf(expecting().push(recordsOf(new Uint8Array(256))))).toEqual({ code: 'hello-expected' });
  });

  test('is refused from I', () => {
    expect(faultOf(new LinkOpener(key).push(new LinkSealer(key).seal([hello()])))).toEqual({
      code: 'unexpected-hello',
    });
  });
});

test('a link is downgraded where both ends could speak a higher version', () => {
  expect(isDowngraded({ minVersion: 1, maxVersion: 2 }, { minVersion: 1, maxVersion: 3 })).toBe(true);
  expect(isDowngraded({ minVersion: 1, maxVersion: 2 }, { minVersion: 1, maxVersion: 1 })).toBe(false);
  expect(isDowngraded({ minVersion: 1, maxVersion: 9 })).toBe(false);
});

test('a body of a size that its frame can not have is no frame', () => {
  expect(decodeFrame('ping', new Uint8Array(7))).toBeUndefined();
  expect(decodeFrame('ratchet', new Uint8Array(68))).toBeUndefined();
  expect(decodeFrame('addresses', Uint8Array.of(9))).toBeUndefined();
});
