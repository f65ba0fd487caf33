// `loom echo`: a peer that sends back what it is sent, so that one person can try Loom alone. It lives in a profile of its
// own, and never speaks for a person who has not named theirs.
import { isLoomError, type PublicKey } from '@loom/contract';
import type { Door } from '@loom/daemon';
import type { Context } from '../context.ts';
import { endSignal } from '../end-signal.ts';
import { withEngine } from '../engine.ts';
import { nameOf } from '../words.ts';

const echoProfile = 'echo';
const echoName = 'Echo';
const visitorName = 'You';

export async function echo(asked: Context, options: { add?: string }): Promise<void> {
  const context = asked.profileNamed
    ? asked
    : { ...asked, engine: { ...asked.engine, profile: echoProfile } };
  const ended = endSignal();
  await withEngine(context, { network: true }, async ({ door }) => {
    const token = await ownToken(door);
    if (options.add !== undefined) {
      await door.call('add_contact_token', { token_str: options.add, display_name: visitorName });
    }
    door.on((event) => {
      if (event.event === 'message_received')
        void answer(event.payload.sender_identity, event.payload.content);
    });
    context.out.result({ token }, () => [token]);
    const contacts = await door.call('get_contacts', {});
    context.out.note(
      contacts.length === 0
        ? 'Echo knows nobody yet. Begin it again with your own token: loom echo --add "$(loom token)"'
        : `Echo answers ${contacts.map(nameOf).join(', ')}. Add it: loom contact add TOKEN Echo. Ctrl+C ends it.`,
    );
    await Promise.race([ended, door.closed]);

    async function answer(sender: PublicKey, content: string): Promise<void> {
      try {
        await door.call('send_message', { contact_pub_key: sender, content });
      } catch (error) {
        if (!isLoomError(error)) throw error;
        context.out.note(error.message);
      }
    }
  });
}

async function ownToken(door: Door): Promise<string> {
  return (await door.call('has_identity', {}))
    ? door.call('get_my_token', {})
    : door.call('generate_new_identity', { name: echoName });
}
