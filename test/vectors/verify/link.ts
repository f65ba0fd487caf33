// link.json and frames.json against the code that ships.
import { type Frame, LinkOpener, LinkSealer } from '@loom/protocol';
import { RecordCipher } from '../../../packages/protocol/src/link/records.ts';
import { FrameAssembler } from '../../../packages/protocol/src/link/frame-assembler.ts';
import { aeadSeal } from '../../../packages/protocol/src/primitives/aead.ts';
import { noiseNonce, rekeyNonce } from '../../../packages/protocol/src/primitives/noise-nonce.ts';
import { decodeFrame, encodeFrame } from '../../../packages/protocol/src/wire/frames.ts';
import type { FrameCase, FrameFields, RefusedFrame } from '../make/frames.ts';
import type { LinkCase, LinkRecord, RekeyCase } from '../make/link.ts';
import { bytes, faultOf, hex, same, valueOf } from './check.ts';

/** The tid that stands in a HELLO of these records, where one does. */
function tidIn({ frames, records }: LinkCase): Uint8Array | undefined {
  return frames[0]?.type === 1 ? bytes(records[0]?.plaintext ?? '').subarray(5, 37) : undefined;
}

export function verifyOpened(vector: LinkCase): Frame[] {
  const cipher = new RecordCipher(bytes(vector.key));
  for (const [index, record] of vector.records.entries()) {
    same('the counter', record.counter, index);
    same('the record', hex(sealRecord(cipher, record)), record.record);
    same('the nonce', hex(noiseNonce(index)), record.nonce);
  }
  const frames = valueOf(new LinkOpener(bytes(vector.key), tidIn(vector)).push(bytes(joined(vector))));
  const read = frames.map(encodeFrame).map(({ code, body }) => ({ type: code, length: body.length }));
  same('the frames', read, vector.frames);
  return frames;
}

export function verifySealed(vector: LinkCase): void {
  const frames = verifyOpened(vector);
  same('what is sealed', hex(new LinkSealer(bytes(vector.key)).seal(frames)), joined(vector));
}

function joined(vector: LinkCase): string {
  return vector.records.map(({ record }) => record).join('');
}

function sealRecord(cipher: RecordCipher, { plaintext }: LinkRecord): Uint8Array {
  const record = new Uint8Array(plaintext.length / 2 + 18);
  cipher.sealInto(record, bytes(plaintext));
  return record;
}

/** Records 65,535 and 65,536 of a key, which take a while: by key and plaintext. */
const known = new Map<string, readonly [string, string]>();

function aroundRekey(key: string, record: LinkRecord): readonly [string, string] {
  const id = key + record.plaintext;
  const made = known.get(id);
  if (made !== undefined) return made;
  const cipher = new RecordCipher(bytes(key));
  const smallest = new Uint8Array(274);
  for (let i = 0; i < 65_535; i++) cipher.sealInto(smallest, smallest.subarray(0, 256));
  const pair = [hex(sealRecord(cipher, record)), hex(sealRecord(cipher, record))] as const;
  known.set(id, pair);
  return pair;
}

export function verifyRekey(vector: RekeyCase): void {
  const { last_under_it: last, first_under_the_new: first } = vector;
  same('the counters', [last.counter, first.counter], [65_535, 65_536]);
  same('the plaintexts', last.plaintext, first.plaintext);
  same('the nonce of the renewal', vector.rekey_nonce, hex(rekeyNonce()));
  same('the nonces', [last.nonce, first.nonce], [hex(noiseNonce(65_535)), hex(noiseNonce(65_536))]);
  const zero = new Uint8Array(32);
  const renewed = aeadSeal(bytes(vector.key), rekeyNonce(), new Uint8Array(0), zero).subarray(0, 32);
  same('the new key', vector.new_key, hex(renewed));
  same('the records', [last.record, first.record], [...aroundRekey(vector.key, last)]);
}

const closeReasons = [
  'stopping',
  'superseded',
  'protocol-error',
  'decision-refused',
  'silent-too-long',
] as const;

function frameFrom(fields: FrameFields): Frame {
  switch (fields.type) {
    case 'ping':
    case 'pong':
      return { type: fields.type, echo: bytes(fields.echo) };
    case 'close':
      return { type: 'close', reason: closeReasons[fields.reason - 1] ?? fields.reason };
    case 'addresses':
      return { type: 'addresses', addresses: fields.addresses.map(({ host, port }) => ({ host, port })) };
    case 'ratchet':
      return { type: 'ratchet', message: bytes(fields.message) };
    default:
      throw new Error('no such frame');
  }
}

export function verifyFrame(vector: FrameCase): void {
  const frame = frameFrom(vector.fields);
  const { code, body } = encodeFrame(frame);
  const header = Uint8Array.of(code, 0, 0, body.length >> 8, body.length & 255);
  same(vector.name, hex(header) + hex(body), vector.bytes);
  same('what is read', decodeFrame(frame.type, bytes(vector.bytes).subarray(5)), frame);
  same('what is cut out', valueOf(new FrameAssembler().push(bytes(vector.bytes))), [frame]);
}

export function verifyRefusedFrame(vector: RefusedFrame): void {
  const header = bytes(vector.bytes);
  const length = header.subarray(1).reduce((value, byte) => value * 256 + byte, 0);
  same('the header', [header.length, header[0], length], [5, vector.type, vector.length]);
  const fault = faultOf(new FrameAssembler().push(header));
  const expected = { code: vector.fault, type: vector.type };
  same(vector.name, fault, vector.fault === 'frame-too-long' ? { ...expected, length } : expected);
}
