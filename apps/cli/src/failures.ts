// How a command ends: its exit code, one sentence for people, one object for programs. Knows nothing of commands.
import { isLoomError, LoomError, type FaultCode } from '@loom/contract';
import type { CommandLine } from './command-line.ts';

export const exitCodes = { ok: 0, fault: 1, usage: 2, notRunning: 3, locked: 4 } as const;

/** `usage`: the command line itself was wrong, and the message says how to write it. */
export type CommandErrorCode =
  | 'usage'
  | 'ambiguous-contact'
  | 'not-delivered'
  | 'not-met'
  | 'unknown-command'
  | 'locked'
  | 'timed-out'
  | 'engine-stopped'
  | 'file-not-written'
  | 'file-not-read'
  | 'passphrases-differ'
  | 'window-not-built';

/** A failure of the command line's own, in one sentence with cause and remedy. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: CommandErrorCode;

  constructor(code: CommandErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** All that there is to say has been printed; only the exit code still tells that a fault stands. */
export class FaultsFound extends Error {
  override readonly name = 'FaultsFound';
}

export interface Failure {
  readonly exitCode: number;
  /** What programs get: `code`, `message`, and the facts of a fault. */
  readonly error: { readonly code: string; readonly message: string };
}

/** The command that mends a fault; its sentence goes on with it. */
const remedies: { readonly [C in FaultCode]?: string } = {
  'no-identity': 'identity new',
  'engine-not-running': 'daemon',
  locked: 'unlock',
  'pairing-unnamed': 'pair --name NAME',
};

function remedyOf(error: LoomError): string | undefined {
  const fault = error.toFault();
  // Nothing is corrected but by the person, who gives the corrected token as any other.
  if (fault.code === 'token-typo') return `contact add ${fault.correction} NAME`;
  return remedies[fault.code];
}

export function describeFailure(error: unknown, commandLine: CommandLine): Failure {
  if (isLoomError(error)) {
    const exitCode = exitCodeOf(error.code);
    const remedy = remedyOf(error);
    if (remedy === undefined) return { exitCode, error: error.toFault() };
    const message = `${error.message.replace(/\.$/, '')}: ${commandLine(remedy)}`;
    return { exitCode, error: { ...error.toFault(), message } };
  }
  if (error instanceof CommandError) {
    const { code, message } = error;
    return { exitCode: exitCodeOf(code), error: { code, message } };
  }
  return describeFailure(new LoomError('internal', { detail: bugPlace(error) }), commandLine);
}

function exitCodeOf(code: FaultCode | CommandErrorCode): number {
  switch (code) {
    case 'usage':
      return exitCodes.usage;
    case 'engine-not-running':
      return exitCodes.notRunning;
    case 'locked':
      return exitCodes.locked;
    default:
      return exitCodes.fault;
  }
}

/** A bug's kind and innermost place; its message is left out, since it may quote what was being worked on. */
function bugPlace(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const place = error.stack?.split('\n').find((line) => /^\s+at /.test(line));
  return `${error.name}${place === undefined ? '' : ` ${place.trim()}`}`;
}
