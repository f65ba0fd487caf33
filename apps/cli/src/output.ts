// What the command line prints, and where: results on stdout, notes and failures on stderr. All text that a peer may have
// supplied goes through here, so that none of it can move a cursor or turn a line around.
import { neutraliseLine } from '@loom/ui/text/neutralise';
import type { Failure } from './failures.ts';

export interface Output {
  /** Programs are reading: one JSON value a line. */
  readonly json: boolean;
  /** A result, either for programs or as lines for people. */
  result(value: unknown, lines: () => readonly string[]): void;
  /** One line for people, on stdout; programs don't get it. */
  say(line: string): void;
  /** One JSON value on a line of its own, whoever reads. */
  raw(value: unknown): void;
  /** What is beside the result: on stderr, for people. */
  note(line: string): void;
  fail(failure: Failure): void;
}

export function createOutput(json: boolean): Output {
  const print = (text: string): void => void process.stdout.write(`${text}\n`);
  const printJson = (value: unknown): void => print(harmlessJson(value));
  const note = (line: string): void => void process.stderr.write(`${neutraliseLine(line)}\n`);
  return {
    json,
    result(value, lines) {
      if (json) printJson(value);
      else for (const line of lines()) print(line);
    },
    say(line) {
      if (!json) print(line);
    },
    raw: printJson,
    note,
    fail({ error }) {
      if (json) printJson({ error });
      note(error.message);
    },
  };
}

/** What a terminal would obey, or turn a line around by. */
const obeyed = /[\u007f-\u009f\p{Bidi_Control}\u2028\u2029]/gu;

/** The same value, for a person's eyes as well: JSON has an escape for each of them. */
export function harmlessJson(value: unknown): string {
  const escape = (character: string): string =>
    `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replace(obeyed, escape);
}

/** A reader that has gone (`loom events | head`) is no failure: what is left has nobody to read it. */
export function tolerateGoneReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

/** Resolves when what is printed reaches nobody any more. */
export function readerGone(): Promise<void> {
  return new Promise((resolve) => process.stdout.once('error', () => resolve()));
}
