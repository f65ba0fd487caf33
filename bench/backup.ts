// How long a backup with a passphrase of many messages takes to make, to look at and to restore, and for how long at once each keeps
// the engine from everything else.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  holdProfile,
  openHeldProfile,
  profileBackup,
  restoreProfile,
  systemClock,
  systemKeychain,
  systemRandom,
  verifyBackup,
} from '@loom/node';
import { filledProfile } from './filled-profile.ts';
import { microsecondsSince, row, type Row } from './measure.ts';

const size = 100_000;
const passphrase = 'a heron over the weir';

export async function benchBackup(): Promise<Row[]> {
  const { home, profile, remove } = filledProfile(size);
  const { store, key, paths } = profile;
  try {
    const path = join(home, 'bench.loom');
    const write = profileBackup({
      store,
      key,
      drafts: paths.drafts,
      clock: systemClock,
      random: systemRandom,
    });
    const made = await timed('made', async () => (await write(path, passphrase)).ok);
    const mib = statSync(path).size / 2 ** 20;
    const looked = await timed(
      'looked at',
      async () => (await verifyBackup({ path, passphrase }, paths.drafts, { ok: true, key })).ok,
    );
    const restored = await timed('restored', () => restoreElsewhere(home, path));
    return [...made, ...looked, ...restored].map((each) => ({
      ...each,
      name: `${each.name} (${size.toLocaleString('en')} messages, ${mib.toFixed(0)} MiB)`,
    }));
  } finally {
    remove();
  }
}

async function restoreElsewhere(home: string, path: string): Promise<boolean> {
  const hold = holdProfile({ home, name: 'elsewhere' });
  if (!hold.ok) return false;
  const { held } = hold;
  const opened = await openHeldProfile(held, { passphrase: undefined, keychain: systemKeychain() });
  if (!opened.ok) return false;
  const { store, key } = opened.profile;
  const present = { isUsed: false, key: { ok: true, key }, close: () => store.close() } as const;
  const order = { backup: { path, passphrase }, replace: false, random: systemRandom };
  const restored = await restoreProfile(held, present, order);
  held.release();
  return restored.ok;
}

/** All of it, and the longest stretch in which nothing else could happen. */
async function timed(what: string, work: () => Promise<boolean>): Promise<Row[]> {
  let longest = 0;
  let last = process.hrtime.bigint();
  const look = setInterval(() => {
    longest = Math.max(longest, microsecondsSince(last));
    last = process.hrtime.bigint();
  }, 1);
  await sleep(10);
  const begun = process.hrtime.bigint();
  if (!(await work())) throw new Error(`The backup was not ${what}.`);
  const whole = microsecondsSince(begun);
  await sleep(10);
  clearInterval(look);
  return [
    row(`backup: ${what}`, { median: whole }, {}),
    row(`backup: ${what}, held up at most`, { median: longest }, {}),
  ];
}
