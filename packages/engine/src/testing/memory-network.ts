// Hosts, their ports and the byte streams between them, in memory and on a clock, with the faults that tests need: it
// behaves as TCP does, so order holds and bytes are lost only with their connection. Knows nothing of what is sent.

import type { Clock } from '../ports/ambient.ts';
import type { Address, Connection, Transport } from '../ports/network.ts';
import { MemoryConnection, type MemoryPath } from './memory-connection.ts';
import type { SeededRandom } from './seeded-random.ts';

const FIRST_EPHEMERAL_PORT = 49_152;

export interface MemoryNetworkOptions {
  readonly clock: Clock;
  /** Draws the sizes of fragments. */
  readonly random: SeededRandom;
  /** One way, ms. */
  readonly latencyMs?: number;
  /** What a connection takes in each direction before `write` returns false, bytes. */
  readonly bufferBytes?: number;
}

interface Host {
  address: string;
  readonly listeners: Map<number, (connection: Connection) => void>;
  nextPort: number;
}

interface Link {
  readonly hosts: readonly [Host, Host];
  readonly path: MemoryPath;
  readonly ends: readonly [MemoryConnection, MemoryConnection];
}

export class MemoryNetwork {
  readonly #options: MemoryNetworkOptions;
  readonly #hosts = new Map<string, Host>();
  readonly #links = new Set<Link>();
  readonly #partitions: (readonly [Host, Host])[] = [];
  #fragmentBytes: number | undefined;

  constructor(options: MemoryNetworkOptions) {
    this.#options = options;
  }

  /** A transport of the host with this address; transports of one host share its ports. */
  transport(address: string): Transport {
    const host = this.#host(address);
    return {
      listen: (ports, onConnection) => {
        for (const wanted of ports) {
          const port = wanted === 0 ? host.nextPort++ : wanted;
          if (host.listeners.has(port)) continue;
          host.listeners.set(port, onConnection);
          const close = () => {
            host.listeners.delete(port);
            return Promise.resolve();
          };
          return Promise.resolve({ ok: true, listener: { port, close } });
        }
        return Promise.resolve({ ok: false, fault: { code: 'port-taken', port: ports[0] ?? 0 } });
      },
      dial: (to, timeoutMs) => this.#dial(host, to, timeoutMs),
    };
  }

  /** Nothing passes between the two hosts until `heal`; what is under way waits, as TCP sends again. */
  partition(a: string, b: string): void {
    this.#partitions.push([this.#host(a), this.#host(b)]);
    this.#updatePaths();
  }

  heal(): void {
    this.#partitions.length = 0;
    this.#updatePaths();
  }

  /** Resets every connection, or those of one host: both ends hear of it. */
  cutConnections(address?: string): void {
    for (const link of this.#linksOf(address)) for (const end of link.ends) end.reset('ECONNRESET');
  }

  /** Every connection there is now, or those of one host, goes dead without a word; new ones work. */
  halfOpenConnections(address?: string): void {
    for (const link of this.#linksOf(address)) link.path.state = 'dead';
  }

  /** The host moves: its listeners go with it, its connections go dead, the old address answers nobody. */
  readdress(from: string, to: string): void {
    if (this.#hosts.has(to)) throw new Error(`${to} is taken`);
    const host = this.#host(from);
    this.halfOpenConnections(from);
    this.#hosts.delete(from);
    host.address = to;
    this.#hosts.set(to, host);
  }

  /** From now on writes arrive in pieces of 1 to `maxBytes` bytes; undefined ends that. */
  fragment(maxBytes: number | undefined): void {
    this.#fragmentBytes = maxBytes;
  }

  /** How many connections neither end has closed. */
  get openConnections(): number {
    return this.#links.size;
  }

  #host(address: string): Host {
    const known = this.#hosts.get(address);
    if (known) return known;
    const host: Host = { address, listeners: new Map(), nextPort: FIRST_EPHEMERAL_PORT };
    this.#hosts.set(address, host);
    return host;
  }

  #dial(from: Host, to: Address, timeoutMs: number): Connection {
    const { clock, random, latencyMs = 1, bufferBytes = 65_536 } = this.#options;
    const target = this.#hosts.get(to.host);
    const path: MemoryPath = {
      clock,
      latencyMs,
      bufferBytes,
      state: target && !this.#isPartitioned(from, target) ? 'open' : 'held',
      held: [],
      pieceSize: () => (this.#fragmentBytes ? 1 + random.integer(this.#fragmentBytes) : Infinity),
    };
    const near = new MemoryConnection('dialled', to, path);
    const far = new MemoryConnection('accepted', { host: from.address, port: from.nextPort++ }, path);
    near.pair(far);
    const timer = clock.after(timeoutMs, () => near.reset('timeout'));
    near.onSettled(() => timer.cancel());
    if (!target) return near;

    const link: Link = { hosts: [from, target], path, ends: [near, far] };
    this.#links.add(link);
    const forget = () => {
      if (near.isClosed && far.isClosed) this.#links.delete(link);
    };
    near.onClosed(forget);
    far.onClosed(forget);
    near.send(() => {
      if (near.isClosed) return far.reset('ECONNRESET');
      const accept = target.listeners.get(to.port);
      if (!accept) {
        far.reset('ECONNRESET');
        return far.send(() => near.reset('ECONNREFUSED'));
      }
      far.open();
      far.send(() => near.open());
      accept(far);
    });
    return near;
  }

  #linksOf(address: string | undefined): Link[] {
    const links = [...this.#links];
    if (address === undefined) return links;
    const host = this.#host(address);
    return links.filter((link) => link.hosts.includes(host));
  }

  #isPartitioned(a: Host, b: Host): boolean {
    return this.#partitions.some((hosts) => hosts.includes(a) && hosts.includes(b) && a !== b);
  }

  #updatePaths(): void {
    for (const { path, hosts } of this.#links) {
      if (path.state === 'dead') continue;
      path.state = this.#isPartitioned(...hosts) ? 'held' : 'open';
      if (path.state === 'open') for (const deliver of path.held.splice(0)) deliver();
    }
  }
}
