// `loom echo`: a peer that sends back what it is sent, so that one person can try Loom alone. It lives in a profile of its
// own unless another is named, and never speaks for a person whose Loom is running.
import { isLoomError, keyHex, LoomError, type PublicKey } from '@loom/contract';
import type { Door } from '@loom/daemon';
import type { Context } from '../context.ts';
import { createEchoGuard } from '../echo-guard.ts';
import { endSignal } from '../end-signal.ts';
import { requireNetwork, withEngine } from '../engine.ts';
import { nameOf } from '../words.ts';

const echoProfile = 'echo';
const echoName = 'Echo';
const visitorName = 'You';

export async function echo(asked: Context, options: { add?: string }): Promise<void> {
  const context = asked.profileNamed
    ? asked
    : { ...asked, engine: { ...asked.engine, profile: echoProfile } };
  const ended = endSignal();
  await withEngine(context, { network: true, newProfile: true }, async ({ door, own }) => {
    if (!own) throw new LoomError('engine-running', { profile: context.engine.profile });
    const token = await ownToken(door);
    await requireNetwork(door);
    const guard = createEchoGuard();
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
        ? `Echo knows nobody yet. Begin it again with your own token: ${asked.commandLine('echo --add TOKEN')}`
        : `Echo answers ${contacts.map(nameOf).join(', ')}. Add its token to your contacts. Ctrl+C ends it.`,
    );
    await Promise.race([ended, door.closed]);

    async function answer(sender: PublicKey, content: string): Promise<void> {
      const contact = keyHex(sender);
      if (guard.comesBack(contact, content)) {
        context.out.note('What Echo has said itself has come back, and is not answered again.');
        return;
      }
      guard.says(contact, content);
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
