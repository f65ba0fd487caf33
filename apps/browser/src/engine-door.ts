// What the window needs of an engine. Knows nothing of where that engine runs.
import type { LoomEvent } from '@loom/contract';

export interface EngineDoor {
  /**
   * Runs a command of the contract; both name and arguments come from outside and are still to be checked.
   * @throws LoomError
   */
  call(command: string, args: unknown): Promise<unknown>;
  /** @returns what takes the listener off again. */
  on(listener: (event: LoomEvent) => void): () => void;
}
