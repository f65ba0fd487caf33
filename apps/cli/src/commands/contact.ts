// `loom contact add`, `list`, `remove`, `block` and `unblock`.
import { keyHex } from '@loom/contract';
import { readAddressOption } from '../address.ts';
import type { Context } from '../context.ts';
import { withEngine } from '../engine.ts';
import { findContact } from '../who.ts';
import { contactLine, nameOf } from '../words.ts';

export async function addContact(
  context: Context,
  token: string,
  name: string,
  options: { address?: string },
): Promise<void> {
  const address = options.address === undefined ? undefined : readAddressOption(options.address);
  await withEngine(context, { network: false }, async ({ door }) => {
    const before = (await door.call('get_contacts', {})).length;
    const contact = await door.call('add_contact_token', { token_str: token, display_name: name });
    if (address !== undefined) {
      try {
        await door.call('inject_peer_address', { peer_pub_key: contact.public_key, ...address });
      } catch (error) {
        // Nothing half-done: who is new and has no such address was not added.
        const isNew = (await door.call('get_contacts', {})).length > before;
        if (isNew) await door.call('delete_contact', { contact_pub_key: contact.public_key });
        throw error;
      }
    }
    context.out.result(contact, () => [
      `${nameOf(contact)} (${keyHex(contact.public_key).slice(0, 8)}) is a contact now.`,
    ]);
  });
}

export async function listContacts(context: Context): Promise<void> {
  await withEngine(context, { network: false }, async ({ door }) => {
    const contacts = await door.call('get_contacts', {});
    context.out.result(contacts, () => contacts.map(contactLine));
    if (contacts.length === 0)
      context.out.note(`There is no contact yet. Add one: ${context.commandLine('contact add TOKEN NAME')}`);
  });
}

export async function removeContact(context: Context, who: string): Promise<void> {
  await withEngine(context, { network: false }, async ({ door }) => {
    const contact = await findContact(door, who);
    await door.call('delete_contact', { contact_pub_key: contact.public_key });
    context.out.result(null, () => [`${nameOf(contact)} and the conversation are deleted.`]);
  });
}

export async function blockContact(context: Context, who: string, blocked: boolean): Promise<void> {
  await withEngine(context, { network: false }, async ({ door }) => {
    const contact = await findContact(door, who);
    await door.call('block_contact', { contact_pub_key: contact.public_key, blocked });
    context.out.result(null, () => [
      blocked
        ? `${nameOf(contact)} is blocked: nothing passes either way, and to them you are not there.`
        : `${nameOf(contact)} is not blocked any more.`,
    ]);
  });
}
