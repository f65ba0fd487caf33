// Tells the engine that a person is at the window, as long as somebody is: the lock after a while waits for them.
import type { Loom } from './loom.ts';

/** Far below the shortest pause after which Loom locks. */
const tellEveryMs = 20_000;
const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

/** @returns what takes the listeners off again. */
export function followActivity({ host, phase, status, settings }: Loom): () => void {
  let toldAt = Number.NEGATIVE_INFINITY;

  function note({ timeStamp }: Event): void {
    if (timeStamp - toldAt < tellEveryMs || !isWatched()) return;
    toldAt = timeStamp;
    // Where it can't be told, there is nothing that would lock.
    host.call('note_activity', {}).catch(() => {});
  }
  /** Where nothing locks by itself, nobody needs to know. */
  function isWatched(): boolean {
    const minutes = settings.current.value?.lock_after_minutes ?? 0;
    return phase.value === 'main' && minutes > 0 && status.value?.key_custody === 'passphrase';
  }

  for (const sign of signs) addEventListener(sign, note, { capture: true, passive: true });
  return () => {
    for (const sign of signs) removeEventListener(sign, note, { capture: true });
  };
}
