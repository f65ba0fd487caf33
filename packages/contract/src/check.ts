// Checks arguments against the contract, once, at the engine's door.
import * as v from 'valibot';
import {
  commands,
  isCommandName,
  type CommandArgs,
  type CommandName,
  type CommandResult,
  type Handlers,
} from './commands.ts';
import { LoomError } from './errors.ts';

/** @throws LoomError `bad-arguments` with the first place that does not fit. */
export function checkArgs<C extends CommandName>(command: C, args: unknown): CommandArgs<C> {
  const outcome = v.safeParse(commands[command].args, args ?? {});
  if (outcome.success) return outcome.output as CommandArgs<C>;
  const issue = outcome.issues[0];
  const path = v.getDotPath(issue) ?? 'arguments';
  throw new LoomError('bad-arguments', { detail: `${path}: ${issue.message}` });
}

/** Runs a command by its name, as a foreign client asks for it. */
export async function dispatch(
  handlers: Handlers,
  command: string,
  args: unknown,
): Promise<CommandResult<CommandName>> {
  if (!isCommandName(command)) throw new LoomError('unknown-command', { command });
  return run(handlers, command, args);
}

async function run<C extends CommandName>(
  handlers: Handlers,
  command: C,
  args: unknown,
): Promise<CommandResult<C>> {
  return handlers[command](checkArgs(command, args));
}
