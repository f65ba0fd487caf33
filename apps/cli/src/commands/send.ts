// `loom send`: stores a message for a contact, and waits for its delivery where that is asked for.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Message, PublicKey } from '@loom/contract';
import type { Context } from '../context.ts';
import { whenClosed, withEngine, withNetwork, type Reached } from '../engine.ts';
import { CommandError } from '../failures.ts';
import { readText } from '../input.ts';
import { findContact } from '../who.ts';
import { nameOf } from '../words.ts';

export interface SendOptions {
  readonly wait?: 'delivered';
  /** Seconds. */
  readonly timeout?: string;
}

export async function send(
  context: Context,
  who: string,
  words: string[],
  options: SendOptions,
): Promise<void> {
  const timeoutMs = readTimeout(options);
  const content = await readText(words);
  if (timeoutMs === undefined) {
    await withEngine(context, { network: false }, async ({ door, own }) => {
      const contact = await findContact(door, who);
      const to = nameOf(contact);
      const id = await door.call('send_message', { contact_pub_key: contact.public_key, content });
      context.out.result({ id }, () => [
        own
          ? `Kept for ${to}. It goes out when Loom runs and ${to} is in reach: ${context.commandLine('daemon')}`
          : `Kept for ${to}. It goes out as soon as ${to} is in reach.`,
      ]);
    });
    return;
  }
  await withNetwork(context, async (reached) => {
    const contact = await findContact(reached.door, who);
    const to = nameOf(contact);
    const id = await sendAndWait(reached, contact.public_key, content, timeoutMs, to);
    context.out.result({ id, state: 'delivered' }, () => [`Delivered to ${to}.`]);
  });
}

/**
 * @returns the message's id once the peer has stored it.
 * @throws CommandError `timed-out`, `engine-stopped`: the message stays stored; `not-delivered`
 */
async function sendAndWait(
  { door, own }: Reached,
  contact: PublicKey,
  content: string,
  timeoutMs: number,
  name: string,
): Promise<string> {
  // The last states may come before the id is known.
  const latest = new Map<string, Message>();
  const settled = Promise.withResolvers<Message>();
  let id: string | undefined;
  const look = (): void => {
    const message = id === undefined ? undefined : latest.get(id);
    if (message !== undefined && isSettled(message)) settled.resolve(message);
  };
  const off = door.on((event) => {
    if (event.event !== 'message_changed') return;
    latest.set(event.payload.message.id, event.payload.message);
    look();
  });
  const patience = new AbortController();
  try {
    id = await door.call('send_message', { contact_pub_key: contact, content });
    look();
    const outcome = await Promise.race([
      settled.promise,
      sleep(timeoutMs, 'late' as const, { signal: patience.signal }),
      whenClosed(door),
    ]);
    if (outcome === 'late') {
      const kept = own
        ? `It is kept, and goes out when Loom runs.`
        : `It is kept, and goes out while Loom runs.`;
      throw new CommandError('timed-out', `The message to ${name} was not delivered in time. ${kept}`);
    }
    if (outcome === 'closed') {
      throw new CommandError(
        'engine-stopped',
        `Loom was stopped before the message to ${name} was delivered. It is kept, and goes out when Loom runs again.`,
      );
    }
    if (outcome.state === 'failed') {
      throw new CommandError('not-delivered', `The message to ${name} was not delivered: ${outcome.reason}`);
    }
    return id;
  } finally {
    patience.abort();
    off();
  }
}

function isSettled({ state }: Message): boolean {
  return state === 'delivered' || state === 'read' || state === 'failed';
}

const defaultTimeoutSeconds = 30;
const longestTimeoutSeconds = 24 * 60 * 60;

/** @returns ms; undefined where nothing is waited for. */
function readTimeout({ wait, timeout }: SendOptions): number | undefined {
  if (wait === undefined) {
    if (timeout !== undefined) throw new CommandError('usage', '--timeout goes with --wait delivered.');
    return undefined;
  }
  const seconds = timeout === undefined ? defaultTimeoutSeconds : Number(timeout);
  if (!(seconds > 0 && seconds <= longestTimeoutSeconds)) {
    throw new CommandError(
      'usage',
      `--timeout takes seconds, more than 0 and at most ${longestTimeoutSeconds}, not “${timeout}”.`,
    );
  }
  return seconds * 1000;
}
