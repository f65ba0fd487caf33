// `loom connect`: makes a secured link to a contact now, and says what came of it.
import { readAddressOption } from '../address.ts';
import type { Context } from '../context.ts';
import { requireNetwork, withNetwork } from '../engine.ts';
import { findContact } from '../who.ts';
import { nameOf, stateOf } from '../words.ts';

export async function connect(context: Context, who: string, options: { address?: string }): Promise<void> {
  const address = options.address === undefined ? undefined : readAddressOption(options.address);
  await withNetwork(context, async ({ door }) => {
    await requireNetwork(door);
    const { public_key: key } = await findContact(door, who);
    if (address !== undefined) await door.call('inject_peer_address', { peer_pub_key: key, ...address });
    await door.call('initiate_chat_handshake', { contact_pub_key: key });
    const contact = await findContact(door, who);
    context.out.result(contact, () => [`${nameOf(contact)}: ${stateOf(contact)}`]);
  });
}
