// An address as people write it: an IP or a host’s name with or without a port, or a port alone for this same device. The engine
// checks whether the IP is one, and the name known.
import { defaultPort } from '@loom/contract';

export interface TypedAddress {
  /** Or a host’s name. */
  readonly ip: string;
  readonly port: number;
}

/** As it is read and typed: an IPv6 address in brackets, so that its port can be told. */
export function addressInWords({ ip, port }: TypedAddress): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}

const thisDevice = '127.0.0.1';

/** @returns undefined where the text has none of these forms. */
export function readAddress(text: string): TypedAddress | undefined {
  const typed = text.trim();
  if (/^:?\d+$/.test(typed)) return withPort(thisDevice, typed.replace(':', ''));

  const bracketed = /^\[([0-9a-f:.]+(?:%[^\]\s]+)?)\](?::(\d+))?$/i.exec(typed);
  if (bracketed?.[1] !== undefined) return withPort(bracketed[1], bracketed[2]);

  const dotted = /^(\d{1,3}(?:\.\d{1,3}){3})(?::(\d+))?$/.exec(typed);
  if (dotted?.[1] !== undefined) return withPort(dotted[1], dotted[2]);

  const named = /^((?=[^:]*[a-z])[a-z0-9-]+(?:\.[a-z0-9-]+)*)(?::(\d+))?$/i.exec(typed);
  if (named?.[1] !== undefined) return withPort(named[1], named[2]);

  // Bare IPv6: its last colon can't be told from a port's, so a port needs the brackets.
  if (/^[0-9a-f.]*:[0-9a-f:.]*:[0-9a-f.]*(?:%\S+)?$/i.test(typed)) return withPort(typed, undefined);
  return undefined;
}

function withPort(ip: string, digits: string | undefined): TypedAddress | undefined {
  const port = digits === undefined ? defaultPort : Number(digits);
  return port >= 1 && port <= 65_535 ? { ip, port } : undefined;
}
