// How long a search takes over many stored messages, and what keeping the index costs each of them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openProfile } from '@loom/node';
import { row, time, type Row } from './measure.ts';

const sizes = [100_000, 1_000_000];
const inOneTransaction = 10_000;
const contacts = 20;
const rounds = 200;
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

export function benchSearch(): Row[] {
  return sizes.flatMap(benchSize);
}

function benchSize(size: number): Row[] {
  const home = mkdtempSync(join(tmpdir(), 'loom-bench-'));
  const opened = openProfile({ home, name: 'bench' });
  if (!opened.ok) throw new Error(opened.fault.code);
  const { store } = opened.profile;
  try {
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
    const search = (name: string, words: readonly string[], only?: (typeof ids)[number]): Row =>
      row(
        `search: ${name}, of ${size.toLocaleString('en')}`,
        time(rounds, () => void store.searchMessages(words, only, undefined, 50)),
        { target: 'median < 50 ms' },
      );
    return [
      search('a rare word', ['lantern']),
      search('a common word', ['breakfast']),
      search('three beginnings', ['tid', 'tab', 'rope']),
      search('one letter', ['t']),
      search('nothing found', ['zeppelin']),
      search('a rare word with one contact', ['lantern'], ids[3]),
    ];
  } finally {
    store.close();
    rmSync(home, { recursive: true, force: true });
  }
}
