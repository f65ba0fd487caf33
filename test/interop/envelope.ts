// PROTOCOL.md section 5: what the plaintext of a ratchet message says, and the little CBOR of a text. Knows nothing of
// when it is sent.
import { equal, join, Reader, u16, u64, type Bytes } from './bytes.ts';

export type Envelope =
  | {
      readonly type: 'DATA';
      readonly stream: Bytes;
      readonly seq: number;
      readonly seen: number;
      readonly sentAt: number;
      readonly id: Bytes;
      readonly body: Bytes;
    }
  | {
      readonly type: 'ACK';
      readonly stream: Bytes;
      readonly contiguous: number;
      readonly ranges: readonly (readonly [from: number, to: number])[];
    }
  | { readonly type: 'READ'; readonly stream: Bytes; readonly position: number }
  | { readonly type: 'EPHEMERAL'; readonly body: Bytes }
  | { readonly type: 'unknown' };

export function writeEnvelope(envelope: Exclude<Envelope, { type: 'unknown' }>): Bytes {
  switch (envelope.type) {
    case 'DATA': {
      const { stream, seq, seen, sentAt, id, body } = envelope;
      return join(1, stream, u64(seq), u64(seen), u64(sentAt), id, body);
    }
    case 'ACK': {
      const { stream, contiguous, ranges } = envelope;
      return join(2, stream, u64(contiguous), ranges.length, ...ranges.flat().map(u64));
    }
    case 'READ':
      return join(3, envelope.stream, u64(envelope.position));
    case 'EPHEMERAL':
      return join(4, envelope.body);
  }
}

export function readEnvelope(bytes: Bytes): Envelope {
  const reader = new Reader(bytes);
  switch (reader.u8()) {
    case 1: {
      const stream = reader.take(8);
      const [seq, seen, sentAt] = [reader.u64(), reader.u64(), reader.u64()];
      return { type: 'DATA', stream, seq, seen, sentAt, id: reader.take(16), body: reader.rest() };
    }
    case 2: {
      const [stream, contiguous, count] = [reader.take(8), reader.u64(), reader.u8()];
      if (count > 32) throw new Error(`an ACK of ${count} ranges`);
      const ranges = Array.from({ length: count }, () => [reader.u64(), reader.u64()] as const);
      reader.end();
      return { type: 'ACK', stream, contiguous, ranges };
    }
    case 3: {
      const [stream, position] = [reader.take(8), reader.u64()];
      reader.end();
      return { type: 'READ', stream, position };
    }
    case 4:
      return { type: 'EPHEMERAL', body: reader.rest() };
    default:
      return { type: 'unknown' };
  }
}

/** `{0: 1, 1: text}` in deterministic CBOR (RFC 8949 section 4.2). */
export function writeText(text: string): Bytes {
  const utf8 = Buffer.from(text, 'utf8');
  return join(0xa2, 0x00, 0x01, 0x01, textHead(utf8.length), utf8);
}

/** @returns undefined where it is anything but a text in deterministic CBOR. Knows no keys above 1, which may be there. */
export function readText(body: Bytes): string | undefined {
  for (const headSize of [1, 2, 3, 5]) {
    const text = Buffer.from(body.slice(4 + headSize)).toString('utf8');
    if (text !== '' && equal(writeText(text), body)) return text;
  }
  return undefined;
}

/** `{0: 1, 1: true}`: typing. */
export const writeTyping = (isTyping: boolean): Bytes => join(0xa2, 0x00, 0x01, 0x01, isTyping ? 0xf5 : 0xf4);

function textHead(size: number): Bytes {
  if (size < 24) return join(0x60 + size);
  if (size < 2 ** 8) return join(0x78, size);
  if (size < 2 ** 16) return join(0x79, u16(size));
  return join(0x7a, 0, 1, u16(size - 2 ** 16));
}
