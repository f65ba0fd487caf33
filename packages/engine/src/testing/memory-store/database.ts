// All that a memory store holds, apart from the store that is open on it.

import type { ContactId, Json, ProfileRow } from '../../ports/store.ts';
import type { ContactState } from './contact-state.ts';
import { copyContact } from './copy.ts';
import { Journal } from './journal.ts';

/** What outlives the store that is open on it, as a database file does. */
export class MemoryDatabase {
  readonly journal = new Journal();
  profile: ProfileRow | undefined;
  settings: Readonly<Record<string, Json>> = {};
  readonly contacts = new Map<ContactId, ContactState>();
  contactsMade = 0;
  rowsMade = 0;

  /** What a backup made now would hold. */
  copy(): MemoryDatabase {
    const copy = new MemoryDatabase();
    copy.profile = this.profile;
    copy.settings = this.settings;
    copy.contactsMade = this.contactsMade;
    copy.rowsMade = this.rowsMade;
    copy.journal.atomically(() => {
      for (const [id, contact] of this.contacts) copy.contacts.set(id, copyContact(contact, copy.journal));
    });
    return copy;
  }
}
