// Section 5 of PROTOCOL.md against its vectors.
import { describe, expect, test } from 'vitest';
import { fromHex, hex } from './bytes.ts';
import { readEnvelope, readText, writeEnvelope, writeText, type Envelope } from './envelope.ts';
import { readVectors, type Named } from './vectors.ts';

describe('section 5: envelopes and texts', () => {
  type Fields =
    | {
        type: 'data';
        stream: string;
        seq: number;
        seen: number;
        sent_at: number;
        message_id: string;
        body: string;
      }
    | { type: 'ack'; stream: string; contiguous: number; ranges: { from: number; to: number }[] }
    | { type: 'read'; stream: string; position: number }
    | { type: 'ephemeral'; body: string };

  function envelopeOf(fields: Fields): Exclude<Envelope, { type: 'unknown' }> {
    if (fields.type === 'ephemeral') return { type: 'EPHEMERAL', body: fromHex(fields.body) };
    const stream = fromHex(fields.stream);
    if (fields.type === 'read') return { type: 'READ', stream, position: fields.position };
    if (fields.type === 'ack') {
      const ranges = fields.ranges.map(({ from, to }) => [from, to] as const);
      return { type: 'ACK', stream, contiguous: fields.contiguous, ranges };
    }
    const { seq, seen, sent_at: sentAt, message_id: id } = fields;
    return { type: 'DATA', stream, seq, seen, sentAt, id: fromHex(id), body: fromHex(fields.body) };
  }

  test.each((readVectors('envelopes') as { cases: (Named & { fields: Fields; bytes: string })[] }).cases)(
    '$name',
    (vector) => {
      const envelope = envelopeOf(vector.fields);
      expect(hex(writeEnvelope(envelope))).toBe(vector.bytes);
      expect(readEnvelope(fromHex(vector.bytes))).toEqual(envelope);
    },
  );

  const bodies = readVectors('bodies') as {
    texts: (Named & { text: string; body: string })[];
    kept_as_unknown: (Named & { body: string })[];
  };

  test.each(bodies.texts)('a text: $name', ({ text, body: encoded }) => {
    expect(hex(writeText(text))).toBe(encoded);
    expect(readText(fromHex(encoded))).toBe(text);
  });

  test.each(bodies.kept_as_unknown)('is no text: $name', ({ body: encoded }) => {
    expect(readText(fromHex(encoded))).toBeUndefined();
  });
});
