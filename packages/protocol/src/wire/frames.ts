// The frames inside a link (PROTOCOL.md section 2.2): `type u8 | length u32 | body`. Knows each frame's
// layout and its legal sizes; how frames are cut into records is the link's business.

import { ByteReader, ByteWriter, isZero } from '../bytes.ts';
import { limits } from '../limits.ts';
import { formatAddress, parseAddress } from './addresses.ts';
import { decodeHello, encodeHello, HELLO_SIZE, type Hello } from './hello.ts';
import { RATCHET_MESSAGE_MIN_SIZE } from './ratchet-message.ts';

export const FRAME_HEADER_SIZE = 5;
/** Frames from here on may be skipped by who does not know them. */
export const FIRST_SKIPPABLE_TYPE = 0x80;

const ECHO_SIZE = 8;
const ADDRESS_SIZE = 19;

/** In the order of their codes, from 1. */
const CLOSE_REASONS = [
  'stopping',
  'superseded',
  'protocol-error',
  'decision-refused',
  'silent-too-long',
] as const;

export type CloseReason = (typeof CLOSE_REASONS)[number];

/** In the order of their codes, from 0. */
const REACH_OUTCOMES = ['not-tried', 'opened', 'refused', 'no-answer'] as const;

/** What a connection to the asker's listening port came to (PROTOCOL.md section 2.5). */
export type ReachOutcome = (typeof REACH_OUTCOMES)[number];

export interface HostAndPort {
  /** An IPv4 or IPv6 address; a scope does not travel. */
  readonly host: string;
  readonly port: number;
}

export type Frame =
  | { readonly type: 'hello'; readonly hello: Hello }
  /** `echo`: 8 bytes. */
  | { readonly type: 'ping'; readonly echo: Uint8Array }
  | { readonly type: 'pong'; readonly echo: Uint8Array }
  /** A number is a reason that this version does not know. */
  | { readonly type: 'close'; readonly reason: CloseReason | number }
  /** 8 at most. */
  | { readonly type: 'addresses'; readonly addresses: readonly HostAndPort[] }
  | { readonly type: 'ratchet'; readonly message: Uint8Array }
  /** `echo`: 8 bytes. */
  | { readonly type: 'reach-ask'; readonly echo: Uint8Array }
  /** `echo`: the 8 bytes of the question. */
  | { readonly type: 'reach-tell'; readonly echo: Uint8Array; readonly outcome: ReachOutcome };

const FRAME_CODES: Readonly<Record<Frame['type'], number>> = {
  hello: 0x01,
  ping: 0x02,
  pong: 0x03,
  close: 0x04,
  addresses: 0x05,
  ratchet: 0x06,
  'reach-ask': 0x80,
  'reach-tell': 0x81,
};
const FRAME_TYPES = new Map(
  Object.entries(FRAME_CODES).map(([type, code]) => [code, type as Frame['type']] as const),
);

/** Least and most bytes of a body. */
const BODY_SIZES: Readonly<Record<Frame['type'], readonly [least: number, most: number]>> = {
  hello: [HELLO_SIZE, HELLO_SIZE],
  ping: [ECHO_SIZE, ECHO_SIZE],
  pong: [ECHO_SIZE, ECHO_SIZE],
  close: [1, 1],
  addresses: [1, 1 + limits.maxAddresses * ADDRESS_SIZE],
  ratchet: [RATCHET_MESSAGE_MIN_SIZE, limits.maxFrameBody],
  'reach-ask': [ECHO_SIZE, ECHO_SIZE],
  'reach-tell': [ECHO_SIZE + 1, ECHO_SIZE + 1],
};

export function frameType(code: number): Frame['type'] | undefined {
  return FRAME_TYPES.get(code);
}

export function isLegalSize(type: Frame['type'], size: number): boolean {
  const [least, most] = BODY_SIZES[type];
  return size >= least && size <= most;
}

/** One frame as type code and body. @throws {RangeError} where a field does not fit its place. */
export function encodeFrame(frame: Frame): { readonly code: number; readonly body: Uint8Array } {
  const body = encodeBody(frame);
  if (!isLegalSize(frame.type, body.length)) {
    throw new RangeError(`a ${frame.type} frame can't have a body of ${body.length} bytes`);
  }
  return { code: FRAME_CODES[frame.type], body };
}

/**
 * @returns undefined where the body is not in its one canonical form. The frame may share the memory of
 * `body`.
 */
export function decodeFrame(type: Frame['type'], body: Uint8Array): Frame | undefined {
  if (!isLegalSize(type, body.length)) return undefined;
  switch (type) {
    case 'hello': {
      const hello = decodeHello(body);
      return hello.ok ? { type, hello: hello.value } : undefined;
    }
    case 'ping':
    case 'pong':
    case 'reach-ask':
      return { type, echo: body };
    case 'close':
      return { type, reason: decodeCloseReason(new ByteReader(body).u8()) };
    case 'addresses': {
      const addresses = decodeAddresses(body);
      return addresses && { type, addresses };
    }
    case 'ratchet':
      return { type, message: body };
    case 'reach-tell': {
      const reader = new ByteReader(body);
      const echo = reader.bytes(ECHO_SIZE);
      const outcome = REACH_OUTCOMES[reader.u8()];
      return outcome && { type, echo, outcome };
    }
  }
}

function encodeBody(frame: Frame): Uint8Array {
  switch (frame.type) {
    case 'hello':
      return encodeHello(frame.hello);
    case 'ping':
    case 'pong':
    case 'reach-ask':
      return frame.echo;
    case 'close':
      return new ByteWriter(1).u8(encodeCloseReason(frame.reason)).finish();
    case 'addresses':
      return encodeAddresses(frame.addresses);
    case 'ratchet':
      return frame.message;
    case 'reach-tell':
      return new ByteWriter(ECHO_SIZE + 1)
        .bytes(frame.echo)
        .u8(REACH_OUTCOMES.indexOf(frame.outcome))
        .finish();
  }
}

function encodeCloseReason(reason: CloseReason | number): number {
  return typeof reason === 'number' ? reason : CLOSE_REASONS.indexOf(reason) + 1;
}

function decodeCloseReason(code: number): CloseReason | number {
  return CLOSE_REASONS[code - 1] ?? code;
}

function encodeAddresses(addresses: readonly HostAndPort[]): Uint8Array {
  const writer = new ByteWriter(1 + addresses.length * ADDRESS_SIZE).u8(addresses.length);
  for (const { host, port } of addresses) {
    const address = parseAddress(host);
    if (address === undefined) throw new RangeError('an ADDRESSES frame takes IP addresses only');
    writer
      .u8(address.length === 4 ? 4 : 6)
      .bytes(address)
      .zeros(16 - address.length)
      .u16(port);
  }
  return writer.finish();
}

function decodeAddresses(body: Uint8Array): HostAndPort[] | undefined {
  const reader = new ByteReader(body);
  const count = reader.u8();
  if (count > limits.maxAddresses) return undefined;
  const addresses: HostAndPort[] = [];
  for (let i = 0; i < count; i++) {
    const family = reader.u8();
    const address = reader.bytes(16);
    const port = reader.u16();
    if (family !== 6 && !(family === 4 && isZero(address.subarray(4)))) return undefined;
    addresses.push({ host: formatAddress(family === 4 ? address.subarray(0, 4) : address), port });
  }
  return reader.complete ? addresses : undefined;
}
