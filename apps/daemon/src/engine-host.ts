// Hosts one profile: takes it, opens it or leaves it locked, keeps its log, and answers for it in either state. One process owns
// a profile while this lasts. Knows nothing of clients.
import {
  commandNames,
  hostCommands,
  loomVersion,
  type EngineHandlers,
  type Handlers,
  type LoomEvent,
  type Settings,
  type Status,
} from '@loom/contract';
import type { Clock } from '@loom/engine';
import { holdProfile, systemClock, systemKeychain, type Argon2Cost, type Keychain } from '@loom/node';
import type { ProfilePaths } from '@loom/node/profile-paths';
import { backupHandlers } from './backup-handlers.ts';
import { custodyHandlers, requireOpen } from './custody-handlers.ts';
import type { EventListener, LocalEngine } from './door.ts';
import { createIdleLock, type IdleLock } from './idle-lock.ts';
import { openProfileLog } from './profile-log.ts';
import { homeOf, type EngineChoice, type NetworkChoice } from './profile.ts';
import { asLoomError, ProfileRoom } from './profile-room.ts';
import { createReportBug, type ReportBug } from './report-bug.ts';
import { createRestoreUpload } from './restore-upload.ts';

export interface EngineHost extends LocalEngine {
  readonly paths: ProfilePaths;
  readonly reportBug: ReportBug;
  /** Says goodbye and closes all links; whatever waits for an outcome gets `engine-stopped`. */
  stop(): Promise<void>;
  /** Gives the profile up. */
  release(): void;
}

/** What a test puts in the place of the machine's. */
export interface HostOptions {
  readonly clock?: Clock;
  readonly keychain?: Keychain;
  readonly passphraseCost?: Argon2Cost;
}

/**
 * @param network undefined: the engine stays off the network, for a command that only reads or stores.
 * @throws LoomError where the profile can't be taken or opened, but for want of a passphrase: `engine-running`, `database-…`,
 * `keychain-unavailable`, `folder-read-only`
 */
export async function hostEngine(
  choice: EngineChoice,
  network: NetworkChoice | undefined,
  { clock = systemClock, keychain = systemKeychain(), passphraseCost: cost }: HostOptions = {},
): Promise<EngineHost> {
  const name = choice.profile;
  const hold = holdProfile({ home: homeOf(choice), name });
  if (!hold.ok) throw asLoomError(hold.fault);
  const { held } = hold;

  const listeners = new Set<EventListener>();
  const raise = (event: LoomEvent): void => {
    if (event.event === 'settings_changed') lockAfter(event.payload.settings);
    for (const listener of listeners) listener(event);
  };
  const profileLog = openProfileLog(held.paths.log, () => systemClock.now(), raise);
  const { log } = profileLog;
  const reportBug = createReportBug(log);

  const room = new ProfileRoom(held, keychain, { name, network, cost, log, raise });
  const upload = createRestoreUpload(held.paths.drafts, clock);
  const idle = createIdleLock(clock, () => {
    log('info', 'nobody has been here for a while');
    void custody.lock().catch(reportBug);
  });
  function lockAfter({ lock_after_minutes: minutes }: Settings): void {
    idle.lockAfter(room.running?.keyCustody === 'passphrase' ? minutes : 0);
  }
  async function watchIdleness(): Promise<void> {
    if (room.running === undefined) idle.lockAfter(0);
    else lockAfter(await room.running.handlers.get_settings({}));
  }
  async function onChanged(): Promise<void> {
    await watchIdleness();
    raise({ event: 'status_changed', payload: { status: await statusOf(room) } });
  }
  const custody = custodyHandlers({ room, idle, cost, log, forgetLog: () => profileLog.forget(), onChanged });

  function release(): void {
    room.running?.close();
    if (network !== undefined) log('info', 'Loom has ended.');
    profileLog.close();
    held.release();
  }

  try {
    if (network !== undefined) log('info', `Loom ${loomVersion} runs.`);
    await room.change(() => room.openUnlessLocked());
    await watchIdleness();
  } catch (error) {
    release();
    throw error;
  }

  const backups = {
    room,
    upload,
    log,
    status: () => room.whenSettled(() => statusOf(room)),
    async onRestored() {
      raise({ event: 'profile_restored', payload: {} });
      await onChanged();
    },
  };
  const handlersFor = (client: object): Handlers => ({
    ...engineHandlers(room, idle),
    ...profileLog.handlers,
    ...custody,
    ...backupHandlers(backups, client),
  });

  return {
    paths: held.paths,
    handlers: handlersFor(held),
    enter() {
      const client = {};
      return { handlers: handlersFor(client), leave: () => upload.leave(client) };
    },
    reportBug,
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      idle.lockAfter(0);
      upload.clear();
      await room.stop();
    },
    release,
  };
}

/** The engine's, where one runs; what is known without, otherwise. */
function engineHandlers(room: ProfileRoom, idle: IdleLock): EngineHandlers {
  const hosted: ReadonlySet<string> = new Set(hostCommands);
  const names = commandNames.filter((name): name is keyof EngineHandlers => !hosted.has(name));
  const passedOn = Object.fromEntries(
    names.map((name) => [
      name,
      (args: never): unknown => room.whenSettled((): unknown => requireOpen(room).handlers[name](args)),
    ]),
  ) as EngineHandlers;
  return {
    ...passedOn,
    has_identity: (args) => room.whenSettled(() => room.running?.handlers.has_identity(args) ?? true),
    get_status: () => room.whenSettled(() => statusOf(room)),
    send_message(args) {
      idle.note();
      return passedOn.send_message(args);
    },
  };
}

function statusOf({ running, held }: ProfileRoom): Status | Promise<Status> {
  if (running !== undefined) return running.handlers.get_status({});
  return {
    version: loomVersion,
    profile: held.name,
    has_identity: true,
    network: { running: false, discovery: 'off', interfaces: [] },
    key_custody: 'passphrase',
    locked: true,
    contacts: 0,
    waiting: 0,
  };
}
