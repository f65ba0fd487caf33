// A person with a machine: a disk, an address, a wall clock that may be wrong, and an engine while it runs. Does what it is told, and
// says what no engine may do. Knows nothing of faults' timing or of what is right.
import {
  dispatch,
  isLoomError,
  keyHex,
  type CommandInput,
  type CommandName,
  type CommandResult,
  type LoomEvent,
} from '@loom/contract';
import { parseToken } from '@loom/protocol';
import { createEngine, type Engine } from '../../engine.ts';
import {
  StoreError,
  type Address,
  type Clock,
  type Store,
  type Transport,
  type Discovery,
} from '../../ports/index.ts';
import { SeededRandom } from '../seeded-random.ts';
import { Killed, type Disk } from './disk.ts';
import { kemDouble } from './kem-double.ts';
import { Life } from './life.ts';
import { canary } from './wiretap.ts';

export interface PersonDeps {
  readonly index: number;
  readonly seed: number;
  readonly address: string;
  readonly clock: Clock;
  readonly disk: Disk;
  readonly wrapStore: (store: Store) => Store;
  readonly transport: (address: string) => Transport;
  readonly discovery: (address: string) => Discovery;
  readonly onEvent: (person: Person, event: LoomEvent) => void;
  readonly onNetworkEvent: (remote: Address, run: () => void) => void;
  /** An engine did what none may do. */
  readonly onBug: (detail: string) => void;
}

/** What an engine says in its log where something happened that must not. */
const bugs = /could not be stored: unexpected|a connection ended: (?!StoreError)|a listener of/;

export class Person {
  readonly index: number;
  readonly disk: Disk;
  address: string;
  token = '';
  key = '';
  clockErrorMs = 0;
  readonly #deps: PersonDeps;
  #life: Life | undefined;
  #engine: Engine | undefined;
  #lives = 0;

  constructor(deps: PersonDeps) {
    this.#deps = deps;
    this.index = deps.index;
    this.disk = deps.disk;
    this.address = deps.address;
  }

  get name(): string {
    return `${canary} ${this.index}`;
  }

  /** Whether an engine runs here that could answer. */
  get awake(): boolean {
    return this.#engine !== undefined && this.#life?.awake === true;
  }

  /** How often an engine was begun here. */
  get lives(): number {
    return this.#lives;
  }

  get running(): boolean {
    return this.#engine !== undefined;
  }

  get holds(): Life['holds'] {
    return this.#life?.holds ?? { timers: 0, connections: 0 };
  }

  async start(): Promise<void> {
    const { clock, disk, seed, transport, discovery, onNetworkEvent, onBug, onEvent, wrapStore } = this.#deps;
    this.#lives += 1;
    const life = new Life({
      clock,
      transport: transport(this.address),
      discovery: discovery(this.address),
      clockError: () => this.clockErrorMs,
      onEscape: (error) => onBug(`${this.index}: ${wordsOf(error)}`),
      onEvent: onNetworkEvent,
    });
    this.#life = life;
    try {
      const engine = createEngine({
        store: wrapStore(disk.open(() => life.alive)),
        transport: life.transport,
        discovery: life.discovery,
        clock: life.clock,
        random: new SeededRandom(seed + 0x1000 * this.#lives + this.index),
        log: (_, message) => {
          if (life.alive && bugs.test(message)) onBug(`${this.index}: ${message}`);
        },
        profile: `${this.index}`,
        keyCustody: 'memory',
        ports: [47113, 47114, 47115].slice(this.#lives % 2),
        kem: kemDouble,
      });
      this.#engine = engine;
      engine.on((event) => {
        if (life.alive) onEvent(this, event);
      });
      await this.#arrive();
    } catch (error) {
      this.#judge(life, 'start', error);
      if (this.#life === life) this.crash('closed');
    }
  }

  async #arrive(): Promise<void> {
    if (!(await this.call('has_identity', {}))) await this.call('generate_new_identity', { name: this.name });
    if (this.token === '') {
      this.token = await this.call('get_my_token', {});
      const parsed = parseToken(this.token);
      if (parsed.ok) this.key = keyHex(parsed.value.identityKey);
    }
    await this.call('start_network', {});
  }

  /** Ends in good order; whatever is not done by then ends with the process. */
  async stop(withinMs: number): Promise<void> {
    const engine = this.#engine;
    const life = this.#life;
    if (engine === undefined || life === undefined) return;
    this.#engine = undefined;
    const patience = new Promise<void>((resolve) => this.#deps.clock.after(withinMs, resolve));
    try {
      await Promise.race([engine.stop(), patience]);
    } catch (error) {
      this.#judge(life, 'stop', error);
    }
    life.end('closed');
  }

  crash(sockets: 'closed' | 'gone'): void {
    this.#life?.end(sockets);
    this.#engine = undefined;
    this.disk.crash();
  }

  sleep(): void {
    this.#life?.sleep();
  }

  wake(): void {
    this.#life?.wake();
  }

  call<C extends CommandName>(command: C, args: CommandInput<C>): Promise<CommandResult<C>> {
    if (this.#engine === undefined) return Promise.reject(new Killed());
    return dispatch(this.#engine.handlers, command, args);
  }

  /** Does what a person does at the keyboard, where somebody is at it; an error that is told in words is no fault. */
  async try<C extends CommandName>(command: C, args: CommandInput<C>): Promise<CommandResult<C> | undefined> {
    const life = this.#life;
    if (!this.awake || life === undefined) return undefined;
    try {
      return await this.call(command, args);
    } catch (error) {
      this.#judge(life, command, error);
      return undefined;
    }
  }

  #judge(life: Life, doing: string, error: unknown): void {
    if (!life.alive || error instanceof Killed || error instanceof StoreError) return;
    if (isLoomError(error) && error.code !== 'internal' && error.code !== 'bad-arguments') return;
    this.#deps.onBug(`${this.index}, ${doing}: ${wordsOf(error)}`);
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
}
