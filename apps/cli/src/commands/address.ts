// `loom address`: the addresses that were given by hand, and `loom address remove` to forget one.
import { keyHex } from '@loom/contract';
import { addressInWords, readAddress } from '@loom/ui/text/address';
import type { Context } from '../context.ts';
import { withEngine } from '../engine.ts';
import { CommandError } from '../failures.ts';
import { findContact } from '../who.ts';
import { nameOf } from '../words.ts';

export async function listAddresses(context: Context): Promise<void> {
  await withEngine(context, { network: false }, async ({ door }) => {
    const addresses = await door.call('get_manual_addresses', {});
    const names = new Map(
      (await door.call('get_contacts', {})).map((each) => [keyHex(each.public_key), nameOf(each)]),
    );
    context.out.result(addresses, () =>
      addresses.map((each) => `${names.get(keyHex(each.peer_identity)) ?? ''}  ${addressInWords(each)}`),
    );
    if (addresses.length === 0)
      context.out.note(
        `No address was given by hand. To give one: ${context.commandLine('connect WHO --address IP[:PORT]')}`,
      );
  });
}

/** @throws CommandError `usage` where it is none that was given */
export async function removeAddress(context: Context, who: string, text: string): Promise<void> {
  await withEngine(context, { network: false }, async ({ door }) => {
    const contact = await findContact(door, who);
    const key = keyHex(contact.public_key);
    const asked = readAddress(text);
    const known = (await door.call('get_manual_addresses', {})).find(
      ({ peer_identity, ip, port }) =>
        keyHex(peer_identity) === key && ip === asked?.ip && port === asked.port,
    );
    if (known === undefined)
      throw new CommandError(
        'usage',
        `${nameOf(contact)} has no such address by hand. See: ${context.commandLine('address')}`,
      );
    await door.call('remove_peer_address', { peer_pub_key: key, ip: known.ip, port: known.port });
    context.out.result(null, () => [`${addressInWords(known)} of ${nameOf(contact)} is forgotten.`]);
  });
}
