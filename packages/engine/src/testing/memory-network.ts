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
  /** One way, ms; as a function, of what goes from one address to another now. */
  readonly latencyMs?: number | ((from: string, to: string) => number);
  /** What a connection takes in each direction before `write` returns false, bytes. */
  readonly bufferBytes?: number;
  /** Sees every write, whether it arrives or not. */
  readonly onWrite?: (written: Written) => void;
}

export interface Written {
  /** Tells connections apart; from 1, in the order of the dials. */
  readonly connection: number;
  readonly from: string;
  readonly to: string;
  /** Whether the end that dialled wrote this. */
  readonly byDialler: boolean;
  readonly bytes: Uint8Array;
}

interface Host {
  address: string;
  readonly listeners: Map<number, (connection: Connection) => void>;
  nextPort: number;
}

interface Link {
  readonly hosts: readonly [Host, Host];
  /** From the first host to the second, and back. */
  readonly paths: readonly [MemoryPath, MemoryPath];
  readonly ends: readonly [MemoryConnection, MemoryConnection];
}

/** Nothing passes from the first to the second. */
type Block = readonly [Host, Host];

export class MemoryNetwork {
  readonly #options: MemoryNetworkOptions;
  readonly #hosts = new Map<string, Host>();
  readonly #links = new Set<Link>();
  readonly #blocks = new Set<Block>();
  #fragmentBytes: number | undefined;
  #dials = 0;
  /** What goes wrong with the next connection that is dialled. */
  #nextFault: { readonly kind: 'reset' | 'flip'; readonly after: number; readonly back: boolean } | undefined;

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

  /**
   * Nothing passes between the two hosts until `heal`; what is under way waits, as TCP sends again.
   * @returns a function that ends this partition alone.
   */
  partition(a: string, b: string): () => void {
    const [first, second] = [this.#host(a), this.#host(b)];
    return this.#block([first, second], [second, first]);
  }

  /** The same in one direction. */
  partitionOneWay(from: string, to: string): () => void {
    return this.#block([this.#host(from), this.#host(to)]);
  }

  heal(): void {
    this.#blocks.clear();
    this.#updatePaths();
  }

  /** The byte at this distance in every connection of now, in one direction drawn for each, is changed or breaks it. */
  spoilConnections(kind: 'reset' | 'flip', after: number): void {
    for (const { paths } of this.#links) {
      const [there, back] = paths;
      (this.#options.random.chance(0.5) ? there : back).fault = { kind, after };
    }
  }

  /** The same with the next connection that is dialled, counted from its first byte; `back`: towards the end that dialled. */
  spoilNextConnection(kind: 'reset' | 'flip', after: number, back: boolean): void {
    this.#nextFault = { kind, after, back };
  }

  /** What was to go wrong with bytes does not any more. */
  unspoil(): void {
    this.#nextFault = undefined;
    for (const { paths } of this.#links) for (const path of paths) path.fault = undefined;
  }

  /** Resets every connection, or those of one host: both ends hear of it. */
  cutConnections(address?: string): void {
    for (const link of this.#linksOf(address)) for (const end of link.ends) end.reset('ECONNRESET');
  }

  /** Every connection there is now, or those of one host, goes dead without a word; new ones work. */
  halfOpenConnections(address?: string): void {
    for (const { paths } of this.#linksOf(address)) for (const path of paths) path.state = 'dead';
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
    const target = this.#hosts.get(to.host);
    const connection = ++this.#dials;
    const there = this.#path(connection, true, () => [from.address, target?.address ?? to.host]);
    const back = this.#path(connection, false, () => [target?.address ?? to.host, from.address]);
    there.state = target && !this.#isBlocked(from, target) ? 'open' : 'held';
    back.state = target && !this.#isBlocked(target, from) ? 'open' : 'held';
    this.#spoilNext(there, back);
    const near = new MemoryConnection('dialled', to, there);
    const far = new MemoryConnection('accepted', { host: from.address, port: from.nextPort++ }, back);
    near.pair(far);
    const timer = this.#options.clock.after(timeoutMs, () => near.reset('timeout'));
    near.onSettled(() => timer.cancel());
    if (!target) return near;

    const link: Link = { hosts: [from, target], paths: [there, back], ends: [near, far] };
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

  #path(connection: number, byDialler: boolean, ends: () => readonly [string, string]): MemoryPath {
    const { clock, random, latencyMs = 1, bufferBytes = 65_536, onWrite } = this.#options;
    return {
      clock,
      bufferBytes,
      latencyMs: typeof latencyMs === 'number' ? () => latencyMs : () => latencyMs(...ends()),
      state: 'open',
      held: [],
      pieceSize: () => (this.#fragmentBytes ? 1 + random.integer(this.#fragmentBytes) : Infinity),
      fault: undefined,
      onWrite: (bytes) => {
        const [from, to] = ends();
        onWrite?.({ connection, from, to, byDialler, bytes });
      },
    };
  }

  #spoilNext(there: MemoryPath, back: MemoryPath): void {
    const fault = this.#nextFault;
    if (fault === undefined) return;
    this.#nextFault = undefined;
    (fault.back ? back : there).fault = { kind: fault.kind, after: fault.after };
  }

  #block(...blocks: Block[]): () => void {
    for (const block of blocks) this.#blocks.add(block);
    this.#updatePaths();
    return () => {
      for (const block of blocks) this.#blocks.delete(block);
      this.#updatePaths();
    };
  }

  #isBlocked(from: Host, to: Host): boolean {
    return from !== to && [...this.#blocks].some((block) => block[0] === from && block[1] === to);
  }

  #updatePaths(): void {
    for (const { paths, hosts } of this.#links) {
      const [a, b] = hosts;
      this.#update(paths[0], a, b);
      this.#update(paths[1], b, a);
    }
  }

  #update(path: MemoryPath, from: Host, to: Host): void {
    if (path.state === 'dead') return;
    path.state = this.#isBlocked(from, to) ? 'held' : 'open';
    if (path.state === 'open') for (const deliver of path.held.splice(0)) deliver();
  }
}
