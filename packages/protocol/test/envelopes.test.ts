import { encode } from 'cborg';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, fromHex, toHex } from '../src/bytes.ts';
import {
  decodeBody,
  decodeEnvelope,
  decodeEphemeral,
  encodeEnvelope,
  encodeText,
  encodeTyping,
  type KnownEnvelope,
  limits,
} from '../src/index.ts';
import { faultOf, must } from './support/must.ts';

const stream = new Uint8Array(8).fill(0xb1);
const messageId = new Uint8Array(16).fill(0xb2);
const data: KnownEnvelope = {
  type: 'data',
  stream,
  seq: 1,
  seen: 2,
  sentAt: 1_700_000_000_000,
  messageId,
  body: fromHex('a1'),
};
const ack: KnownEnvelope = {
  type: 'ack',
  stream,
  contiguous: 4,
  ranges: [
    { from: 6, to: 6 },
    { from: 8, to: 20 },
  ],
};

describe('an envelope', () => {
  test.each<[KnownEnvelope, string]>([
    [data, `01${'b1'.repeat(8)}000000000000000100000000000000020000018bcfe56800${'b2'.repeat(16)}a1`],
    [
      ack,
      `02${'b1'.repeat(8)}000000000000000402${'0000000000000006'.repeat(2)}00000000000000080000000000000014`,
    ],
    [{ type: 'read', stream, position: 9 }, `03${'b1'.repeat(8)}0000000000000009`],
    [{ type: 'ephemeral', body: fromHex('a20001') }, '04a20001'],
  ])('of type $type is laid out as PROTOCOL.md section 5 says', (envelope, hex) => {
    expect(toHex(encodeEnvelope(envelope))).toBe(hex);
    expect(must(decodeEnvelope(fromHex(hex)))).toEqual(envelope);
  });

  test('for the moment says that somebody writes, and anything else in it is nothing', () => {
    expect(toHex(encodeTyping(true))).toBe('a2000101f5');
    expect(toHex(encodeTyping(false))).toBe('a2000101f4');
    for (const typing of [true, false]) {
      expect(decodeEphemeral(encodeTyping(typing))).toEqual({ kind: 'typing', typing });
    }
    // Further keys are ignored; another kind, another value, no CBOR and a text are nothing.
    expect(decodeEphemeral(fromHex('a3000101f50207'))).toEqual({ kind: 'typing', typing: true });
    for (const body of ['a2000201f5', 'a200010101', 'a10001', '', 'ff', 'a2000101626869'])
      expect(decodeEphemeral(fromHex(body))).toEqual({ kind: 'unknown' });
  });

  test('of a withdrawn message has an empty body', () => {
    const withdrawn = { ...data, body: new Uint8Array(0) };
    expect(must(decodeEnvelope(encodeEnvelope(withdrawn)))).toEqual(withdrawn);
  });

  test.each(['00', '05', 'ff1234'])('of an unknown type is known as such (%s)', (hex) => {
    expect(must(decodeEnvelope(fromHex(hex)))).toEqual({ type: 'unknown' });
  });

  test.each([
    ['nothing', ''],
    ['a DATA cut short', `01${'b1'.repeat(8)}`],
    ['a DATA with seq 0', `01${'00'.repeat(48)}`],
    ['a DATA with a seq above 2^53 - 1', `01${'00'.repeat(8)}${'ff'.repeat(8)}${'00'.repeat(32)}`],
    ['an ACK shorter than its count', `02${'00'.repeat(16)}01`],
    ['an ACK longer than its count', `02${'00'.repeat(16)}0000`],
    ['an ACK with a range that touches', `02${'00'.repeat(16)}01${'0000000000000001'.repeat(2)}`],
    ['an ACK with a range backwards', `02${'00'.repeat(16)}0100000000000000050000000000000004`],
    [
      'an ACK with ranges that touch each other',
      `02${'00'.repeat(16)}02${'0000000000000005'.repeat(2)}${'0000000000000006'.repeat(2)}`,
    ],
    ['a READ cut short', `03${'00'.repeat(15)}`],
    ['a READ with more behind it', `03${'00'.repeat(17)}`],
  ])('is refused: %s', (_, hex) => {
    expect(faultOf(decodeEnvelope(fromHex(hex)))).toEqual({ code: 'bad-envelope' });
  });

  test('an ACK has 32 ranges at most', () => {
    const ranges = Array.from({ length: 33 }, (_, i) => ({ from: 10 * i + 10, to: 10 * i + 11 }));
    const widest: KnownEnvelope = { type: 'ack', stream, contiguous: 0, ranges: ranges.slice(1) };
    const encoded = encodeEnvelope(widest);
    expect(must(decodeEnvelope(encoded))).toEqual(widest);
    expect(() => encodeEnvelope({ ...widest, ranges })).toThrow(RangeError);
    encoded[17] = 33;
    expect(faultOf(decodeEnvelope(concat(encoded, new Uint8Array(16))))).toEqual({ code: 'bad-envelope' });
  });

  test('that no peer could read is refused as a bug', () => {
    expect(() => encodeEnvelope({ ...data, seq: 0 })).toThrow(RangeError);
    expect(() => encodeEnvelope({ ...data, stream: new Uint8Array(7) })).toThrow(RangeError);
    expect(() => encodeEnvelope({ ...data, sentAt: 0.5 })).toThrow(RangeError);
    const touching = { ...ack, contiguous: 5 };
    expect(() => encodeEnvelope(touching)).toThrow(RangeError);
  });

  test('is read without an exception, whatever its bytes', () => {
    const valid = [data, ack].map(encodeEnvelope);
    fc.assert(
      fc.property(fc.constantFrom(...valid), fc.nat(), fc.nat(255), fc.nat(), (bytes, at, value, cut) => {
        const mutated = new Uint8Array(bytes.subarray(0, bytes.length - (cut % 3)));
        mutated[at % mutated.length] = value;
        expect(decodeEnvelope(mutated)).toHaveProperty('ok');
      }),
      { numRuns: 1000 },
    );
  });

  test('has one encoding: what is read is written as the same bytes', () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 3, 4), fc.uint8Array({ maxLength: 80 }), (type, rest) => {
        const bytes = concat(Uint8Array.of(type), rest);
        const decoded = decodeEnvelope(bytes);
        if (!decoded.ok || decoded.value.type === 'unknown') return;
        expect(encodeEnvelope(decoded.value)).toEqual(bytes);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a text', () => {
  test('is {0: 1, 1: text} in deterministic CBOR', () => {
    expect(toHex(encodeText('hej'))).toBe('a20001016368656a');
  });

  test('comes back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        expect(decodeBody(encodeText(text))).toEqual({ kind: 'text', text });
      }),
    );
    const longest = 'ä'.repeat(limits.maxTextBytes / 2);
    expect(decodeBody(encodeText(longest))).toEqual({ kind: 'text', text: longest });
  });

  test.each(['', 'a'.repeat(64 * 1024 + 1), `${'ä'.repeat(32 * 1024)}a`, '\ud800', 'a\udc00b'])(
    'is not sent where it is empty, too long or ill-formed (%#)',
    (text) => {
      expect(() => encodeText(text)).toThrow(RangeError);
    },
  );

  test('with keys of a later version is still read', () => {
    const body = encode(
      new Map<number, unknown>([
        [0, 1],
        [1, 'hej'],
        [7, new Map([[0, 'new']])],
      ]),
    );
    expect(decodeBody(body)).toEqual({ kind: 'text', text: 'hej' });
  });
});

describe('a body is kept as unknown', () => {
  test.each([
    ['nothing', ''],
    ['a kind of a later version', 'a10018c8'],
    ['no map', '8101'],
    ['a text that is no text', 'a200010105'],
    ['a text of no length', 'a200010160'],
    ['ill-formed UTF-8', 'a200010161ff'],
    ['a surrogate in UTF-8', 'a200010163eda080'],
    ['keys out of order', 'a20161610001'],
    ['a key twice', 'a3000101616101 6162'.replace(' ', '')],
    ['an integer longer than it needs to be', 'a200180101 6161'.replace(' ', '')],
    ['an indefinite length', 'bf0001016161ff'],
    ['more behind it', 'a2000101616100'],
    ['an end too early', 'a20001016261'],
    ['a tag', 'c0a20001016161'],
    ['NaN', 'a3000101616102f97e00'],
    ['undefined', 'a3000101616102f7'],
    ['a claim of 2^32 entries', 'ba ffffffff'.replace(' ', '')],
    ['a claim of 2^53 bytes', '5b001fffffffffffff'],
  ])('where it is %s', (_, hex) => {
    expect(decodeBody(fromHex(hex))).toEqual({ kind: 'unknown', body: fromHex(hex) });
  });

  test('where it is nested deeper than 4 levels, and read where it is not', () => {
    const nested = (levels: number) => fromHex(`a3000101616102${'81'.repeat(levels - 1)}00`);
    expect(decodeBody(nested(4))).toEqual({ kind: 'text', text: 'a' });
    expect(decodeBody(nested(5)).kind).toBe('unknown');
    expect(decodeBody(new Uint8Array(100_000).fill(0x81)).kind).toBe('unknown');
    const siblings = fromHex('a40001016161 0283818000818100 03818000'.replaceAll(' ', ''));
    expect(decodeBody(siblings).kind).toBe('unknown');
    const wide = fromHex('a4000101616102838081808100038180');
    expect(decodeBody(wide)).toEqual({ kind: 'text', text: 'a' });
  });

  test('without an exception, whatever its bytes', () => {
    const valid = encodeText('a text to be mutated');
    fc.assert(
      fc.property(fc.nat(valid.length - 1), fc.nat(255), (at, value) => {
        const mutated = new Uint8Array(valid);
        mutated[at] = value;
        expect(['text', 'unknown']).toContain(decodeBody(mutated).kind);
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(decodeBody(bytes)).toHaveProperty('kind');
      }),
    );
  });
});
