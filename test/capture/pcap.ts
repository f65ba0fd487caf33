// Reads a capture of tcpdump (the classic format, IPv4 and IPv6 over Ethernet headers, as loopback has them) into
// datagrams and byte streams. Knows nothing of Loom.

export interface Capture {
  /** Payloads of UDP, in order. */
  readonly datagrams: readonly Uint8Array[];
  /** Each direction of each TCP connection, put together in order. */
  readonly streams: readonly Stream[];
}

export interface Stream {
  /** Whether these are the bytes of the side that asked for the connection. */
  readonly isOpener: boolean;
  readonly bytes: Uint8Array;
}

const FILE_HEADER = 24;
const PACKET_HEADER = 16;
const ETHERNET_HEADER = 14;
const SYN = 0x02;
const ACK = 0x10;

export function readCapture(file: Buffer): Capture {
  if (file.readUInt32LE(0) !== 0xa1b2c3d4 || file.readUInt32LE(20) !== 1)
    throw new Error('not such a capture');
  const datagrams: Uint8Array[] = [];
  const pieces = new Map<string, { isOpener: boolean; start: number; data: Map<number, Uint8Array> }>();
  for (let at = FILE_HEADER; at < file.length;) {
    const length = file.readUInt32LE(at + 8);
    if (length !== file.readUInt32LE(at + 12)) throw new Error('a packet was cut short');
    const packet = file.subarray(at + PACKET_HEADER, at + PACKET_HEADER + length);
    at += PACKET_HEADER + length;
    const ip = packet.subarray(ETHERNET_HEADER);
    const carried = payloadOf(ip);
    if (carried === undefined) continue;
    const { protocol, body, ends } = carried;
    if (protocol === 17) datagrams.push(body.subarray(8));
    if (protocol !== 6) continue;
    const key = `${ends} ${body.readUInt16BE(0)} ${body.readUInt16BE(2)}`;
    const seq = body.readUInt32BE(4);
    const flags = body[13] ?? 0;
    const isFirst = (flags & SYN) !== 0;
    if (isFirst) pieces.set(key, { isOpener: (flags & ACK) === 0, start: seq + 1, data: new Map() });
    const data = body.subarray(((body[12] ?? 0) >> 4) * 4);
    const stream = pieces.get(key);
    if (data.length > 0 && stream === undefined) throw new Error('a connection without its beginning');
    if (data.length > 0) stream?.data.set((seq - stream.start) >>> 0, data);
  }
  const streams = [...pieces.values()].map(({ isOpener, data }) => ({ isOpener, bytes: joined(data) }));
  return { datagrams, streams };
}

function payloadOf(ip: Buffer): { protocol: number; body: Buffer; ends: string } | undefined {
  const version = (ip[0] ?? 0) >> 4;
  if (version === 4) {
    const header = ((ip[0] ?? 0) & 15) * 4;
    const body = ip.subarray(header, ip.readUInt16BE(2));
    return { protocol: ip[9] ?? 0, body, ends: ip.subarray(12, 20).toString('hex') };
  }
  if (version !== 6) return undefined;
  const body = ip.subarray(40, 40 + ip.readUInt16BE(4));
  return { protocol: ip[6] ?? 0, body, ends: ip.subarray(8, 40).toString('hex') };
}

/** By their distance from the stream's beginning; what was sent twice counts once. */
function joined(data: ReadonlyMap<number, Uint8Array>): Uint8Array {
  const inOrder = [...data].toSorted(([a], [b]) => a - b);
  const parts: Uint8Array[] = [];
  let end = 0;
  for (const [at, bytes] of inOrder) {
    if (at > end) throw new Error('a stream has a gap');
    parts.push(bytes.subarray(end - at));
    end = Math.max(end, at + bytes.length);
  }
  return Buffer.concat(parts);
}
