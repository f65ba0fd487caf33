// frames.json: each frame inside a link (PROTOCOL.md section 2.2). HELLO's body is in hello.json.
import { type Bytes, hex, type Hex, join, named, u16, u32, u8, zeros } from './primitives.ts';

export type FrameFields =
  | { readonly type: 'ping' | 'pong'; readonly echo: Hex }
  | { readonly type: 'close'; readonly reason: number }
  | {
      readonly type: 'addresses';
      readonly addresses: readonly { readonly host: string; readonly port: number }[];
    }
  | { readonly type: 'ratchet'; readonly message: Hex };

export interface FrameCase {
  readonly name: string;
  readonly fields: FrameFields;
  readonly bytes: Hex;
}

/** `type` and, where that is the fault, `length` are what the fault names. */
export interface RefusedFrame {
  readonly name: string;
  readonly bytes: Hex;
  readonly fault: string;
  readonly type: number;
  readonly length: number;
}

export interface FramesFile {
  readonly comment: string;
  readonly cases: readonly FrameCase[];
  readonly refused: readonly RefusedFrame[];
}

function frame(type: number, ...body: readonly Bytes[]): Hex {
  const joined = join(...body);
  return hex(join(u8(type), u32(joined.length), joined));
}

function address(family: 4 | 6, bytes: readonly number[], port: number): Bytes {
  return join(u8(family), Uint8Array.from(bytes), zeros(16 - bytes.length), u16(port));
}

const closeReasons = ['stopping', 'superseded', 'protocol error', 'decision refused', 'silent too long'];

export function framesFile(): FramesFile {
  const [echo, message] = [named('echo', 8), named('smallest ratchet message', 69)];
  const linkLocal = [0xfe, 0x80, ...Array.from({ length: 13 }, () => 0), 1];
  return {
    comment:
      'PROTOCOL.md section 2.2: type u8 | length u32 | body. Under refused, only the header of the frame is given.',
    cases: [
      { name: 'PING', fields: { type: 'ping', echo: hex(echo) }, bytes: frame(2, echo) },
      { name: 'PONG', fields: { type: 'pong', echo: hex(echo) }, bytes: frame(3, echo) },
      ...closeReasons.map((name, index) => ({
        name: `CLOSE, ${name}`,
        fields: { type: 'close' as const, reason: index + 1 },
        bytes: frame(4, u8(index + 1)),
      })),
      {
        name: 'CLOSE for a reason that this version does not know',
        fields: { type: 'close', reason: 200 },
        bytes: frame(4, u8(200)),
      },
      { name: 'ADDRESSES, none', fields: { type: 'addresses', addresses: [] }, bytes: frame(5, u8(0)) },
      {
        name: 'ADDRESSES, both families',
        fields: {
          type: 'addresses',
          addresses: [
            { host: '192.168.1.20', port: 47113 },
            { host: 'fe80::1', port: 47128 },
          ],
        },
        bytes: frame(5, u8(2), address(4, [192, 168, 1, 20], 47113), address(6, linkLocal, 47128)),
      },
      {
        name: 'RATCHET',
        fields: { type: 'ratchet', message: hex(message) },
        bytes: frame(6, message),
      },
    ],
    refused: [
      { name: 'no type 7', bytes: '0700000000', fault: 'unknown-frame', type: 7, length: 0 },
      { name: 'kept for bulk streams', bytes: '1000000001', fault: 'unknown-frame', type: 16, length: 1 },
      { name: 'above 128 KiB', bytes: '0600020001', fault: 'frame-too-long', type: 6, length: 131_073 },
      {
        name: 'above 128 KiB, though skippable',
        bytes: '80ffffffff',
        fault: 'frame-too-long',
        type: 128,
        length: 4_294_967_295,
      },
    ],
  };
}
