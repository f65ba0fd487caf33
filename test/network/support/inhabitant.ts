// A person on a host of a LAN: a real `loom daemon` in the host's own namespace, spoken to over its standard input and output.
import {
  keyHex,
  type CommandInput,
  type CommandName,
  type CommandResult,
  type Contact,
  type EventName,
  type Message,
} from '@loom/contract';
import { makeHome, type Home, type Running } from '../../support/loom.ts';
import { StdioClient } from '../../support/stdio-client.ts';
import type { Host } from './lan.ts';

/** Far more than anything takes, on a machine with much else to do. */
const patienceMs = 90_000;

export class Inhabitant implements AsyncDisposable {
  readonly host: Host;
  readonly home: Home;
  token = '';
  key = '';
  #daemon: Running;
  #client: StdioClient;
  readonly #flags: readonly string[];

  private constructor(host: Host, home: Home, flags: readonly string[]) {
    this.host = host;
    this.home = home;
    this.#flags = flags;
    this.#daemon = home.start('daemon', '--stdio', ...flags);
    this.#client = new StdioClient(this.#daemon);
  }

  /** @param flags of `loom`, like `--no-mdns`; @param launcher what starts Loom on the host, besides what leads there. */
  static async move(
    host: Host,
    flags: readonly string[] = [],
    launcher: readonly string[] = [],
  ): Promise<Inhabitant> {
    const home = await makeHome([...host.launcher, ...launcher]);
    const person = new Inhabitant(host, home, flags);
    person.token = await person.call('generate_new_identity', { name: host.name });
    person.key = keyHex((await person.call('parse_token', { token_str: person.token })).identity_key);
    return person;
  }

  get daemon(): Running {
    return this.#daemon;
  }

  async call<C extends CommandName>(command: C, args: CommandInput<C>): Promise<CommandResult<C>> {
    return (await this.#client.call(command, args)) as CommandResult<C>;
  }

  async add(other: Inhabitant): Promise<void> {
    await this.call('add_contact_token', { token_str: other.token, display_name: other.host.name });
  }

  async contact(other: Inhabitant): Promise<Contact | undefined> {
    const contacts = await this.call('get_contacts', {});
    return contacts.find(({ public_key: key }) => keyHex(key) === other.key);
  }

  /** Resolves once the contact stands so, now or later. */
  async until(other: Inhabitant, fits: (contact: Contact) => boolean): Promise<void> {
    const seen = this.#client.events.length;
    const now = await this.contact(other);
    if (now !== undefined && fits(now)) return;
    const changes = (payload: unknown): boolean => {
      const { contact } = payload as { contact: Contact };
      return keyHex(contact.public_key) === other.key && fits(contact);
    };
    await this.#client.event('contact_changed', changes, { from: seen, patienceMs });
  }

  /** Resolves with the first such event, that has been or is to come. */
  async event(name: EventName, fits: (payload: unknown) => boolean = () => true): Promise<void> {
    await this.#client.event(name, fits, { patienceMs });
  }

  /** Sends, and resolves once the other side has stored it and said so. */
  async deliver(other: Inhabitant, content: string): Promise<void> {
    const id = await this.call('send_message', { contact_pub_key: other.key, content });
    const arrives = (payload: unknown): boolean => {
      const { message } = payload as { message: Message };
      return message.id === id && (message.state === 'delivered' || message.state === 'read');
    };
    await this.#client.event('message_changed', arrives, { patienceMs });
  }

  /** What came from the other side, in order. */
  async received(other: Inhabitant): Promise<string[]> {
    const messages = await this.call('get_messages', { contact_pub_key: other.key, limit: 1000 });
    return messages
      .filter(({ state, kind }) => state === 'received' && kind === 'text')
      .map(({ content }) => content);
  }

  /** Ends and begins anew, with what is stored. */
  async restart(between: () => void = () => undefined): Promise<void> {
    await this.#daemon.stop();
    between();
    this.#daemon = this.home.start('daemon', '--stdio', ...this.#flags);
    this.#client = new StdioClient(this.#daemon);
    await this.call('has_identity', {});
  }

  /** Closes the lid for so long: the process stands still, and time goes on. */
  async sleep(ms: number, meanwhile: () => void = () => undefined): Promise<void> {
    this.#daemon.signal('SIGSTOP');
    meanwhile();
    await new Promise((resolve) => setTimeout(resolve, ms));
    this.#daemon.signal('SIGCONT');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.home[Symbol.asyncDispose]();
  }
}

/** Everybody has everybody's token. */
export async function introduceAll(people: readonly Inhabitant[]): Promise<void> {
  for (const one of people) for (const other of people) if (one !== other) await one.add(other);
}

export function pairs(people: readonly Inhabitant[]): [Inhabitant, Inhabitant][] {
  return people.flatMap((one, index) =>
    people.slice(index + 1).map((other): [Inhabitant, Inhabitant] => [one, other]),
  );
}

export async function allSecured(people: readonly Inhabitant[]): Promise<void> {
  for (const [one, other] of pairs(people)) {
    await Promise.all([one.until(other, isSecured), other.until(one, isSecured)]);
  }
}

export const isSecured = ({ state }: Contact): boolean => state === 'secured';
