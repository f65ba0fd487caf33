// A profile with many messages, on a real disk, for benches that look at what is stored. Knows nothing of what they measure.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContactId } from '@loom/engine';
import { openProfile, type Profile } from '@loom/node';

const inOneTransaction = 10_000;
const contacts = 20;
/** Of these a message has eight; “lantern” stands in one of ten thousand besides. */
const vocabulary =
  'the power is back in boathouse and so mesh did messages from last night get through all of them order twelve think read over breakfast good then tide table one sent at ten forget before it understood we leave half past six bring long rope'.split(
    ' ',
  );

function textOf(index: number): string {
  const words = Array.from({ length: 8 }, (_, at) => vocabulary[(index * 7 + at * 13) % vocabulary.length]);
  return `${words.join(' ')} ${index}${index % 10_000 === 0 ? ' lantern' : ''}`;
}

const bytes = (length: number, mark: number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (mark >> (8 * (index % 4))) & 255);

export interface FilledProfile {
  /** A folder of its own, which goes with it. */
  readonly home: string;
  readonly profile: Profile;
  readonly contacts: readonly ContactId[];
  readonly remove: () => void;
}

/** @param size messages, evenly among 20 contacts. */
export function filledProfile(size: number): FilledProfile {
  const home = mkdtempSync(join(tmpdir(), 'loom-bench-'));
  const opened = openProfile({ home, name: 'bench' });
  if (!opened.ok) throw new Error(opened.fault.code);
  const { profile } = opened;
  const { store } = profile;
  store.createProfile({
    masterSeed: bytes(32, 1),
    fillerKey: bytes(32, 2),
    displayName: 'bench',
    createdAt: 0,
  });
  const ids = Array.from({ length: contacts }, (_, mark) => {
    const contact = {
      tokenPayload: bytes(135, mark + 1),
      identityKey: bytes(32, mark + 1),
      staticKey: bytes(32, mark + 1),
      displayName: `contact ${mark}`,
      addedAt: mark,
      ownStream: bytes(8, mark + 1),
    };
    return store.addContact(contact).id;
  });
  for (let from = 0; from < size; from += inOneTransaction) {
    store.transaction(() => {
      for (let index = from; index < from + inOneTransaction; index += 1) {
        const id = ids[index % contacts];
        if (id === undefined) continue;
        store.addOutgoing(id, bytes(16, index + 1), { kind: 'text', text: textOf(index) }, index);
      }
    });
  }
  return {
    home,
    profile,
    contacts: ids,
    remove() {
      store.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
