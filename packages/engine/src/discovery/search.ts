// A bounded search of the local network without multicast, when a person asks for it: first plain TCP connections, then a
// knock of each absent contact where something listens. Knows nothing of how a knock is made.
import { defaultPort } from '@loom/contract';
import { compare, formatAddress, parseAddress } from '@loom/protocol';
import { limits } from '../limits.ts';
import type { Address, Clock, OwnAddress, Random, Transport } from '../ports/index.ts';

export interface SearchSummary {
  /** Hosts that were asked. */
  readonly probed: number;
  /** Doors on Loom's ports that opened, of those that are worth a knock. */
  readonly open: number;
  /** Contacts that were absent before, and have a link now. */
  readonly found: number;
}

/** A contact, as far as a search is concerned. */
export interface Wanted {
  readonly peer: { readonly link: { readonly remote: Address } | undefined };
  tryAt(addresses: readonly Address[]): Promise<boolean>;
}

export interface SearchDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly transport: Transport;
  readonly own: readonly OwnAddress[];
  readonly connectors: readonly Wanted[];
  readonly isStopped: () => boolean;
}

export async function searchNeighbours(deps: SearchDeps): Promise<SearchSummary> {
  const { connectors, own } = deps;
  const hosts = neighbours(own);
  const doorsByHost: Address[][] = [];
  await inLanes(hosts, limits.searchAtOnce, async (host) => {
    const doors: Address[] = [];
    for (const port of loomPorts) {
      if (deps.isStopped()) return;
      const outcome = await knockAt(deps.transport, { host, port });
      if (outcome === 'opened') doors.push({ host, port });
      // A trap that opens on every port is no Loom, and would have every contact knock at all of them.
      if (doors.length > limits.searchDoorsOfLoom) return;
      // Who does not even refuse is not there; who refuses may have another profile's port open.
      if (outcome === 'silent') break;
    }
    if (doors.length > 0) doorsByHost.push(doors);
  });
  const open = choose(doorsByHost, deps.random);
  const absent = connectors.filter(({ peer }) => peer.link === undefined).slice(0, limits.searchContacts);
  let found = 0;
  let left = absent.length;
  // Two at a time, and no sooner than a knock in vain takes: a door that counts those stays open for us.
  await inLanes(absent, limits.searchKnocksAtOnce, async (contact) => {
    left -= 1;
    const pause = left > 0 ? sleep(deps.clock, limits.handshakeMessageMs) : undefined;
    if (!deps.isStopped() && (await contact.tryAt(unanswered(open, connectors)))) found += 1;
    await pause;
  });
  return { probed: hosts.length, open: open.length, found };
}

/**
 * The doors that are worth a knock: one of every host before a second of any, and hosts in an order that nobody can foresee.
 * So traps keep a Loom out only where they are more hosts than there are places, and then not in every search.
 */
function choose(doorsByHost: readonly (readonly Address[])[], random: Random): Address[] {
  const drawn = doorsByHost.map((doors) => ({ doors, lot: random.bytes(8) }));
  const hosts = drawn.toSorted((a, b) => compare(a.lot, b.lot)).map(({ doors }) => doors);
  const rounds = Array.from({ length: limits.searchDoorsPerHost }, (_, round) =>
    hosts.flatMap((doors) => doors.slice(round, round + 1)),
  );
  return rounds.flat().slice(0, limits.searchDoors);
}

/** The doors that do not lead to a contact already. */
function unanswered(open: readonly Address[], connectors: readonly Wanted[]): Address[] {
  return open.filter(({ host, port }) => {
    return !connectors.some(({ peer: { link } }) => link?.remote.host === host && link.remote.port === port);
  });
}

function sleep(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}

const loomPorts = Array.from({ length: 16 }, (_, index) => defaultPort + index);

/** The IPv4 addresses beside ours: of each card's network the 254 around its own address, and fewer where it is smaller. */
function neighbours(own: readonly OwnAddress[]): string[] {
  const ours = new Set(own.map(({ address }) => address));
  const cards = own.filter(({ address, prefixLength }) => !address.includes(':') && prefixLength < 32);
  const hosts = cards.slice(0, limits.searchCards).flatMap(({ address, prefixLength }) => {
    const bytes = parseAddress(address) ?? new Uint8Array(4);
    const size = 2 ** (32 - Math.max(24, prefixLength));
    const last = bytes[3] ?? 0;
    const first = last - (last % size);
    // The first and the last of a network belong to nobody, but where there are only two.
    const skip = size > 2 ? 1 : 0;
    return Array.from({ length: size - 2 * skip }, (_, index) =>
      formatAddress(Uint8Array.of(...bytes.subarray(0, 3), first + skip + index)),
    );
  });
  return [...new Set(hosts)].filter((host) => !ours.has(host));
}

/** Opens a TCP connection, says nothing, and closes it. */
export function knockAt(transport: Transport, address: Address): Promise<'opened' | 'refused' | 'silent'> {
  return new Promise((resolve) => {
    const connection = transport.dial(address, limits.searchPatienceMs);
    connection.start({
      onOpen: () => {
        resolve('opened');
        connection.destroy();
      },
      onData: () => undefined,
      onClose: (reason) => resolve(reason === 'ECONNREFUSED' ? 'refused' : 'silent'),
    });
  });
}

async function inLanes<T>(
  items: readonly T[],
  lanes: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = items.values();
  const lane = async (): Promise<void> => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
