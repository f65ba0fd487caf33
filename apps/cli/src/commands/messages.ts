// `loom messages`: a conversation, oldest first, and with --follow what comes after.
import { keyHex, maxMessagesPage, type Contact, type Message, type MessageState } from '@loom/contract';
import type { Door } from '@loom/daemon';
import type { Context } from '../context.ts';
import { CommandError } from '../failures.ts';
import { requireIdentity, whileRead, withRunningEngine } from '../engine.ts';
import { readCount, readTime } from '../input.ts';
import type { Output } from '../output.ts';
import { findContact } from '../who.ts';
import { messageLines, stateLine } from '../words.ts';

export interface MessagesOptions {
  readonly follow?: boolean;
  readonly limit?: string;
  readonly since?: string;
}

export async function messages(context: Context, who: string, options: MessagesOptions): Promise<void> {
  const limit = readCount('--limit', options.limit, maxMessagesPage);
  const since = readTime('--since', options.since);
  if (options.follow && since !== undefined)
    throw new CommandError(
      'usage',
      '--follow goes on from the newest messages, and --since begins elsewhere.',
    );
  await withRunningEngine(context, async (door) => {
    await requireIdentity(door);
    const contact = await findContact(door, who);
    if (options.follow) return follow(context.out, door, contact, limit);
    const page = await readPage(door, contact, limit, since);
    context.out.result(page, () => page.flatMap((message) => messageLines(message, contact)));
  });
}

/**
 * Prints each message once and then each state that it comes to (for programs the whole message again, one JSON object a
 * line), until nobody reads it or the engine ends.
 */
async function follow(out: Output, door: Door, contact: Contact, limit: number | undefined): Promise<void> {
  const shown = new Map<string, MessageState>();
  const show = (message: Message): void => {
    const before = shown.get(message.id);
    if (before === message.state) return;
    shown.set(message.id, message.state);
    out.result(message, () => (before === undefined ? messageLines(message, contact) : [stateLine(message)]));
  };
  // A message of ours that is older than this and not on the page stands before it; what is received changes only once.
  const since = Date.now();
  const change = (message: Message): void => {
    const isNew = message.state === 'received' || message.timestamp >= since;
    if (isNew || shown.has(message.id)) show(message);
  };
  // What comes while the page is read is shown after it.
  let early: Message[] | undefined = [];
  const key = keyHex(contact.public_key);
  door.on((event) => {
    if (event.event !== 'message_changed' || keyHex(event.payload.contact_identity) !== key) return;
    if (early === undefined) change(event.payload.message);
    else early.push(event.payload.message);
  });
  for (const message of await readPage(door, contact, limit)) show(message);
  for (const message of early) change(message);
  early = undefined;
  await whileRead(door);
}

function readPage(
  door: Door,
  { public_key: key }: Contact,
  limit: number | undefined,
  since?: number,
): Promise<Message[]> {
  return door.call('get_messages', {
    contact_pub_key: key,
    ...(limit !== undefined && { limit }),
    ...(since !== undefined && { since }),
  });
}
