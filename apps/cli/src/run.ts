// Runs one command line to its end. Knows nothing of what the commands do.
import { constants } from 'node:os';
import { CommanderError } from 'commander';
import { readCommandLine } from './command-line.ts';
import type { GlobalOptions } from './context.ts';
import { Interrupted } from './end-signal.ts';
import { CommandError, describeFailure, exitCodes, FaultsFound } from './failures.ts';
import { requireUnicode } from './input.ts';
import { createOutput, tolerateGoneReaders } from './output.ts';
import { createProgram } from './program.ts';

/** @returns the exit code */
export async function run(argv: readonly string[]): Promise<number> {
  tolerateGoneReaders();
  // A wrong command line fails before its options are known.
  let json = argv.includes('--json');
  const program = createProgram().hook('preAction', (_, command) => {
    json ||= command.name() === 'call';
  });
  try {
    requireUnicode(argv);
    await program.parseAsync(argv, { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok;
    if (error instanceof FaultsFound) return exitCodes.fault;
    if (error instanceof Interrupted) return 128 + constants.signals[error.signal];
    const commandLine = readCommandLine(program.opts<GlobalOptions>(), process.env);
    const failure = describeFailure(error instanceof CommanderError ? usageError(error) : error, commandLine);
    createOutput(json).fail(failure);
    return failure.exitCode;
  }
}

/** Commander's words as a sentence. */
function usageError({ code, message }: CommanderError): CommandError {
  if (code === 'commander.help') return new CommandError('usage', 'A command is missing.');
  const words = message.replace(/^error: /, '').replace(/\.?\s*$/, '');
  return new CommandError('usage', `${words.charAt(0).toUpperCase()}${words.slice(1)}. See loom --help.`);
}
