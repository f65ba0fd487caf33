// Which conversation is open. Survives a reload of the tab; the key alone is kept, never a name.
import { effect, signal, type Signal } from '@preact/signals';
import type { ContactKey } from './contacts.ts';

const storageKey = 'loom.selected';

export function createSelection(storage: Storage): Signal<ContactKey | undefined> {
  const selected = signal<ContactKey | undefined>(storage.getItem(storageKey) ?? undefined);
  effect(() => {
    if (selected.value === undefined) storage.removeItem(storageKey);
    else storage.setItem(storageKey, selected.value);
  });
  return selected;
}
