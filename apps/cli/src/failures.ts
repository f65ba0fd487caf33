// How a command ends: its exit code, one sentence for people, one object for programs. Knows nothing of commands.
import { isLoomError, LoomError } from '@loom/contract';

export const exitCodes = { ok: 0, fault: 1, usage: 2, notRunning: 3 } as const;

/** `usage`: the command line itself was wrong, and the message says how to write it. */
export type CommandErrorCode =
  'usage' | 'ambiguous-contact' | 'not-delivered' | 'file-not-written' | 'window-not-built';

/** A failure of the command line's own, in one sentence with cause and remedy. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: CommandErrorCode;

  constructor(code: CommandErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export interface Failure {
  readonly exitCode: number;
  /** What programs get: `code`, `message`, and the facts of a fault. */
  readonly error: { readonly code: string; readonly message: string };
}

export function describeFailure(error: unknown): Failure {
  if (isLoomError(error)) {
    const exitCode = error.code === 'engine-not-running' ? exitCodes.notRunning : exitCodes.fault;
    return { exitCode, error: error.toFault() };
  }
  if (error instanceof CommandError) {
    const { code, message } = error;
    return { exitCode: code === 'usage' ? exitCodes.usage : exitCodes.fault, error: { code, message } };
  }
  return describeFailure(new LoomError('internal', { detail: bugPlace(error) }));
}

/** A bug's kind and innermost place; its message is left out, since it may quote what was being worked on. */
function bugPlace(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const place = error.stack?.split('\n').find((line) => /^\s+at /.test(line));
  return `${error.name}${place === undefined ? '' : ` ${place.trim()}`}`;
}
