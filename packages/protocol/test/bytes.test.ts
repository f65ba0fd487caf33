import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ByteReader,
  ByteWriter,
  compare,
  concat,
  copyOf,
  equal,
  fromHex,
  toHex,
  u32,
  u64,
} from '../src/bytes.ts';

test('integers are written big-endian and read back', () => {
  const bytes = new ByteWriter(15)
    .u8(1)
    .u16(0x0203)
    .u32(0x04050607)
    .u64(2 ** 53 - 1)
    .finish();
  expect(toHex(bytes)).toBe('01020304050607001fffffffffffff');
  const reader = new ByteReader(bytes);
  expect([reader.u8(), reader.u16(), reader.u32(), reader.u64()]).toEqual([
    1,
    0x0203,
    0x04050607,
    2 ** 53 - 1,
  ]);
  expect(reader.complete).toBe(true);
});

test('a u64 above 2^53 - 1 is neither written nor read', () => {
  expect(() => u64(2 ** 53)).toThrow(RangeError);
  expect(() => u64(-1)).toThrow(RangeError);
  expect(() => u64(0.5)).toThrow(RangeError);
  const reader = new ByteReader(fromHex('0020000000000000'));
  expect(reader.u64()).toBe(0);
  expect(reader.sound).toBe(false);
});

test('a writer refuses what does not fit, and to leave a gap', () => {
  expect(() => new ByteWriter(1).u8(256)).toThrow(RangeError);
  expect(() => new ByteWriter(2).bytes(new Uint8Array(3), 2)).toThrow(RangeError);
  expect(() => new ByteWriter(2).bytes(new Uint8Array(3))).toThrow(RangeError);
  expect(() => new ByteWriter(2).u8(1).finish()).toThrow(RangeError);
});

test('a reader that ran past the end stays so', () => {
  const reader = new ByteReader(fromHex('0102'));
  expect(reader.u32()).toBe(0);
  expect(reader.u8()).toBe(0);
  expect(reader.bytes(3)).toEqual(new Uint8Array(3));
  expect([reader.sound, reader.complete]).toEqual([false, false]);
});

test('copies share no memory, not even with a Buffer', () => {
  const buffer = Buffer.from([1, 2, 3]);
  const copies = [copyOf(buffer, 1), new ByteReader(buffer).bytes(3), concat(buffer)];
  buffer.fill(9);
  expect(copies).toEqual([Uint8Array.of(2, 3), Uint8Array.of(1, 2, 3), Uint8Array.of(1, 2, 3)]);
});

test('comparison is that of strings of the same code units', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 4 }), fc.uint8Array({ maxLength: 4 }), (a, b) => {
      const [textA, textB] = [toHex(a), toHex(b)];
      const expected = textA < textB ? -1 : textA > textB ? 1 : 0;
      expect(Math.sign(compare(a, b))).toBe(expected);
      expect(equal(a, b)).toBe(expected === 0);
    }),
  );
});

test('hex is read in either case and refused where it is none', () => {
  expect(fromHex('00fFAb')).toEqual(Uint8Array.of(0, 255, 171));
  expect(() => fromHex('0')).toThrow(RangeError);
  expect(() => fromHex('zz')).toThrow(RangeError);
  expect(toHex(u32(0xdeadbeef))).toBe('deadbeef');
});
