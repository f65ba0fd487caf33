// `loom call`: any command of the contract as it is, JSON in and JSON out.
import { isCommandName, LoomError } from '@loom/contract';
import type { Context } from '../context.ts';
import { withRunningEngine } from '../engine.ts';
import { CommandError } from '../failures.ts';
import { readStdin } from '../input.ts';

export async function call(context: Context, command: string, json: string | undefined): Promise<void> {
  if (!isCommandName(command)) {
    throw new CommandError(
      'unknown-command',
      `There is no command “${command}”. See ${context.commandLine('call --help')} for those there are.`,
    );
  }
  const args = parse(json === '-' ? await readStdin() : (json ?? '{}'));
  await withRunningEngine(context, async (door) => {
    context.out.raw(await door.request(command, args));
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new LoomError('bad-arguments', { detail: 'they are not valid JSON' });
  }
}
