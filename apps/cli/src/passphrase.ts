// Passphrases on the command line: typed at a terminal, which does not show them, or read from a file or stdin. Never from an
// argument, which every program of the machine can read. Knows nothing of what they open.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { LoomError } from '@loom/contract';
import { Interrupted } from './end-signal.ts';
import { CommandError } from './failures.ts';
import { readAll, requireUnicode } from './input.ts';

/** What a command that takes one is told. */
export interface PassphraseOptions {
  /** Where it stands, without its last line feed; `-` is stdin. Undefined: it is asked for. */
  readonly passphraseFile?: string;
}

/**
 * @param question as people see it, without its colon.
 * @throws CommandError where there is nobody to ask, or the file can't be read; Interrupted by Ctrl+C; LoomError `message-not-unicode`
 */
export async function readPassphrase(
  { passphraseFile: file }: PassphraseOptions,
  question = 'Passphrase',
): Promise<string> {
  return file === undefined ? ask(question) : fromFile(file);
}

/** The same for a new one: typed twice, so that what nobody saw is what was meant. */
export async function readNewPassphrase(
  options: PassphraseOptions,
  question = 'New passphrase',
): Promise<string> {
  const typed = await readPassphrase(options, question);
  if (options.passphraseFile === undefined && (await ask('The same again')) !== typed) {
    throw new CommandError('passphrases-differ', 'The two passphrases are not the same. Try again.');
  }
  return typed;
}

async function fromFile(file: string): Promise<string> {
  try {
    const text = await readAll(file === '-' ? process.stdin : createReadStream(file));
    return text.replace(/\r?\n$/, '');
  } catch (error) {
    if (error instanceof LoomError) throw error;
    throw new CommandError(
      'file-not-read',
      `The passphrase can’t be read from ${file}. Look for the right file.`,
    );
  }
}

async function ask(question: string): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) {
    throw new CommandError(
      'usage',
      'A passphrase is needed, and there is no terminal to type it at. Name its file with --passphrase-file FILE, or - for stdin.',
    );
  }
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const line = createInterface({ input: stdin, output: nowhere, terminal: true });
  // Only now does the terminal itself show nothing either.
  stderr.write(`${question}: `);
  try {
    const typed = await new Promise<string>((resolve, reject) => {
      line.once('line', resolve);
      line.once('SIGINT', () => reject(new Interrupted('SIGINT')));
      line.once('close', () => reject(new CommandError('usage', 'No passphrase was typed.')));
    });
    requireUnicode([typed]);
    return typed;
  } finally {
    line.close();
    stderr.write('\n');
  }
}
