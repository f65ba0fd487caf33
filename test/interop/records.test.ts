// Section 2.2 of PROTOCOL.md against its vectors.
import { describe, expect, test } from 'vitest';
import { fromHex, hex, zeros, type Bytes } from './bytes.ts';
import { cipherNonce, RecordReader, RecordWriter, type Frame } from './records.ts';
import { readVectors, type Named } from './vectors.ts';

/** A record without its length. */
const body = (record: string): Bytes => fromHex(record).slice(2);

describe('section 2.2: records and frames', () => {
  interface FrameFields {
    readonly type: number;
    readonly length: number;
  }
  interface RecordFields {
    readonly counter: number;
    readonly nonce: string;
    readonly plaintext: string;
    readonly record: string;
  }
  interface LinkCase extends Named {
    readonly key: string;
    readonly frames: readonly FrameFields[];
    readonly records: readonly RecordFields[];
  }
  const file = readVectors('link') as {
    sealed: LinkCase[];
    opened: LinkCase[];
    rekey: (Named & {
      key: string;
      new_key: string;
      last_under_it: RecordFields;
      first_under_the_new: RecordFields;
    })[];
  };

  const opened = (reader: RecordReader, records: readonly RecordFields[]): Frame[] =>
    records.flatMap(({ record }) => reader.read(body(record)));
  /** What comes of frames that a reader has to skip is up to it. */
  const known = (frames: readonly Frame[]): Frame[] => frames.filter(({ type }) => type < 0x80);
  const sizes = (frames: readonly Frame[]): FrameFields[] =>
    frames.map(({ type, body: { length } }) => ({ type, length }));

  test.each([...file.sealed, ...file.opened])('are read: $name', ({ key, frames, records }) => {
    expect(sizes(known(opened(new RecordReader(fromHex(key)), records)))).toEqual(frames);
  });

  test.each(file.sealed)('are written: $name', ({ key, records }) => {
    const writer = new RecordWriter(fromHex(key));
    const written = records.map(({ plaintext }) => hex(writer.writeRecord(fromHex(plaintext))));
    expect(written).toEqual(records.map(({ record }) => record));
    expect(records.map(({ counter }) => hex(cipherNonce(counter)))).toEqual(
      records.map(({ nonce }) => nonce),
    );
  });

  test.each(file.rekey)(
    '$name the key is another',
    ({ key, last_under_it: last, first_under_the_new: first, new_key }) => {
      const writer = new RecordWriter(fromHex(key), last.counter);
      expect(hex(writer.writeRecord(fromHex(last.plaintext)))).toBe(last.record);
      expect(hex(writer.writeRecord(fromHex(first.plaintext)))).toBe(first.record);
      expect(
        hex(new RecordWriter(fromHex(new_key), first.counter).writeRecord(fromHex(first.plaintext))),
      ).toBe(first.record);
    },
  );

  test.each((readVectors('frames') as { cases: (Named & { bytes: string })[] }).cases)(
    'a frame: $name',
    (vector) => {
      const frame = fromHex(vector.bytes);
      const [key, type] = [zeros(32), frame[0] ?? 0];
      const [record] = [new RecordWriter(key).write({ type, body: frame.slice(5) })];
      expect(new RecordReader(key).read(record.slice(2))).toEqual([{ type, body: frame.slice(5) }]);
    },
  );
});
