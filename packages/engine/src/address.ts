// Addresses as people give them: an IP address, or a host’s name. Knows nothing of whether anybody is there.
import { LoomError } from '@loom/contract';
import type { Address, Host } from './ports/index.ts';

const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/;
const group = /^[0-9a-f]{1,4}$/i;
const scope = /^[\w.:-]{1,32}$/;

/** Labels of letters, digits and dashes (RFC 1123 section 2.1), the last one no number: that is an IP address gone wrong. */
const hostName =
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/**
 * A name is looked up once, so that a wrong one is told at once, and kept as a name: it is looked up again at each dial.
 * @throws LoomError `bad-address`, `bad-port`
 */
export async function checkAddress(ip: string, port: number, machine: Host | undefined): Promise<Address> {
  const host = ip.trim().replace(/^\[(.*)\]$/, '$1');
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new LoomError('bad-port', { port });
  const isKnown =
    isIpAddress(host) || (hostName.test(host) && ((await machine?.resolve(host)) ?? []).length > 0);
  if (!isKnown) throw new LoomError('bad-address', { address: ip.slice(0, 64) });
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
