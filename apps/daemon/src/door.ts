// The one way in to an engine, whether it runs in this process or behind a socket. Whoever holds a door can't tell which.
import {
  checkResult,
  dispatch,
  type CommandInput,
  type CommandName,
  type CommandResult,
  type Handlers,
  type LoomEvent,
} from '@loom/contract';

export type EventListener = (event: LoomEvent) => void;

export interface Door {
  /** @throws LoomError with the code of the contract. */
  call<C extends CommandName>(command: C, args: CommandInput<C>): Promise<CommandResult<C>>;
  /** The same for a command and arguments that came from outside and are still to be checked. */
  request(command: string, args: unknown): Promise<unknown>;
  /** @returns a function that ends it. */
  on(listener: EventListener): () => void;
  /** Resolves when nothing comes through any more, whoever closed it. */
  readonly closed: Promise<void>;
  /** Lets go of the door; an engine behind a socket runs on, one in this process stops. */
  close(): Promise<void>;
}

/** What it takes to run commands in this process. */
export interface LocalEngine {
  readonly handlers: Handlers;
  on(listener: EventListener): () => void;
  /** The same commands for one client among others: what it leaves unfinished goes with it. */
  enter(): Visit;
}

export interface Visit {
  readonly handlers: Handlers;
  leave(): void;
}

export function localDoor(engine: LocalEngine, closed: Promise<void>, close: () => Promise<void>): Door {
  const request = async (command: string, args: unknown): Promise<unknown> =>
    dispatch(engine.handlers, command, args);
  return {
    call: (command, args) => typedCall(request, command, args),
    request,
    on: (listener) => engine.on(listener),
    closed,
    close,
  };
}

/** Gives a request its types back. */
export async function typedCall<C extends CommandName>(
  request: Door['request'],
  command: C,
  args: CommandInput<C>,
): Promise<CommandResult<C>> {
  return checkResult(command, await request(command, args));
}
