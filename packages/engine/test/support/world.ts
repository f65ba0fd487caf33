// People with their engines on one virtual clock, network and air. Knows nothing of what they do.
import {
  dispatch,
  keyHex,
  type CommandInput,
  type CommandName,
  type CommandResult,
  type Contact,
  type LoomEvent,
  type Message,
} from '@loom/contract';
import type { Kem } from '@loom/protocol';
import {
  createEngine,
  StoreError,
  type Clock,
  type Engine,
  type Host,
  type Listener,
  type Store,
  type Transport,
} from '../../src/index.ts';
import {
  MemoryAir,
  MemoryDatabase,
  MemoryNetwork,
  MemoryStore,
  SeededRandom,
  VirtualClock,
} from '../../src/testing/index.ts';

export class World {
  readonly clock = new VirtualClock();
  readonly random: SeededRandom;
  readonly network: MemoryNetwork;
  readonly air: MemoryAir;
  readonly #people: Person[] = [];

  constructor(seed = 1, latencyMs = 1) {
    this.random = new SeededRandom(seed);
    this.network = new MemoryNetwork({ clock: this.clock, random: this.random, latencyMs });
    this.air = new MemoryAir({ clock: this.clock, random: this.random });
  }

  /** A person whose engine runs at this address, with an identity. `multicast: false` is `--no-mdns`. */
  async person(name: string, address: string, options: PersonOptions = {}): Promise<Person> {
    const person = new Person(this, name, address, options);
    this.#people.push(person);
    await person.start();
    return person;
  }

  /** Both hold each other's token. */
  async introduce(a: Person, b: Person): Promise<void> {
    await a.add(b);
    await b.add(a);
  }

  async stop(): Promise<void> {
    for (const person of this.#people) await person.stop();
  }
}

export interface PersonOptions {
  readonly multicast?: boolean;
  /** What ships unless a test wants to see its calls. */
  readonly kem?: Kem;
  /** The machine; without one nothing is known of it. */
  readonly host?: Host | undefined;
}

/** Before a transaction has begun, or when all of it is durable and nobody has been told. */
export type AroundCommit = 'before' | 'after';

export class Person {
  readonly world: World;
  readonly name: string;
  readonly events: LoomEvent[] = [];
  readonly log: string[] = [];
  /** What fails next: a method of the store, once. */
  failNext: keyof MemoryStore | undefined;
  /** Called around each transaction of the engine. */
  onCommit: ((when: AroundCommit) => void) | undefined;
  address: string;
  /** Every dial so far, and when. */
  readonly dialled: { readonly host: string; readonly port: number; readonly at: number }[] = [];
  database = new MemoryDatabase();
  token = '';
  key = '';
  #engine: Engine | undefined;
  #life: Life | undefined;
  readonly #options: PersonOptions;

  constructor(world: World, name: string, address: string, options: PersonOptions) {
    this.world = world;
    this.name = name;
    this.address = address;
    this.#options = options;
  }

  async start(ports: readonly number[] = [47113, 47114, 47115]): Promise<void> {
    const { clock, random, network, air } = this.world;
    const transport = network.transport(this.address);
    const life = new Life(clock, {
      ...transport,
      dial: (address, timeoutMs) => {
        this.dialled.push({ ...address, at: clock.monotonic() });
        return transport.dial(address, timeoutMs);
      },
    });
    this.#life = life;
    this.#engine = createEngine({
      store: this.#failing(new MemoryStore(this.database)),
      transport: life.transport,
      host: this.#options.host,
      discovery: (this.#options.multicast ?? true) ? air.discovery(this.address) : undefined,
      pairingDiscovery:
        (this.#options.multicast ?? true) ? air.discovery(this.address, 'pairing') : undefined,
      ...(this.#options.kem && { kem: this.#options.kem }),
      clock: life.clock,
      random,
      log: (_, message) => this.log.push(message),
      profile: this.name,
      keyCustody: 'memory',
      ports,
    });
    this.#engine.on((event) => this.events.push(event));
    if (!(await this.call('has_identity', {}))) await this.call('generate_new_identity', { name: this.name });
    this.token = await this.call('get_my_token', {});
    this.key = keyHex((await this.call('parse_token', { token_str: this.token })).identity_key);
    await this.call('start_network', {});
  }

  /** The store, but for the one failure that a test has asked for. */
  #failing(store: MemoryStore): Store {
    return new Proxy(store, {
      get: (target, method: keyof MemoryStore) => {
        const member: unknown = Reflect.get(target, method);
        if (typeof member !== 'function') return member;
        if (method === 'transaction') return <T>(work: () => T): T => this.#aroundCommit(target, work);
        if (method !== this.failNext) return member.bind(target) as unknown;
        return () => {
          this.failNext = undefined;
          throw new StoreError('full', 'the disk is full');
        };
      },
    });
  }

  #aroundCommit<T>(store: MemoryStore, work: () => T): T {
    this.onCommit?.('before');
    const result = store.transaction(work);
    this.onCommit?.('after');
    return result;
  }

  /** Ends in good order. */
  async stop(): Promise<void> {
    const engine = this.#engine;
    this.#engine = undefined;
    if (engine === undefined) return;
    const stopped = engine.stop();
    await this.world.clock.advance(1000);
    await stopped;
  }

  /** Ends as by kill -9: no goodbye, no last write; the peers notice nothing. */
  crash(): void {
    this.#life?.end();
    this.world.air.crash(this.address);
    this.world.network.halfOpenConnections(this.address);
    this.#engine = undefined;
  }

  /** The database is gone; of it only the identity was kept elsewhere. */
  loseDatabase(): void {
    const profile = new MemoryStore(this.database).readProfile();
    if (profile === undefined) throw new Error(`${this.name} has no identity`);
    this.database = new MemoryDatabase();
    new MemoryStore(this.database).createProfile(profile);
  }

  call<C extends CommandName>(command: C, args: CommandInput<C>): Promise<CommandResult<C>> {
    if (this.#engine === undefined) throw new Error(`${this.name} is not running`);
    return dispatch(this.#engine.handlers, command, args);
  }

  async add(other: Person): Promise<void> {
    await this.call('add_contact_token', { token_str: other.token, display_name: other.name });
  }

  async send(other: Person, content: string): Promise<string> {
    const sending = this.call('send_message', { contact_pub_key: other.key, content });
    await this.world.clock.advance(0);
    return sending;
  }

  async contact(other: Person): Promise<Contact> {
    const contacts = await this.call('get_contacts', {});
    const contact = contacts.find(({ public_key }) => keyHex(public_key) === other.key);
    if (contact === undefined) throw new Error(`${this.name} does not know ${other.name}`);
    return contact;
  }

  messages(other: Person): Promise<Message[]> {
    return this.call('get_messages', { contact_pub_key: other.key, limit: 1000 });
  }

  /** What came from the other side, in order. */
  async received(other: Person): Promise<string[]> {
    const messages = await this.messages(other);
    return messages
      .filter(({ state, kind }) => state === 'received' && kind === 'text')
      .map(({ content }) => content);
  }

  /** The states of what went to the other side, in order. */
  async states(other: Person): Promise<string[]> {
    const messages = await this.messages(other);
    return messages.filter(({ state }) => state !== 'received').map(({ state }) => state);
  }

  count(event: LoomEvent['event']): number {
    return this.events.filter((each) => each.event === event).length;
  }
}

/** What a process takes with it when it is killed: its timers and its listening sockets. */
class Life {
  readonly clock: Clock;
  readonly transport: Transport;
  readonly #listeners: Listener[] = [];
  #over = false;

  constructor(clock: Clock, transport: Transport) {
    const mortal = (run: () => void) => (): void => {
      if (!this.#over) run();
    };
    this.clock = {
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      after: (ms, run) => clock.after(ms, mortal(run)),
      soon: (run) => clock.soon(mortal(run)),
    };
    this.transport = {
      dial: (address, timeoutMs) => transport.dial(address, timeoutMs),
      listen: async (ports, onConnection) => {
        const listening = await transport.listen(ports, onConnection);
        if (listening.ok) this.#listeners.push(listening.listener);
        return listening;
      },
    };
  }

  end(): void {
    this.#over = true;
    for (const listener of this.#listeners) void listener.close();
  }
}
