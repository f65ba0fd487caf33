// People who use Loom through its command line alone: what they run, and what they read in the answers.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandInput, CommandName, CommandResult, Contact, Message } from '@loom/contract';
import type { Home, Outcome, Running } from '../support/loom.ts';

export interface Person {
  readonly profile: string;
  readonly token: string;
  run(...args: string[]): Promise<Outcome>;
  feed(input: string | Uint8Array, ...args: string[]): Promise<Outcome>;
  /** The JSON result of a command that has to succeed. */
  json<T>(...args: string[]): Promise<T>;
  /** A command of the contract, through `loom call`. */
  call<C extends CommandName>(command: C, args: CommandInput<C>): Promise<CommandResult<C>>;
  /** @returns once it has said that it is ready. */
  daemon(...flags: string[]): Promise<Running>;
  add(other: Person, ...flags: string[]): Promise<void>;
  contact(name: string): Promise<Contact>;
  /** Every message of a conversation, oldest first. */
  conversation(name: string): Promise<Message[]>;
}

/** Makes an identity in a profile of that name. */
export async function newPerson(home: Home, profile: string): Promise<Person> {
  const run = (...args: string[]): Promise<Outcome> => home.run('--profile', profile, ...args);
  const json = async <T>(...args: string[]): Promise<T> => resultOf(args, await run('--json', ...args)) as T;
  const call: Person['call'] = (command, args) => json('call', command, JSON.stringify(args));
  const { token } = await json<{ token: string }>('identity', 'new', '--name', profile);
  const person: Person = {
    profile,
    token,
    run,
    feed: (input, ...args) => home.feed(input, '--profile', profile, ...args),
    json,
    call,
    async daemon(...flags) {
      const daemon = home.start('--profile', profile, 'daemon', ...flags);
      await daemon.prints(/^Loom runs .*\n/);
      return daemon;
    },
    async add(other, ...flags) {
      await json('contact', 'add', other.token, other.profile, ...flags);
    },
    async contact(name) {
      const contacts = await json<Contact[]>('contact', 'list');
      const contact = contacts.find(({ display_name: display }) => display === name);
      if (contact === undefined) throw new Error(`${profile} has no contact ${name}`);
      return contact;
    },
    async conversation(name) {
      const { public_key: contact_pub_key } = await person.contact(name);
      const messages: Message[] = [];
      for (;;) {
        const before = messages[0]?.id;
        const page = await call('get_messages', { contact_pub_key, limit: 1000, ...(before && { before }) });
        messages.unshift(...page);
        if (page.length < 1000) return messages;
      }
    },
  };
  return person;
}

function resultOf(args: readonly string[], { code, stdout, stderr }: Outcome): unknown {
  if (code !== 0) throw new Error(`loom ${args.join(' ')} ended with ${code ?? 'a signal'}: ${stderr}`);
  return JSON.parse(stdout);
}

/** Both have added each other; nobody runs yet. */
export async function acquainted(home: Home): Promise<{ ann: Person; bob: Person }> {
  const [ann, bob] = await Promise.all([newPerson(home, 'ann'), newPerson(home, 'bob')]);
  await Promise.all([ann.add(bob), bob.add(ann)]);
  return { ann, bob };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<string> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (typeof address !== 'object' || address === null) throw new Error('a TCP server without a port');
  return String(address.port);
}

/** Asks until the answer is good; the test's own limit ends it where it never is. */
export async function until<T>(ask: () => Promise<T>, isGood: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (isGood(answer)) return answer;
    await sleep(100);
  }
}

export function untilSecured(person: Person, name: string): Promise<Contact> {
  return until(
    () => person.contact(name),
    ({ state }) => state === 'secured',
  );
}

/** What was received in a conversation, in its order. */
export function received(messages: readonly Message[]): string[] {
  return messages.filter(({ state }) => state === 'received').map(({ content }) => content);
}

/** What was sent in a conversation, with its states. */
export function sent(messages: readonly Message[]): Message[] {
  return messages.filter(({ state }) => state !== 'received');
}

export function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix} ${index + 1}`);
}

export function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}
