// Bugs planted on purpose, from outside of the product: a simulator that does not find them proves nothing. Each is a port that
// lies to the engine.
import type { Store } from '../../ports/index.ts';
import type { Lies } from './disk.ts';

export interface Plant {
  readonly disk?: Lies;
  readonly wrapStore?: (store: Store) => Store;
}

export const plants: Readonly<Record<string, Plant>> = {
  /** What arrived is acknowledged before it is durable. */
  'ack-before-commit': {
    disk: { commitsLateMs: (commit) => (commit.some(({ method }) => method === 'addIncoming') ? 40 : 0) },
  },
  /** Commits that were reported durable are gone after a crash. */
  'skipped-fsync': { disk: { lostInCrash: () => 3 } },
  /** Whoever repeats a contact's first message resets the session with that contact. */
  'reset-on-replay': { wrapStore: resetOnReplay },
};

function resetOnReplay(store: Store): Store {
  const rememberEphemeral: Store['rememberEphemeral'] = (id, hash) => {
    const isNew = store.rememberEphemeral(id, hash);
    if (!isNew) for (const slot of ['current', 'previous'] as const) store.writeSession(id, slot, undefined);
    return isNew;
  };
  return new Proxy(store, {
    get: (target, method) =>
      method === 'rememberEphemeral' ? rememberEphemeral : (Reflect.get(target, method) as unknown),
  });
}
