// Addresses as people give them. Knows nothing of whether anybody is there.
import { LoomError } from '@loom/contract';
import type { Address } from './ports/index.ts';

const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/;
const group = /^[0-9a-f]{1,4}$/i;
const scope = /^[\w.:-]{1,32}$/;

/** @throws LoomError `bad-address`, `bad-port` */
export function checkAddress(ip: string, port: number): Address {
  const host = ip.trim().replace(/^\[(.*)\]$/, '$1');
  if (!isIpAddress(host)) throw new LoomError('bad-address', { address: ip.slice(0, 64) });
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new LoomError('bad-port', { port });
  return { host, port };
}

function isIpAddress(host: string): boolean {
  if (ipv4.test(host)) return host !== '0.0.0.0' && host !== '255.255.255.255';
  const [address = '', zone, ...more] = host.split('%');
  if (more.length > 0 || (zone !== undefined && !scope.test(zone))) return false;
  const halves = address.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const mapped = ipv4.test(groups.at(-1) ?? '');
  const count = groups.length + (mapped ? 1 : 0);
  const plain = mapped ? groups.slice(0, -1) : groups;
  const fits = halves.length === 2 ? count <= 7 : count === 8;
  return fits && address !== '::' && plain.every((each) => group.test(each));
}
