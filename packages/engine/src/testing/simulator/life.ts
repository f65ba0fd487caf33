// One run of a process: the ports through which its engine sees the world. It sleeps as a closed laptop does, and ends as by
// kill -9: from then on nothing of it runs, and nothing that it does has an effect. Knows nothing of what the engine does.
import type {
  Address,
  Clock,
  Connection,
  ConnectionHandlers,
  Discovery,
  Listener,
  Transport,
} from '../../ports/index.ts';
import { Killed } from './disk.ts';

export interface LifeDeps {
  readonly clock: Clock;
  readonly transport: Transport;
  readonly discovery: Discovery;
  /** How far this machine's wall clock is off, ms. */
  readonly clockError: () => number;
  /** What the process lets escape is a bug. */
  readonly onEscape: (error: unknown) => void;
  /** Runs one event that a connection brought. */
  readonly onEvent: (remote: Address, run: () => void) => void;
}

export class Life {
  readonly clock: Clock;
  readonly transport: Transport;
  readonly discovery: Discovery;
  readonly #deps: LifeDeps;
  readonly #listeners = new Set<Listener>();
  readonly #connections = new Set<Connection>();
  #over = false;
  #asleep = false;
  /** What came while asleep, in order. */
  #late: (() => void)[] = [];
  #timers = 0;

  constructor(deps: LifeDeps) {
    this.#deps = deps;
    const { clock, clockError } = deps;
    this.clock = {
      now: () => clock.now() + clockError(),
      monotonic: () => clock.monotonic(),
      after: (ms, run) => this.#after(ms, run),
      soon: (run) => void this.#after(0, run),
    };
    this.transport = {
      dial: (address, timeoutMs) => this.#mortal(deps.transport.dial(address, timeoutMs)),
      listen: async (ports, onConnection) => {
        const listening = await deps.transport.listen(ports, (connection) =>
          this.#run(() => onConnection(this.#mortal(connection))),
        );
        if (listening.ok) this.#listeners.add(listening.listener);
        return listening;
      },
    };
    this.discovery = this.#mortalDiscovery(deps.discovery);
  }

  get alive(): boolean {
    return !this.#over;
  }

  get awake(): boolean {
    return !this.#over && !this.#asleep;
  }

  /** Timers that wait and connections that are open. */
  get holds(): { readonly timers: number; readonly connections: number } {
    return { timers: this.#timers, connections: this.#connections.size };
  }

  sleep(): void {
    this.#asleep = true;
  }

  wake(): void {
    this.#asleep = false;
    for (const run of this.#late.splice(0)) this.#deps.clock.soon(() => this.#run(run));
  }

  /** @param sockets whether the kernel is left to close them (a kill), or not (no power). */
  end(sockets: 'closed' | 'gone'): void {
    this.#over = true;
    for (const listener of this.#listeners) void listener.close();
    if (sockets === 'closed') for (const connection of this.#connections) connection.destroy();
    this.#connections.clear();
  }

  #run(work: () => void): void {
    if (this.#over) return;
    if (this.#asleep) {
      this.#late.push(work);
      return;
    }
    try {
      work();
    } catch (error) {
      if (!(error instanceof Killed)) this.#deps.onEscape(error);
    }
  }

  #after(ms: number, run: () => void): { cancel(): void } {
    let waits = true;
    const end = (): boolean => {
      const did = waits;
      if (waits) this.#timers -= 1;
      waits = false;
      return did;
    };
    this.#timers += 1;
    // Cancelled while it was late, it does not run either.
    const timer = this.#deps.clock.after(ms, () =>
      this.#run(() => {
        if (end()) run();
      }),
    );
    return {
      cancel: () => {
        end();
        timer.cancel();
      },
    };
  }

  #mortal(connection: Connection): Connection {
    this.#connections.add(connection);
    const run = (work: () => void): void => this.#run(() => this.#deps.onEvent(connection.remote, work));
    const close = (way: 'end' | 'destroy'): void => {
      if (!this.#over) connection[way]();
    };
    return {
      remote: connection.remote,
      start: (handlers: ConnectionHandlers) =>
        connection.start({
          onOpen: () => run(() => handlers.onOpen?.()),
          onData: (bytes) => run(() => handlers.onData(bytes)),
          onDrain: () => run(() => handlers.onDrain?.()),
          onClose: (reason) => {
            this.#connections.delete(connection);
            run(() => handlers.onClose(reason));
          },
        }),
      write: (bytes) => !this.#over && connection.write(bytes),
      end: () => close('end'),
      destroy: () => close('destroy'),
    };
  }

  #mortalDiscovery(discovery: Discovery): Discovery {
    return {
      start: (listener) =>
        discovery.start({
          onSeen: (sighting) => this.#run(() => listener.onSeen(sighting)),
          onGone: (instance) => this.#run(() => listener.onGone(instance)),
          onInterfacesChanged: () => this.#run(() => listener.onInterfacesChanged()),
        }),
      announce: (announcement) => {
        this.#checkAlive();
        return discovery.announce(announcement);
      },
      refresh: () => {
        if (!this.#over) discovery.refresh();
      },
      interfaces: () => discovery.interfaces(),
      stop: () => (this.#over ? Promise.resolve() : discovery.stop()),
    };
  }

  /** @throws Killed where the process has died, so that what it was doing ends here. */
  #checkAlive(): void {
    if (this.#over) throw new Killed();
  }
}
