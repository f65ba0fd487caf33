// What people are told when the disk fails. Knows nothing of what was to be stored.
import { LoomError, type CommandName, type EngineHandlers } from '@loom/contract';
import { StoreError } from '../ports/index.ts';

/** @returns undefined for what is no failure of the store. */
export function storeFault(error: unknown): LoomError | undefined {
  if (!(error instanceof StoreError)) return undefined;
  return error.code === 'full'
    ? new LoomError('database-full', {})
    : new LoomError('database-failed', { detail: error.message });
}

/** @throws LoomError for a failure of the store */
export function orTold<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storeFault(error) ?? error;
  }
}

/** The same handlers, whose failures of the store are faults of the contract. */
export function tellingStoreFaults(handlers: EngineHandlers): EngineHandlers {
  const told = Object.entries(handlers).map(([name, handler]) => [
    name as CommandName,
    async (args: never): Promise<unknown> => {
      try {
        return await handler(args);
      } catch (error) {
        throw storeFault(error) ?? error;
      }
    },
  ]);
  return Object.fromEntries(told) as EngineHandlers;
}
