// Text that comes in on the command line or on stdin, as Unicode or not at all.
import { LoomError } from '@loom/contract';
import { CommandError } from './failures.ts';

const replacementCharacter = '\ufffd';

/**
 * Node has put U+FFFD in place of every byte of an argument, or of a line typed, that was no UTF-8, and what stood there is
 * lost: better refused than sent. Whoever means the character itself can send it with `loom send WHO -`.
 * @throws LoomError `message-not-unicode`
 */
export function requireUnicode(texts: readonly string[]): void {
  if (texts.some((text) => text.includes(replacementCharacter))) {
    throw new LoomError('message-not-unicode', {});
  }
}

/** @throws LoomError `message-not-unicode` */
export function readStdin(): Promise<string> {
  return readAll(process.stdin);
}

/** All that comes, as text. @throws LoomError `message-not-unicode` */
export async function readAll(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new LoomError('message-not-unicode', {});
  }
}

/** The words of an argument list as one text; a lone `-` stands for stdin, whose last line feed is dropped. */
export async function readText(words: readonly string[]): Promise<string> {
  if (words.length !== 1 || words[0] !== '-') return words.join(' ');
  return (await readStdin()).replace(/\r?\n$/, '');
}

/**
 * The number that an option was given; undefined where it was left out.
 * @throws CommandError `usage` for anything but a whole number from 1 to `most`
 */
export function readCount(option: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined;
  const count = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > most) {
    throw new CommandError('usage', `${option} takes a whole number from 1 to ${most}, not “${text}”.`);
  }
  return count;
}

/**
 * The point in time that an option was given, by this machine's clock, in ms since 1970; undefined where it was left out.
 * @throws CommandError `usage` for anything but 2026-03-20 or 2026-03-20T10:30
 */
export function readTime(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const isTime = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2})?$/.test(text);
  const time = isTime ? new Date(text.includes('T') ? text : `${text}T00:00`).getTime() : NaN;
  if (Number.isNaN(time) || time < 0) {
    throw new CommandError(
      'usage',
      `${option} takes a day like 2026-03-20, or a time like 2026-03-20T10:30, not “${text}”.`,
    );
  }
  return time;
}
