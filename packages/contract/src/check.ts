// Checks what crosses between engine and interface against the contract: arguments at the engine's door, results and
// events where they come in from another process.
import * as v from 'valibot';
import {
  commands,
  isCommandName,
  type CommandArgs,
  type CommandName,
  type CommandResult,
  type EngineHandlers,
  type Handlers,
  type HostHandlers,
} from './commands.ts';
import { events, isEventName, type LoomEvent } from './events.ts';
import { LoomError } from './errors.ts';

/** @throws LoomError `bad-arguments` with the first place that does not fit. */
export function checkArgs<C extends CommandName>(command: C, args: unknown): CommandArgs<C> {
  const outcome = v.safeParse(commands[command].args, args ?? {});
  if (outcome.success) return outcome.output;
  const issue = outcome.issues[0];
  const path = v.getDotPath(issue) ?? 'arguments';
  throw new LoomError('bad-arguments', { detail: `${path}: ${wordsOf(issue)}` });
}

function wordsOf(issue: v.BaseIssue<unknown>): string {
  const isUnknown = issue.type === 'strict_object' && issue.expected === 'never';
  return isUnknown ? 'this command takes no such argument' : issue.message;
}

/** Runs a command by its name, as a foreign client asks for it. @param handlers of an engine alone lack its host's. */
export async function dispatch(
  handlers: EngineHandlers & Partial<HostHandlers>,
  command: string,
  args: unknown,
): Promise<CommandResult<CommandName>> {
  if (!isCommandName(command)) throw new LoomError('unknown-command', { command });
  return run(handlers, command, args);
}

async function run<C extends CommandName>(
  handlers: Partial<Handlers>,
  command: C,
  args: unknown,
): Promise<CommandResult<C>> {
  const handler = handlers[command];
  if (handler === undefined) throw new LoomError('unknown-command', { command });
  return handler(checkArgs(command, args));
}

/** What another process answered to a command. @throws LoomError `internal` where that process speaks another contract. */
export function checkResult<C extends CommandName>(command: C, result: unknown): CommandResult<C> {
  const outcome = v.safeParse(commands[command].result, result);
  if (outcome.success) return outcome.output;
  throw new LoomError('internal', {
    detail: `${command} was answered in a form that this Loom does not know`,
  });
}

/** What another process raised. @returns undefined for an event that this Loom does not know. */
export function readEvent(event: unknown, payload: unknown): LoomEvent | undefined {
  if (typeof event !== 'string' || !isEventName(event)) return undefined;
  const outcome = v.safeParse(events[event], payload);
  return outcome.success ? ({ event, payload: outcome.output } as LoomEvent) : undefined;
}
