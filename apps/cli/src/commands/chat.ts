// `loom chat`: one conversation in a terminal, line by line. Ctrl+C or Ctrl+D leaves.
import { createInterface } from 'node:readline';
import { isLoomError, keyHex, LoomError, type Contact, type LoomEvent } from '@loom/contract';
import type { Door } from '@loom/daemon';
import type { Context } from '../context.ts';
import { watchConversation } from '../conversation-watch.ts';
import { whenClosed, withNetwork } from '../engine.ts';
import { requireUnicode } from '../input.ts';
import { findContact } from '../who.ts';
import { messageLines, nameOf, stateOf } from '../words.ts';

/** Messages shown of what was said before. */
const shownBefore = 20;
/** The engine says it to the contact seldom enough; this only spares it the keys of a fast hand. */
const typingEveryMs = 1000;
const eraseLine = '\r\u001b[K';

export async function chat(context: Context, who: string): Promise<void> {
  await withNetwork(context, async ({ door }) => converse(door, await findContact(door, who)));
}

/** @throws LoomError `engine-stopped` */
async function converse(door: Door, contact: Contact): Promise<void> {
  const key = contact.public_key;
  const watch = watchConversation(contact);
  const isTerminal = process.stdout.isTTY;
  const screen = createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' });
  // From here on nothing that is typed, or piped in, may be missed.
  let hasLeft = false;
  const left = new Promise<'left'>((resolve) => {
    screen.once('close', () => {
      hasLeft = true;
      resolve('left');
    });
  });
  const pending = new Set<Promise<void>>();
  screen.on('SIGINT', () => screen.close());
  screen.on('line', (content) => {
    if (content.trim() !== '') attempt(() => sendLine(content));
    if (isTerminal) screen.prompt();
  });
  let isTyping = false;
  let toldTypingAt = -Infinity;
  if (isTerminal) process.stdin.on('keypress', tellTyping);
  // What happens while the history is read is shown after it.
  let early: LoomEvent[] | undefined = [];
  door.on((event) => {
    if (early === undefined) follow(event);
    else early.push(event);
  });

  function follow(event: LoomEvent): void {
    if (event.event === 'typing_changed' && keyHex(event.payload.contact_identity) === keyHex(key))
      showTyping(event.payload.typing);
    const lines = watch.lines(event);
    if (lines.length > 0) show(lines);
    if (event.event === 'message_received' && keyHex(event.payload.sender_identity) === keyHex(key))
      markRead();
  }

  /** In the line that is being typed, so that nothing of it stays. */
  function showTyping(theirs: boolean): void {
    if (!isTerminal || hasLeft) return;
    screen.setPrompt(theirs ? `${nameOf(contact)} is writing… > ` : '> ');
    process.stdout.write(eraseLine);
    screen.prompt(true);
  }

  /** Once a key has done its work: whether something stands in the line. */
  function tellTyping(): void {
    const now = performance.now();
    const typing = screen.line !== '';
    if (typing ? now - toldTypingAt < typingEveryMs : !isTyping) return;
    isTyping = typing;
    toldTypingAt = typing ? now : -Infinity;
    // It is said for the moment; where it fails, the lost engine is told of elsewhere.
    door.call('set_typing', { contact_pub_key: key, typing }).catch(() => {});
  }

  /** Above the line that is being typed. */
  function show(lines: readonly string[]): void {
    if (isTerminal) process.stdout.write(eraseLine);
    for (const line of lines) process.stdout.write(`${line}\n`);
    if (isTerminal && !hasLeft) screen.prompt(true);
  }

  async function sendLine(content: string): Promise<void> {
    requireUnicode([content]);
    await door.call('send_message', { contact_pub_key: key, content });
  }

  /** A refusal is shown, and the conversation goes on. */
  function attempt(run: () => Promise<unknown>): void {
    const attempted = tell(run).finally(() => pending.delete(attempted));
    pending.add(attempted);
  }

  async function tell(run: () => Promise<unknown>): Promise<void> {
    try {
      await run();
    } catch (error) {
      if (!isLoomError(error)) throw error;
      show([`  ${error.message}`]);
    }
  }

  function markRead(): void {
    attempt(() => door.call('mark_read', { contact_pub_key: key }));
  }

  try {
    await showHistory();
    const outcome = await Promise.race([left, whenClosed(door)]);
    await Promise.all(pending);
    if (outcome === 'closed') throw new LoomError('engine-stopped', {});
  } finally {
    process.stdin.off('keypress', tellTyping);
    screen.close();
  }

  async function showHistory(): Promise<void> {
    const before = await door.call('get_messages', { contact_pub_key: key, limit: shownBefore });
    watch.alreadyShown(before);
    markRead();
    show([
      ...before.flatMap((message) => messageLines(message, contact)),
      `${nameOf(contact)}: ${stateOf(contact)}`,
      'Type a message and press Enter; Ctrl+D leaves.',
    ]);
    for (const event of early ?? []) follow(event);
    early = undefined;
  }
}
