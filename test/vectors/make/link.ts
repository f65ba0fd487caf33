// link.json: records of a link, their sizes, padding and renewal of keys (PROTOCOL.md section 2.2).
import { bob } from './people.ts';
import { helloBytes, plainHello } from './hello.ts';
import {
  type Bytes,
  EMPTY,
  hex,
  type Hex,
  join,
  named,
  noiseNonce,
  seal,
  u16,
  u32,
  u8,
  x25519Public,
  zeros,
} from './primitives.ts';

export interface LinkRecord {
  readonly counter: number;
  readonly nonce: Hex;
  readonly plaintext: Hex;
  /** With its u16 length. */
  readonly record: Hex;
}

export interface LinkCase {
  readonly name: string;
  readonly key: Hex;
  /** Type and length of body of each frame, in order. */
  readonly frames: readonly { readonly type: number; readonly length: number }[];
  readonly records: readonly LinkRecord[];
}

export interface RekeyCase {
  readonly name: string;
  readonly key: Hex;
  readonly last_under_it: LinkRecord;
  readonly rekey_nonce: Hex;
  readonly new_key: Hex;
  readonly first_under_the_new: LinkRecord;
}

export interface LinkFile {
  readonly comment: string;
  /** What Loom makes of these frames. */
  readonly sealed: readonly LinkCase[];
  /** Legal, and made by another implementation perhaps. */
  readonly opened: readonly LinkCase[];
  readonly rekey: readonly RekeyCase[];
}

interface PlainFrame {
  readonly type: number;
  readonly body: Bytes;
}

function ping(name: string): PlainFrame {
  return { type: 2, body: named(name, 8) };
}

function ratchet(length: number): PlainFrame {
  return { type: 6, body: named(`ratchet message of ${length}`, Math.min(length, 8000)).slice(0, length) };
}

function frameBytes({ type, body }: PlainFrame): Bytes {
  return join(u8(type), u32(body.length), body);
}

function recordOf(key: Bytes, counter: number, plaintext: Bytes): LinkRecord {
  const nonce = noiseNonce(counter);
  const sealed = seal(key, nonce, EMPTY, plaintext);
  return {
    counter,
    nonce: hex(nonce),
    plaintext: hex(plaintext),
    record: hex(join(u16(sealed.length), sealed)),
  };
}

function padded(bytes: Bytes): Bytes {
  const size = [256, 1024, 4096, 16384].find((candidate) => bytes.length <= candidate) ?? 16384;
  return join(bytes, zeros(size - bytes.length));
}

function linkCase(name: string, frames: readonly PlainFrame[], plaintexts: readonly Bytes[]): LinkCase {
  const key = named(`link key: ${name}`, 32);
  return {
    name,
    key: hex(key),
    frames: frames.map(({ type, body }) => ({ type, length: body.length })),
    records: plaintexts.map((plaintext, counter) => recordOf(key, counter, plaintext)),
  };
}

/** One record that holds all of them. */
function single(name: string, ...frames: readonly PlainFrame[]): LinkCase {
  return linkCase(name, frames, [padded(join(...frames.map(frameBytes)))]);
}

function spanning(): LinkCase {
  const body = join(...['a', 'b', 'c'].map((part) => named(`spanning ${part}`, 8000))).slice(0, 17_000);
  const frames = [{ type: 6, body }, ping('after it')];
  const stream = join(...frames.map(frameBytes));
  return linkCase('a frame over two records, and one behind it', frames, [
    stream.slice(0, 16384),
    padded(stream.slice(16384)),
  ]);
}

function helloFirst(): LinkCase {
  const fields = plainHello(bob.tid, x25519Public(named('link hello', 32)), { decision: 3 });
  const hello = { type: 1, body: helloBytes(fields) };
  const frames = [hello, ping('behind HELLO')];
  return linkCase(
    'M4: HELLO has a record of its own',
    frames,
    frames.map((frame) => padded(frameBytes(frame))),
  );
}

function splitHeader(): LinkCase {
  const frames = [ratchet(247), ping('split')];
  const stream = join(...frames.map(frameBytes));
  return linkCase('the header of a frame over two records', frames, [
    stream.slice(0, 256),
    padded(stream.slice(256)),
  ]);
}

function paddingBetween(): LinkCase {
  const frames = [ping('before padding'), ping('behind padding')];
  return linkCase(
    'more padding than is needed, and a record of nothing else',
    frames,
    [frameBytes(ping('before padding')), EMPTY, frameBytes(ping('behind padding'))].map((bytes) =>
      join(bytes, zeros(1024 - bytes.length)),
    ),
  );
}

function skippable(): LinkCase {
  const unknown = join(u8(0x90), u32(100), named('unknown', 100));
  const frames = [ping('behind an unknown frame')];
  return linkCase('a frame of type 0x90 is skipped', frames, [
    padded(join(unknown, ...frames.map(frameBytes))),
  ]);
}

function rekey(): RekeyCase {
  const key = named('link key: rekey', 32);
  const nonce = new Uint8Array(12).fill(0xff, 4);
  const newKey = seal(key, nonce, EMPTY, zeros(32)).slice(0, 32);
  const plaintext = padded(frameBytes(ping('rekey')));
  return {
    name: 'after 2^16 records',
    key: hex(key),
    last_under_it: recordOf(key, 65_535, plaintext),
    rekey_nonce: hex(nonce),
    new_key: hex(newKey),
    first_under_the_new: recordOf(newKey, 65_536, plaintext),
  };
}

export function linkFile(): LinkFile {
  const addresses = join(u8(1), u8(4), Uint8Array.of(192, 168, 1, 20), zeros(12), u16(47113));
  return {
    comment:
      'PROTOCOL.md section 2.2. A record is u16 length | AEAD(key, nonce, no associated data, plaintext); the plaintexts joined are the frames. sealed is what Loom writes for these frames at once; opened is legal as well.',
    sealed: [
      single('256 bytes: one PING', ping('one')),
      single(
        '256 bytes: several frames',
        { type: 3, body: named('pong', 8) },
        { type: 5, body: addresses },
        { type: 4, body: u8(1) },
      ),
      single('256 bytes, filled to the last', ratchet(251)),
      single('1024 bytes: one byte more than fits 256', ratchet(252)),
      single('4096 bytes: one byte more than fits 1024', ratchet(1020)),
      single('16384 bytes: one byte more than fits 4096', ratchet(4092)),
      spanning(),
      helloFirst(),
    ],
    opened: [splitHeader(), paddingBetween(), skippable()],
    rekey: [rekey()],
  };
}
