// What the test of the system's keychain does in a session of its own: `node keychain-process.ts HOME`. Says what happened as one
// line of JSON.

import { readFileSync } from 'node:fs';
import { systemRandom } from '../../src/ambient/system-random.ts';
import { systemKeychain } from '../../src/custody/system-keychain.ts';
import { moveKey } from '../../src/profile/change-key.ts';
import { type HeldProfile, holdProfile } from '../../src/profile/hold-profile.ts';
import { type KeyPlace, makeNextKey } from '../../src/profile/next-key.ts';
import { openHeldProfile, type Profile } from '../../src/profile/open-profile.ts';
import { wipeProfile } from '../../src/profile/wipe.ts';
import { contactFor } from './samples.ts';

const [home = ''] = process.argv.slice(2);
const keychain = systemKeychain();
const entry = new Uint8Array(16).fill(7);

function hold(): HeldProfile {
  const taken = holdProfile({ home, name: 'ada' });
  if (!taken.ok) throw new Error(taken.fault.code);
  return taken.held;
}

async function open(held: HeldProfile): Promise<Profile> {
  const opened = await openHeldProfile(held, { passphrase: undefined, keychain });
  if (!opened.ok) throw new Error(JSON.stringify(opened.fault));
  return opened.profile;
}

/** @returns how many contacts there are afterwards. */
async function move(held: HeldProfile, place: KeyPlace): Promise<number> {
  const { store, key } = await open(held);
  store.close();
  const made = await makeNextKey(place, { keychain, random: systemRandom });
  if (!made.ok) throw new Error(JSON.stringify(made.fault));
  const fault = await moveKey(held.paths, { key, ...made.made }, keychain);
  if (fault !== undefined) throw new Error(fault.code);
  const again = await open(held);
  const { length } = again.store.listContacts();
  again.store.close();
  return length;
}

async function useIt(): Promise<unknown> {
  const key = systemRandom.bytes(32);
  await keychain.write(entry, key);
  const read = await keychain.read(entry);
  const isSame = read.ok && read.value !== undefined && Buffer.compare(read.value, key) === 0;
  const removed = [await keychain.remove(entry), await keychain.remove(entry)];
  const afterwards = await keychain.read(entry);

  const held = hold();
  const { store } = await open(held);
  store.addContact(contactFor(1));
  store.close();
  const inKeychain = await move(held, { kind: 'keychain' });
  const keyFile = readFileSync(held.paths.keyFile);
  const named = keyFile.subarray(9);
  const anew = await move(held, { kind: 'keychain' });
  const oldEntry = await keychain.read(named);
  const newEntry = readFileSync(held.paths.keyFile).subarray(9);
  await wipeProfile(held.paths, keychain);
  const wipedEntry = await keychain.read(newEntry);
  held.release();
  return { isSame, removed, afterwards, size: keyFile.length, inKeychain, anew, oldEntry, wipedEntry };
}

const first = await keychain.read(entry);
process.stdout.write(`${JSON.stringify(first.ok ? { first, ...((await useIt()) as object) } : { first })}\n`);
