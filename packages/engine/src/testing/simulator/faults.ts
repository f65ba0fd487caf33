// Carries out one action of a schedule, and sees to it that what it breaks is whole again in time. Knows nothing of why it is due.
import { Copies } from './copies.ts';
import type { Person } from './person.ts';
import type { Action, Deed, LastingDeed } from './schedule.ts';
import { Strangers } from './strangers.ts';
import type { World } from './world.ts';

/** How long a good end may take. */
const STOP_MS = 600;
const PORT = 47113;

export class Faults {
  readonly strangers: Strangers;
  readonly #world: World;
  readonly #copies: Copies;
  /** Ends of what is broken now. */
  readonly #mends = new Set<() => void>();
  /** Those who are down, with what to do when they come up. */
  readonly #down = new Map<Person, () => Promise<void>>();
  #stopping = Promise.resolve();

  constructor(world: World) {
    this.#world = world;
    this.strangers = new Strangers(world);
    this.#copies = new Copies(world);
  }

  async perform(action: Action): Promise<void> {
    this.#world.note(`* ${describe(action)}`);
    if (await this.#perform(action)) this.#world.count(action.kind);
  }

  /** All faults end, and everybody is up. */
  async end(): Promise<void> {
    const { network, air, people, clock } = this.#world;
    for (const mend of this.#mends) mend();
    network.heal();
    network.unspoil();
    network.fragment(undefined);
    this.strangers.rest();
    for (const { disk } of people) {
      disk.free();
      disk.disarm();
    }
    await clock.advance(STOP_MS + 1);
    await this.#stopping;
    for (const person of people) await this.#bringUp(person);
    for (const person of people) await this.addAll(person);
    for (const { address } of people) air.readdress(address, address);
  }

  /** Adds everybody who is no contact. */
  async addAll(who: Person): Promise<void> {
    const contacts = (await who.try('get_contacts', {})) ?? [];
    const known = new Set(contacts.map(({ public_key }) => Buffer.from(public_key).toString('hex')));
    for (const other of this.#world.people)
      if (other !== who && !known.has(other.key)) await this.#add(who, other);
  }

  /** @returns whether it could be done. */
  async #perform(deed: Deed): Promise<boolean> {
    const { network, clock } = this.#world;
    switch (deed.kind) {
      case 'add':
      case 'delete':
      case 'mark-read':
      case 'rename':
      case 'verify':
      case 'accept':
      case 'glare':
        return this.#atKeyboard(deed.kind, this.#person(deed.who), this.#person(deed.of));
      case 'type': {
        const who = this.#person(deed.who);
        await who.try('set_typing', { contact_pub_key: this.#person(deed.of).key, typing: deed.typing });
        return who.awake;
      }
      case 'send': {
        const [from, to] = [this.#person(deed.who), this.#person(deed.to)];
        for (let n = 0; n < deed.count; n += 1) this.#world.send(from, to, deed.bytes);
        return from.awake;
      }
      case 'idle':
        await clock.advance(deed.ms);
        return true;
      case 'cut':
        network.cutConnections();
        return true;
      case 'half-open':
        network.halfOpenConnections(this.#person(deed.who).address);
        return true;
      case 'reset':
      case 'flip':
        network.spoilConnections(deed.kind, deed.after);
        return true;
      case 'reset-next':
        network.spoilNextConnection('reset', deed.after, deed.back);
        return true;
      case 'flip-next':
        network.spoilNextConnection('flip', deed.after, deed.back);
        return true;
      case 'fragment':
        network.fragment(deed.bytes);
        return this.#mend(deed.ms, () => network.fragment(undefined));
      case 'replay':
        return this.strangers.replay(deed.which, deed.bytes);
      case 'stranger-knock':
        this.strangers.knock(this.#person(deed.who), deed.bytes);
        return true;
      case 'stranger-noise':
        this.strangers.noise(this.#person(deed.who), deed.bytes);
        return true;
      case 'stranger-flood':
        this.strangers.flood(this.#person(deed.who), deed.bytes);
        return true;
      case 'forged-beacon':
        return this.strangers.forgeBeacon(this.#person(deed.who), deed.ms);
      default:
        return this.#performSlow(deed);
    }
  }

  /** What lasts for a while. */
  #performSlow(deed: LastingDeed): boolean {
    const { network, air, weather } = this.#world;
    switch (deed.kind) {
      case 'partition':
      case 'one-way': {
        const [a, b] = [this.#person(deed.who).address, this.#person(deed.of).address];
        return this.#mend(
          deed.ms,
          deed.kind === 'partition' ? network.partition(a, b) : network.partitionOneWay(a, b),
        );
      }
      case 'slow':
      case 'reorder': {
        const person = this.#person(deed.who);
        weather.set(person, { latencyMs: deed.latencyMs, varies: deed.kind === 'reorder' });
        return this.#mend(deed.ms, () => weather.delete(person));
      }
      case 'air-lossy':
      case 'air-shuffled':
        this.#world.airFault = deed.kind === 'air-lossy' ? 'lossy' : 'shuffled';
        return this.#mend(deed.ms, () => (this.#world.airFault = undefined));
      case 'air-blocked': {
        const { address } = this.#person(deed.who);
        air.block(address);
        return this.#mend(deed.ms, () => air.unblock(address));
      }
      case 'interface-down':
        return this.#mend(deed.ms, this.#cutOff(this.#person(deed.who)));
      case 'roam':
        return this.#roam(this.#person(deed.who), `10.0.0.${10 + deed.address}`);
      case 'sleep': {
        const person = this.#person(deed.who);
        if (!person.awake) return false;
        person.sleep();
        const arrive = this.#cutOff(person);
        return this.#mend(deed.ms, () => {
          person.wake();
          arrive();
        });
      }
      case 'clock-jump':
        this.#person(deed.who).clockErrorMs += deed.byMs;
        return true;
      case 'disk-full': {
        const { disk } = this.#person(deed.who);
        disk.fillUp(deed.after);
        return this.#mend(deed.ms, () => disk.free());
      }
      case 'kill-at-write': {
        const person = this.#person(deed.who);
        if (!person.running) return false;
        person.disk.killIn(deed.writes, () => {
          // Counted where it comes to that.
          if (this.#takeDown(person, deed.ms, 'kill')) this.#world.count(deed.kind);
        });
        return false;
      }
      case 'restart':
      case 'kill':
      case 'power-cut':
        return this.#takeDown(this.#person(deed.who), deed.ms, deed.kind);
      case 'lost-database':
        return this.#changeDatabase(this.#person(deed.who), deed.ms, ({ disk }) => disk.lose());
      case 'clone':
        return this.#clone(this.#person(deed.who), deed.ms, deed.kept);
      case 'rollback':
        return this.#changeDatabase(this.#person(deed.who), deed.ms, ({ disk }) =>
          disk.restore(Math.max(1, Math.floor(disk.mark * deed.part))),
        );
    }
  }

  #person(index: number): Person {
    return this.#world.person(index);
  }

  async #atKeyboard(
    kind: 'add' | 'delete' | 'mark-read' | 'rename' | 'verify' | 'accept' | 'glare',
    who: Person,
    of: Person,
  ): Promise<boolean> {
    if (!who.awake) return false;
    switch (kind) {
      case 'add':
        await this.#add(who, of);
        return true;
      case 'delete':
        await who.try('delete_contact', { contact_pub_key: of.key });
        return true;
      case 'mark-read':
        await who.try('mark_read', { contact_pub_key: of.key });
        return true;
      case 'rename':
        await who.try('rename_contact', { contact_pub_key: of.key, display_name: `${of.name} renamed` });
        return true;
      case 'verify':
        await who.try('mark_verified', { contact_pub_key: of.key });
        return true;
      case 'accept':
        await who.try('accept_new_session', { contact_pub_key: of.key });
        return true;
      case 'glare':
        this.#world.network.cutConnections(who.address);
        await Promise.all([this.#dial(who, of), this.#dial(of, who)]);
        return true;
    }
  }

  async #add(who: Person, of: Person): Promise<void> {
    await who.try('add_contact_token', { token_str: of.token, display_name: of.name });
  }

  async #dial(who: Person, of: Person): Promise<void> {
    await who.try('inject_peer_address', { peer_pub_key: of.key, ip: of.address, port: PORT });
  }

  /** What was broken is whole again after this time, or when all faults end. */
  #mend(ms: number, mend: () => void): true {
    const once = (): void => {
      if (this.#mends.delete(once)) mend();
    };
    this.#mends.add(once);
    this.#world.later(ms, once);
    return true;
  }

  /** Nothing reaches the person, nor comes from there. @returns what ends that. */
  #cutOff(person: Person): () => void {
    const { network, air, people } = this.#world;
    const heals = people
      .filter((other) => other !== person)
      .map((other) => network.partition(person.address, other.address));
    const { address } = person;
    air.block(address);
    return () => {
      for (const heal of heals) heal();
      air.unblock(address);
      air.readdress(person.address, person.address);
    };
  }

  #roam(person: Person, address: string): boolean {
    const { network, air } = this.#world;
    if (this.#world.personAt(address) !== undefined) return false;
    network.readdress(person.address, address);
    air.readdress(person.address, address);
    person.address = address;
    return true;
  }

  #takeDown(
    person: Person,
    ms: number,
    how: 'restart' | 'kill' | 'power-cut',
    prepare?: () => void,
  ): boolean {
    if (!person.running || this.#down.has(person)) return false;
    const { air, network, ledger } = this.#world;
    const comeUp = async (): Promise<void> => {
      if (prepare === undefined) ledger.onRestarted(person.index, person.disk.contents);
      prepare?.();
      await person.start();
      if (prepare !== undefined) await this.addAll(person);
    };
    this.#down.set(person, comeUp);
    if (how === 'restart') {
      const stopped = person.stop(STOP_MS);
      this.#stopping = this.#stopping.then(() => stopped);
      this.#world.later(STOP_MS + ms, () => void this.#bringUp(person));
      return true;
    }
    air.crash(person.address);
    if (how === 'power-cut') network.halfOpenConnections(person.address);
    person.crash(how === 'kill' ? 'closed' : 'gone');
    this.#world.note(`${person.index} is down`);
    this.#world.later(ms, () => void this.#bringUp(person));
    return true;
  }

  #changeDatabase(person: Person, ms: number, change: (person: Person) => void): boolean {
    return this.#takeDown(person, ms, 'kill', () => {
      change(person);
      this.#world.ledger.onRestored(person.index, person.disk.contents);
      this.#world.told.forget(person);
    });
  }

  #clone(person: Person, ms: number, kept: 'original' | 'copy'): boolean {
    if (!person.running) return false;
    const end = this.#copies.start(person);
    if (end === undefined) return false;
    return this.#mend(ms, () => {
      const disk = end();
      if (kept === 'original') return;
      const mark = disk.mark;
      this.#changeDatabase(person, 0, (original) => disk.copyTo(original.disk, mark));
    });
  }

  async #bringUp(person: Person): Promise<void> {
    const comeUp = this.#down.get(person);
    if (comeUp === undefined) return;
    this.#down.delete(person);
    this.#world.note(`${person.index} comes up`);
    try {
      await comeUp();
    } catch (error) {
      this.#world.report('exception', error instanceof Error ? error.message : 'unknown');
    }
  }
}

export function describe({ at, ...deed }: Action): string {
  const { kind, ...facts } = deed;
  const words = Object.entries(facts).map(([name, value]) => `${name} ${value}`);
  return `${(at / 1000).toFixed(3)} s ${kind}${words.length > 0 ? `: ${words.join(', ')}` : ''}`;
}
