// Hands events to whoever listens. A listener that throws harms nobody else.
import type { EventName, EventPayload, LoomEvent } from '@loom/contract';
import type { Log } from './ports/index.ts';

export class Emitter {
  readonly #listeners = new Set<(event: LoomEvent) => void>();
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  on(listener: (event: LoomEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit<E extends EventName>(event: E, payload: EventPayload<E>): void {
    const loomEvent = { event, payload } as LoomEvent;
    for (const listener of this.#listeners) {
      try {
        listener(loomEvent);
      } catch (error) {
        this.#log(
          'error',
          `a listener of ${event} failed: ${error instanceof Error ? error.name : 'unknown'}`,
        );
      }
    }
  }
}
