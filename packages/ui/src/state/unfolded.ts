// Which long messages the person has unfolded, for as long as the window is open. Knows nothing of how they are folded.
import { signal, type ReadonlySignal } from '@preact/signals';

export interface Unfolded {
  /** The ids of the messages. */
  readonly ids: ReadonlySignal<ReadonlySet<string>>;
  toggle(id: string): void;
  /** All of it is wanted: something in it was looked for. */
  unfold(id: string): void;
  /** Nothing of it is known here any more. */
  readonly forget: () => void;
}

export function createUnfolded(): Unfolded {
  const ids = signal<ReadonlySet<string>>(new Set());
  return {
    ids,
    toggle(id) {
      const next = new Set(ids.value);
      if (!next.delete(id)) next.add(id);
      ids.value = next;
    },
    unfold(id) {
      ids.value = new Set(ids.value).add(id);
    },
    forget() {
      ids.value = new Set();
    },
  };
}
