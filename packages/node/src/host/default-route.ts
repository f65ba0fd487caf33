// Which interface the default route goes through. On Linux it is read; elsewhere the system is asked for the address that it would
// use, by a UDP socket that is connected and never sends. Knows nothing of what is done with it.

import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';

/** Addresses of documentation (RFC 5737, RFC 3849): never local, and nothing is ever sent to them. */
const FAR = { udp4: '192.0.2.1', udp6: '2001:db8::1' } as const;
/** Elsewhere than on Linux the answer comes later than the question: how old it may be, ms. */
const MAX_AGE_MS = 1_000;

/** The names of the interfaces with an IPv4 or an IPv6 default route, the preferred one of each first. */
export function defaultRouteInterfaces(): ReadonlySet<string> {
  if (process.platform === 'linux') return new Set([...linuxIpv4(), ...linuxIpv6()]);
  void refresh();
  return cached.names;
}

let cached: { readonly names: ReadonlySet<string>; readonly at: number } = {
  names: new Set(),
  at: -Infinity,
};

async function refresh(): Promise<void> {
  if (performance.now() - cached.at < MAX_AGE_MS) return;
  cached = { ...cached, at: performance.now() };
  const addresses = await Promise.all([localAddressTowards(FAR.udp4), localAddressTowards(FAR.udp6)]);
  const names = addresses.flatMap((address) => (address === undefined ? [] : [interfaceOf(address) ?? '']));
  cached = { names: new Set(names), at: performance.now() };
}

/** The address of ours that the system would send from; undefined where it knows no way there. Sends nothing. */
export function localAddressTowards(host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    const end = (address: string | undefined): void => {
      socket.close();
      resolve(address);
    };
    socket.once('error', () => end(undefined));
    socket.connect(9, host, () => end(socket.address().address));
  });
}

export function interfaceOf(address: string): string | undefined {
  return Object.entries(networkInterfaces()).find(([, addresses = []]) => {
    return addresses.some((each) => each.address === address);
  })?.[0];
}

function linuxIpv4(): string[] {
  const routes = rows('/proc/net/route')
    .slice(1)
    .flatMap(([name = '', destination, , , , , metric, mask]) => {
      return destination === '00000000' && mask === '00000000' ? [{ name, metric: Number(metric) }] : [];
    });
  return routes
    .toSorted((a, b) => a.metric - b.metric)
    .slice(0, 1)
    .map(({ name }) => name);
}

function linuxIpv6(): string[] {
  const routes = rows('/proc/net/ipv6_route').flatMap(
    ([destination = '', prefix, , , , metric = '', , , , name = '']) => {
      const isDefault = prefix === '00' && /^0+$/.test(destination);
      return isDefault && name !== 'lo' ? [{ name, metric: Number.parseInt(metric, 16) }] : [];
    },
  );
  return routes
    .toSorted((a, b) => a.metric - b.metric)
    .slice(0, 1)
    .map(({ name }) => name);
}

function rows(path: string): string[][] {
  try {
    const lines = readFileSync(path, 'latin1').trim().split('\n');
    return lines.map((line) => line.trim().split(/\s+/));
  } catch {
    return [];
  }
}
