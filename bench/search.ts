// How long a search takes over many stored messages, and what keeping the index costs each of them.
import { filledProfile } from './filled-profile.ts';
import { row, time, type Row } from './measure.ts';

const sizes = [100_000, 1_000_000];
const rounds = 200;

export function benchSearch(): Row[] {
  return sizes.flatMap(benchSize);
}

function benchSize(size: number): Row[] {
  const { profile, contacts, remove } = filledProfile(size);
  const { store } = profile;
  try {
    const search = (name: string, words: readonly string[], only?: (typeof contacts)[number]): Row =>
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
      search('a rare word with one contact', ['lantern'], contacts[3]),
    ];
  } finally {
    remove();
  }
}
