import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, fromHex, toHex } from '../src/bytes.ts';
import { type Decision, decodeHello, encodeHello, type Hello } from '../src/index.ts';
import { faultOf, must } from './support/must.ts';

const full: Hello = {
  tid: new Uint8Array(32).fill(0xa1),
  minVersion: 1,
  maxVersion: 3,
  askUnlinked: true,
  askLinked: true,
  decision: 'new-unlinked',
  listeningPort: 47113,
  ratchetKey: new Uint8Array(32).fill(0xa2),
  slots: [
    {
      sessionId: new Uint8Array(16).fill(0xa3),
      proof: new Uint8Array(16).fill(0xa4),
      chainsMade: 1,
      sealed: 2,
      chainsSeen: 3,
      next: 4,
    },
    undefined,
  ],
  positions: {
    ownStream: new Uint8Array(8).fill(0xa5),
    nextSeq: 5,
    peerStream: new Uint8Array(8).fill(0xa6),
    receivedSeq: 6,
  },
};

function bytes(size: number) {
  return fc.uint8Array({ minLength: size, maxLength: size });
}

const u32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const slot = fc.option(
  fc.record({
    sessionId: bytes(16).filter((id) => id.some((byte) => byte !== 0)),
    proof: bytes(16),
    chainsMade: u32,
    sealed: u32,
    chainsSeen: u32,
    next: u32,
  }),
  { nil: undefined },
);

const hellos: fc.Arbitrary<Hello> = fc.record({
  tid: bytes(32),
  minVersion: fc.constantFrom(0, 1),
  maxVersion: fc.integer({ min: 1, max: 255 }),
  askUnlinked: fc.boolean(),
  askLinked: fc.boolean(),
  decision: fc.constantFrom<Decision>('none', 'resume', 'new-linked', 'new-unlinked'),
  listeningPort: fc.integer({ min: 0, max: 65535 }),
  ratchetKey: bytes(32),
  slots: fc.tuple(slot, slot),
  positions: fc.oneof(
    fc.record({
      ownStream: bytes(8),
      nextSeq: fc.maxSafeNat(),
      peerStream: bytes(8).filter((stream) => stream.some((byte) => byte !== 0)),
      receivedSeq: fc.maxSafeNat(),
    }),
    fc.record({
      ownStream: bytes(8),
      nextSeq: fc.maxSafeNat(),
      peerStream: fc.constant(undefined),
      receivedSeq: fc.constant(0),
    }),
  ),
});

test('a HELLO is laid out as PROTOCOL.md section 3 says', () => {
  const expected = [
    'a1'.repeat(32),
    '01',
    '03',
    '0003',
    '03',
    '00',
    'b809',
    'a2'.repeat(32),
    `${'a3'.repeat(16)}${'a4'.repeat(16)}00000001000000020000000300000004`,
    '00'.repeat(48),
    'a5'.repeat(8),
    '0000000000000005',
    'a6'.repeat(8),
    '0000000000000006',
    '00'.repeat(8),
  ].join('');
  expect(toHex(encodeHello(full))).toBe(expected);
});

test('a HELLO comes back as it was', () => {
  expect(must(decodeHello(encodeHello(full)))).toEqual(full);
  fc.assert(
    fc.property(hellos, (hello) => {
      expect(must(decodeHello(encodeHello(hello)))).toEqual(hello);
    }),
  );
});

test('unknown flags and the spare bytes are ignored', () => {
  const encoded = encodeHello(full);
  encoded[34] = 0xff;
  encoded[35] = 0xff;
  encoded.fill(0xff, 200);
  expect(must(decodeHello(encoded))).toEqual(full);
});

describe('a HELLO is refused', () => {
  test.each<[string, number, string]>([
    ['the lowest version is above 1', 32, '02'],
    ['the highest version is below 1', 33, '00'],
    ['the decision is none of the four', 36, '04'],
    ['the reserved byte is not zero', 37, '01'],
    ['the next seq is above 2^53 - 1', 176, '0020000000000000'],
    ['the received seq is above 2^53 - 1', 192, 'ffffffffffffffff'],
    ['something was received of no stream', 184, '00'.repeat(8)],
  ])('where %s', (_, at, hex) => {
    const encoded = encodeHello(full);
    encoded.set(fromHex(hex), at);
    expect(faultOf(decodeHello(encoded))).toEqual({ code: 'bad-hello' });
  });

  test('at any other size', () => {
    const encoded = encodeHello(full);
    expect(faultOf(decodeHello(encoded.subarray(1)))).toEqual({ code: 'bad-hello' });
    expect(faultOf(decodeHello(concat(encoded, new Uint8Array(1))))).toEqual({ code: 'bad-hello' });
    expect(faultOf(decodeHello(new Uint8Array(0)))).toEqual({ code: 'bad-hello' });
  });

  test('never by an exception', () => {
    fc.assert(
      fc.property(bytes(208), (encoded) => {
        expect(decodeHello(encoded)).toHaveProperty('ok');
      }),
    );
  });
});

test('a field that does not fit its place is a bug', () => {
  expect(() => encodeHello({ ...full, tid: new Uint8Array(31) })).toThrow(RangeError);
  expect(() => encodeHello({ ...full, listeningPort: 65536 })).toThrow(RangeError);
  expect(() => encodeHello({ ...full, positions: { ...full.positions, nextSeq: -1 } })).toThrow(RangeError);
});
