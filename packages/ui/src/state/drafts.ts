// What has been written and not sent, for each conversation. In memory only: a browser's storage is plain text on disk.
import { signal, type ReadonlySignal } from '@preact/signals';
import type { ContactKey } from './contacts.ts';

export interface Drafts {
  readonly byKey: ReadonlySignal<ReadonlyMap<ContactKey, string>>;
  write(key: ContactKey, text: string): void;
  /** Nothing of it is known here any more. */
  readonly forget: () => void;
}

export function createDrafts(): Drafts {
  const byKey = signal<ReadonlyMap<ContactKey, string>>(new Map());
  return {
    byKey,
    write(key, text) {
      byKey.value = new Map(byKey.value).set(key, text);
    },
    forget() {
      byKey.value = new Map();
    },
  };
}
