// envelopes.json and bodies.json against the code that ships.
import { decodeBody, decodeEnvelope, encodeEnvelope, encodeText, type KnownEnvelope } from '@loom/protocol';
import type { BodiesFile, EnvelopeCase, EnvelopeFields, TextBody, UnknownBody } from '../make/delivery.ts';
import { bytes, find, hex, same, splice, valueOf } from './check.ts';

function envelopeFrom(fields: EnvelopeFields): KnownEnvelope {
  switch (fields.type) {
    case 'data':
      return {
        type: 'data',
        stream: bytes(fields.stream),
        seq: fields.seq,
        seen: fields.seen,
        sentAt: fields.sent_at,
        messageId: bytes(fields.message_id),
        body: bytes(fields.body),
      };
    case 'ack': {
      const ranges = fields.ranges.map(({ from, to }) => ({ from, to }));
      return { type: 'ack', stream: bytes(fields.stream), contiguous: fields.contiguous, ranges };
    }
    case 'read':
      return { type: 'read', stream: bytes(fields.stream), position: fields.position };
    case 'ephemeral':
      return { type: 'ephemeral', body: bytes(fields.body) };
    default:
      throw new Error('no such envelope');
  }
}

export function verifyEnvelope(vector: EnvelopeCase): void {
  const envelope = envelopeFrom(vector.fields);
  same(vector.name, hex(encodeEnvelope(envelope)), vector.bytes);
  same('what is read', valueOf(decodeEnvelope(bytes(vector.bytes))), envelope);
}

export function verifyText(vector: TextBody): void {
  same(vector.name, hex(encodeText(vector.text)), vector.body);
  same('what is read', decodeBody(bytes(vector.body)), { kind: 'text', text: vector.text });
}

export function verifyUnknown(vector: UnknownBody, file: BodiesFile): void {
  const base = find(file.texts, vector.of);
  same('the body', vector.body, splice(base.body, 2 * vector.at, 2 * vector.remove, vector.insert));
  same(vector.name, decodeBody(bytes(vector.body)), { kind: 'unknown', body: bytes(vector.body) });
}
