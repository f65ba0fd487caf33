// `loom messages`: a conversation, oldest first, and with --follow what comes after.
import { keyHex, maxMessagesPage, type Contact, type Message } from '@loom/contract';
import type { Door } from '@loom/daemon';
import type { Context } from '../context.ts';
import { whileRead, withRunningEngine } from '../engine.ts';
import { CommandError } from '../failures.ts';
import type { Output } from '../output.ts';
import { findContact } from '../who.ts';
import { messageLines } from '../words.ts';

export interface MessagesOptions {
  readonly follow?: boolean;
  readonly limit?: string;
}

export async function messages(context: Context, who: string, options: MessagesOptions): Promise<void> {
  const limit = readLimit(options.limit);
  await withRunningEngine(context, async (door) => {
    const contact = await findContact(door, who);
    if (options.follow) return follow(context.out, door, contact, limit);
    const page = await readPage(door, contact, limit);
    context.out.result(page, () => page.flatMap((message) => messageLines(message, contact)));
  });
}

/** Prints each message once, one JSON object a line for programs, until nobody reads it or the engine ends. */
async function follow(out: Output, door: Door, contact: Contact, limit: number | undefined): Promise<void> {
  const shown = new Set<string>();
  const show = (message: Message): void => {
    if (shown.has(message.id)) return;
    shown.add(message.id);
    out.result(message, () => messageLines(message, contact));
  };
  // What comes while the page is read is shown after it.
  let early: Message[] | undefined = [];
  const key = keyHex(contact.public_key);
  door.on((event) => {
    if (event.event !== 'message_changed' || keyHex(event.payload.contact_identity) !== key) return;
    if (early === undefined) show(event.payload.message);
    else early.push(event.payload.message);
  });
  for (const message of await readPage(door, contact, limit)) show(message);
  for (const message of early) show(message);
  early = undefined;
  await whileRead(door);
}

function readPage(door: Door, { public_key: key }: Contact, limit: number | undefined): Promise<Message[]> {
  return door.call('get_messages', { contact_pub_key: key, ...(limit !== undefined && { limit }) });
}

function readLimit(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > maxMessagesPage) {
    throw new CommandError(
      'usage',
      `--limit takes a whole number from 1 to ${maxMessagesPage}, not “${text}”.`,
    );
  }
  return limit;
}
