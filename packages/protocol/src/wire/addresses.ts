// IP addresses as text and as bytes: IPv4 (RFC 6943 section 3.1.1, strict form) and IPv6 (RFC 4291 section
// 2.2; written as RFC 5952 says). Knows nothing of networks or of which addresses are worth a try.

import { ByteReader, ByteWriter } from '../bytes.ts';

/**
 * 4 bytes of IPv4 or 16 bytes of IPv6; undefined where the text is neither. A scope (`%eth0`) is left out.
 */
export function parseAddress(text: string): Uint8Array | undefined {
  return text.includes(':') ? parseIpv6(text.replace(/%.*$/s, '')) : parseIpv4(text);
}

/** @param bytes 4 or 16. */
export function formatAddress(bytes: Uint8Array): string {
  return bytes.length === 4 ? bytes.join('.') : formatIpv6(bytes);
}

function parseIpv4(text: string): Uint8Array | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part))) return undefined;
  const values = parts.map(Number);
  return values.every((value) => value < 256) ? Uint8Array.from(values) : undefined;
}

const IPV6_GROUPS = 8;

function parseIpv6(text: string): Uint8Array | undefined {
  const [before = '', after, ...more] = text.split('::');
  if (more.length > 0) return undefined;
  const head = parseGroups(before, after === undefined);
  const tail = parseGroups(after ?? '', true);
  if (head === undefined || tail === undefined) return undefined;
  const missing = IPV6_GROUPS - head.length - tail.length;
  if (after === undefined ? missing !== 0 : missing < 1) return undefined;
  const zeros = Array.from({ length: missing }, () => 0);
  const writer = new ByteWriter(2 * IPV6_GROUPS);
  for (const group of [...head, ...zeros, ...tail]) writer.u16(group);
  return writer.finish();
}

/**
 * The 16-bit groups of one side of `::`.
 * @param atEnd the last two may then be written as an IPv4 address.
 */
function parseGroups(text: string, atEnd: boolean): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) {
      groups.push(Number.parseInt(part, 16));
      continue;
    }
    const embedded = atEnd && index === parts.length - 1 ? parseIpv4(part) : undefined;
    if (embedded === undefined) return undefined;
    const reader = new ByteReader(embedded);
    groups.push(reader.u16(), reader.u16());
  }
  return groups;
}

function formatIpv6(bytes: Uint8Array): string {
  const reader = new ByteReader(bytes);
  const groups = Array.from({ length: IPV6_GROUPS }, () => reader.u16());
  const { start, length } = longestZeroRun(groups);
  const write = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  if (length < 2) return write(groups);
  return `${write(groups.slice(0, start))}::${write(groups.slice(start + length))}`;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (const [index, group] of groups.entries()) {
    if (group !== 0) start = index + 1;
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start };
  }
  return best;
}
