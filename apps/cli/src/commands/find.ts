// `loom find`: messages by their words, newest first, in one conversation or in all.
import { keyHex, maxHitsPage, type Contact, type Message } from '@loom/contract';
import type { Context } from '../context.ts';
import { requireIdentity, withEngine } from '../engine.ts';
import { readCount } from '../input.ts';
import { findContact } from '../who.ts';
import { messageLines, nameOf } from '../words.ts';

export interface FindOptions {
  readonly with?: string;
  readonly limit?: string;
}

export async function find(context: Context, words: readonly string[], options: FindOptions): Promise<void> {
  const limit = readCount('--limit', options.limit, maxHitsPage);
  await withEngine(context, { network: false }, async ({ door }) => {
    await requireIdentity(door);
    const only = options.with === undefined ? undefined : await findContact(door, options.with);
    const hits = await door.call('search_messages', {
      query: words.join(' '),
      ...(only && { contact_pub_key: only.public_key }),
      ...(limit !== undefined && { limit }),
    });
    const contacts = await door.call('get_contacts', {});
    const byKey = new Map(contacts.map((contact) => [keyHex(contact.public_key), contact]));
    context.out.result(hits, () =>
      hits.flatMap(({ contact, message }) => {
        const known = byKey.get(keyHex(contact));
        return known === undefined ? [] : hitLines(message, known);
      }),
    );
    if (hits.length === 0) context.out.note('No message holds all these words.');
  });
}

function hitLines(message: Message, contact: Contact): string[] {
  const lines = messageLines(message, contact);
  // A message of ours says to whom it went, because several conversations stand below each other here.
  return message.state === 'received' ? lines : [`to ${nameOf(contact)}:`, ...lines];
}

/** `loom delete-message`: here alone. */
export async function deleteMessage(context: Context, who: string, id: string): Promise<void> {
  await withEngine(context, { network: false }, async ({ door }) => {
    const contact = await findContact(door, who);
    await door.call('delete_message', { contact_pub_key: contact.public_key, message_id: id });
    context.out.result(null, () => [
      `The message is deleted on this device. What ${nameOf(contact)} has of it stays there.`,
    ]);
  });
}
