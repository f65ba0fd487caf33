// `loom chat`: one conversation in a terminal, line by line. Ctrl+C or Ctrl+D leaves.
import { createInterface } from 'node:readline';
import { isLoomError, type Contact } from '@loom/contract';
import type { Door } from '@loom/daemon';
import type { Context } from '../context.ts';
import { watchConversation } from '../conversation-watch.ts';
import { withEngine } from '../engine.ts';
import { endSignal } from '../end-signal.ts';
import { findContact } from '../who.ts';
import { messageLines, nameOf, stateOf } from '../words.ts';

/** Messages shown of what was said before. */
const shownBefore = 20;
const eraseLine = '\r\u001b[K';

export async function chat(context: Context, who: string): Promise<void> {
  await withEngine(context, { network: true }, async ({ door }) =>
    converse(door, await findContact(door, who)),
  );
}

async function converse(door: Door, contact: Contact): Promise<void> {
  const key = contact.public_key;
  const screen = createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' });
  const isTerminal = process.stdout.isTTY;

  /** Above the line that is being typed. */
  function show(lines: readonly string[]): void {
    if (isTerminal) process.stdout.write(eraseLine);
    for (const line of lines) process.stdout.write(`${line}\n`);
    if (isTerminal) screen.prompt(true);
  }

  const watch = watchConversation(contact);
  door.on((event) => {
    const lines = watch.lines(event);
    if (lines.length === 0) return;
    show(lines);
    if (event.event === 'message_changed') markRead();
  });
  const markRead = (): void => void attempt(() => door.call('mark_read', { contact_pub_key: key }));

  const before = await door.call('get_messages', { contact_pub_key: key, limit: shownBefore });
  watch.alreadyShown(before);
  markRead();
  show([
    ...before.flatMap((message) => messageLines(message, contact)),
    `${nameOf(contact)}: ${stateOf(contact)}. Type a message and press Enter; Ctrl+D leaves.`,
  ]);

  /** A refusal is shown, and the conversation goes on. */
  async function attempt(run: () => Promise<unknown>): Promise<void> {
    try {
      await run();
    } catch (error) {
      if (!isLoomError(error)) throw error;
      show([`  ${error.message}`]);
    }
  }

  let sent = Promise.resolve();
  screen.on('line', (content) => {
    if (content.trim() !== '') {
      const sending = attempt(() => door.call('send_message', { contact_pub_key: key, content }));
      sent = Promise.all([sent, sending]).then(() => undefined);
    }
    if (isTerminal) screen.prompt();
  });
  screen.on('SIGINT', () => screen.close());
  const left = new Promise<void>((resolve) => screen.once('close', resolve));
  await Promise.race([left, endSignal(), door.closed]);
  await sent;
  screen.close();
}
