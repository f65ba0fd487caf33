// Who is writing to this person just now, and what is told of this person's own writing. How seldom that leaves the device is the
// engine's business.
import { signal, type ReadonlySignal } from '@preact/signals';
import type { LoomEvent } from '@loom/contract';
import type { Host } from '../host.ts';
import { contactKey, type ContactKey } from './contacts.ts';

export interface TypingState {
  /** The contacts who write. */
  readonly writing: ReadonlySignal<ReadonlySet<ContactKey>>;
  /** This person writes to the contact, or has stopped. */
  tell(key: ContactKey, typing: boolean): void;
  /** Events may have been missed. */
  forget(): void;
  apply(event: LoomEvent): void;
}

/** A fast hand is told of this often; the engine passes on less. */
const tellEveryMs = 1000;

export function createTyping(host: Host): TypingState {
  const writing = signal<ReadonlySet<ContactKey>>(new Set());
  /** Whom the engine was told of last, and when. */
  let told: { readonly key: ContactKey; readonly at: number } | undefined;

  return {
    writing,
    tell(key, typing) {
      const known = told?.key === key ? told : undefined;
      const now = performance.now();
      if (typing ? known !== undefined && now - known.at < tellEveryMs : known === undefined) return;
      told = typing ? { key, at: now } : undefined;
      // It is of the moment: where it fails, the connection is lost, and that is said elsewhere.
      host.call('set_typing', { contact_pub_key: key, typing }).catch(() => {});
    },
    forget() {
      writing.value = new Set();
    },
    apply({ event, payload }) {
      if (event !== 'typing_changed') return;
      const next = new Set(writing.value);
      if (payload.typing) next.add(contactKey(payload.contact_identity));
      else next.delete(contactKey(payload.contact_identity));
      writing.value = next;
    },
  };
}
