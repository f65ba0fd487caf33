// The commands about where a profile's key is kept, about its lock and its end. They also serve while it is locked. Knows nothing
// of clients.
import { LoomError, type HostHandlers, type KeyChoice, type Status } from '@loom/contract';
import type { Log } from '@loom/engine';
import {
  keyOf,
  makeNextKey,
  moveKey,
  readKeyFile,
  systemRandom,
  wipeProfile,
  type Argon2Cost,
  type KeyPlace,
} from '@loom/node';
import type { IdleLock } from './idle-lock.ts';
import { asLoomError, type ProfileRoom } from './profile-room.ts';
import type { RunningEngine } from './running-engine.ts';

type CustodyHandlers = Pick<
  HostHandlers,
  'lock' | 'unlock' | 'get_key_choices' | 'set_key_custody' | 'note_activity' | 'wipe_profile'
>;

interface CustodyDeps {
  readonly room: ProfileRoom;
  readonly idle: IdleLock;
  /** Of a try of a passphrase that is set from now on; undefined for the usual one. */
  readonly cost: Argon2Cost | undefined;
  readonly log: Log;
  /** Nothing that was logged is told any more, and its file is closed. */
  readonly forgetLog: () => void;
  /** A change has ended: the status is another one. */
  readonly onChanged: () => Promise<void>;
}

type Handled = Omit<CustodyHandlers, 'lock'> & { readonly lock: () => Promise<null> };

export function custodyHandlers({ room, idle, cost, log, forgetLog, onChanged }: CustodyDeps): Handled {
  return {
    lock: () =>
      room.change(async () => {
        if (room.running === undefined) return null;
        if (room.running.keyCustody !== 'passphrase') throw new LoomError('lock-needs-passphrase', {});
        await room.close();
        log('info', 'Loom is locked.');
        await onChanged();
        return null;
      }),

    unlock: ({ passphrase }) =>
      room.change(async () => {
        if (room.running !== undefined) return null;
        await room.open(passphrase);
        log('info', 'Loom is unlocked.');
        await onChanged();
        return null;
      }),

    async get_key_choices() {
      // No entry has this name; to look for it is enough to know that somebody answers.
      const probe = await room.keychain.read(new Uint8Array(16));
      const current = await room.whenSettled(
        (): Status['key_custody'] => room.running?.keyCustody ?? 'passphrase',
      );
      if (probe.ok) return { current, keychain: true };
      const fault = new LoomError('keychain-unavailable', { detail: probe.detail });
      return { current, keychain: false, keychain_reason: fault.message, fault: fault.toFault() };
    },

    set_key_custody: ({ kind, passphrase, current_passphrase: current }) =>
      room.change(async () => {
        const running = requireOpen(room);
        if (running.keyCustody === 'passphrase') await checkPassphrase(room, current);
        else if (running.keyCustody === kind) return null;
        const made = await makeNextKey(placeOf(kind, passphrase), {
          keychain: room.keychain,
          random: systemRandom,
          cost,
        });
        if (!made.ok) throw asLoomError(made.fault);
        let fault;
        try {
          fault = await room.exchange(running, [passphrase, current], (key) =>
            moveKey(room.held.paths, { key, ...made.made }, room.keychain),
          );
        } finally {
          made.made.nextKey.fill(0);
          // Also where it could not be opened again: then it is locked, and who is connected has to see it.
          await onChanged();
        }
        if (fault !== undefined) throw asLoomError(fault);
        log('info', `the key is kept anew: ${kind}`);
        return null;
      }),

    note_activity: () =>
      room.whenSettled(() => {
        requireOpen(room);
        idle.note();
        return null;
      }),

    wipe_profile({ confirm }) {
      const { name, paths } = room.held;
      if (confirm !== name) throw new LoomError('wipe-unconfirmed', { profile: name });
      return room.change(async () => {
        try {
          await room.close();
          forgetLog();
          await wipeProfile(paths, room.keychain);
          await room.open(undefined);
        } finally {
          await onChanged();
        }
        return null;
      });
    },
  };
}

/** @throws LoomError `locked` */
export function requireOpen(room: ProfileRoom): RunningEngine {
  if (room.running === undefined) throw new LoomError('locked', {});
  return room.running;
}

function placeOf(kind: KeyChoice, passphrase = ''): KeyPlace {
  return kind === 'passphrase' ? { kind, passphrase } : { kind };
}

/** @throws LoomError `passphrase-wrong` */
async function checkPassphrase({ held, keychain }: ProfileRoom, passphrase = ''): Promise<void> {
  const read = readKeyFile(held.paths.keyFile);
  if (read?.ok !== true) throw new LoomError('passphrase-wrong', {});
  const key = await keyOf(read.file, { passphrase, keychain });
  if (!key.ok) throw asLoomError(key.fault);
  key.key.fill(0);
}
