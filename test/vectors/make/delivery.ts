// envelopes.json and bodies.json: what ratchet messages carry (PROTOCOL.md section 5).
import { type Bytes, hex, type Hex, join, label, named, u64, u8 } from './primitives.ts';

export type EnvelopeFields =
  | {
      readonly type: 'data';
      readonly stream: Hex;
      readonly seq: number;
      readonly seen: number;
      readonly sent_at: number;
      readonly message_id: Hex;
      readonly body: Hex;
    }
  | {
      readonly type: 'ack';
      readonly stream: Hex;
      readonly contiguous: number;
      readonly ranges: readonly { readonly from: number; readonly to: number }[];
    }
  | { readonly type: 'read'; readonly stream: Hex; readonly position: number }
  | { readonly type: 'ephemeral'; readonly body: Hex };

export interface EnvelopeCase {
  readonly name: string;
  readonly fields: EnvelopeFields;
  readonly bytes: Hex;
}

export interface EnvelopesFile {
  readonly comment: string;
  readonly cases: readonly EnvelopeCase[];
}

export interface TextBody {
  readonly name: string;
  readonly text: string;
  readonly body: Hex;
}

/** `body` is the body of the text `of` with `remove` bytes from `at` replaced by `insert`. */
export interface UnknownBody {
  readonly name: string;
  readonly of: string;
  readonly at: number;
  readonly remove: number;
  readonly insert: Hex;
  readonly body: Hex;
}

export interface BodiesFile {
  readonly comment: string;
  readonly texts: readonly TextBody[];
  readonly kept_as_unknown: readonly UnknownBody[];
}

const stream = named('stream', 8);

function data(name: string, seq: number, seen: number, sentAt: number, body: Bytes): EnvelopeCase {
  const id = named(`message id of ${name}`, 16);
  return {
    name,
    fields: {
      type: 'data',
      stream: hex(stream),
      seq,
      seen,
      sent_at: sentAt,
      message_id: hex(id),
      body: hex(body),
    },
    bytes: hex(join(u8(1), stream, u64(seq), u64(seen), u64(sentAt), id, body)),
  };
}

function ack(
  name: string,
  contiguous: number,
  ...ranges: readonly { from: number; to: number }[]
): EnvelopeCase {
  const encoded = ranges.flatMap(({ from, to }) => [u64(from), u64(to)]);
  return {
    name,
    fields: { type: 'ack', stream: hex(stream), contiguous, ranges },
    bytes: hex(join(u8(2), stream, u64(contiguous), u8(ranges.length), ...encoded)),
  };
}

export function envelopesFile(): EnvelopesFile {
  const typing = Uint8Array.of(0xa2, 0x00, 0x01, 0x01, 0xf5);
  const most = Array.from({ length: 32 }, (_, i) => ({ from: 3 + 2 * i, to: 3 + 2 * i }));
  return {
    comment: 'PROTOCOL.md section 5: the plaintext of a ratchet message.',
    cases: [
      data('DATA, a text', 1, 0, 1_700_000_000_000, textBytes('hi')),
      data('DATA, withdrawn', 9_007_199_254_740_991, 4_294_967_296, 0, new Uint8Array(0)),
      ack('ACK of nothing', 0),
      ack('ACK with gaps', 4, { from: 6, to: 6 }, { from: 8, to: 20 }),
      ack('ACK with 32 ranges', 1, ...most),
      {
        name: 'READ',
        fields: { type: 'read', stream: hex(stream), position: 77 },
        bytes: hex(join(u8(3), stream, u64(77))),
      },
      {
        name: 'EPHEMERAL, typing',
        fields: { type: 'ephemeral', body: hex(typing) },
        bytes: hex(join(u8(4), typing)),
      },
    ],
  };
}

/** `{0: 1, 1: text}` in deterministic CBOR (RFC 8949 section 4.2). */
function textBytes(value: string): Bytes {
  const utf8 = label(value);
  const { length } = utf8;
  const head =
    length < 24 ? [0x60 + length] : length < 256 ? [0x78, length] : [0x79, length >> 8, length & 255];
  return join(Uint8Array.of(0xa2, 0x00, 0x01, 0x01, ...head), utf8);
}

function text(name: string, value: string): TextBody {
  return { name, text: value, body: hex(textBytes(value)) };
}

export function bodiesFile(): BodiesFile {
  const texts = [
    text('hello', 'hello'),
    text('one character', 'x'),
    text('23 bytes, the longest with its length in the type', 'a'.repeat(23)),
    text('24 bytes', 'a'.repeat(24)),
    text('Unicode', 'Grüße, \u{1f9f5} 안녕 שלום'),
    text('300 bytes', 'b'.repeat(300)),
  ];
  const hello = texts[0]?.body ?? '';
  const unknown = (name: string, at: number, remove: number, insert: Hex): UnknownBody => ({
    name,
    of: 'hello',
    at,
    remove,
    insert,
    body: hello.slice(0, 2 * at) + insert + hello.slice(2 * (at + remove)),
  });
  return {
    comment:
      'PROTOCOL.md section 5: CBOR bodies of DATA. The body of hello is a2 00 01 01 65 68 65 6c 6c 6f. What is kept_as_unknown is no error: the receiver stores it as it is.',
    texts,
    kept_as_unknown: [
      unknown('another kind', 2, 1, '02'),
      unknown('no text', 3, 7, '0207'),
      unknown('the text is a number', 4, 6, '05'),
      unknown('an integer longer than it needs to be', 2, 1, '1801'),
      unknown('a length longer than it needs to be', 4, 1, '7805'),
      unknown('keys out of order', 1, 9, '016568656c6c6f0001'),
      unknown('an indefinite map', 0, 10, 'bf0001016568656c6c6fff'),
      unknown('a key twice', 1, 2, '01016101'),
      unknown('ill-formed UTF-8', 5, 2, 'c328'),
      unknown('an empty text', 4, 6, '60'),
      unknown('bytes behind it', 10, 0, '00'),
      unknown('cut short', 9, 1, ''),
      unknown('five levels deep', 4, 6, '8181818101'),
    ],
  };
}
