// Puts an engine together for one profile: its files, the real network, the log. One process owns a profile while this
// lasts. Knows nothing of clients.
import { LoomError, loomVersion, type HostHandlers, type LoomEvent, type Status } from '@loom/contract';
import { createEngine, defaultPorts } from '@loom/engine';
import {
  mdnsDiscovery,
  openProfile,
  PAIRING_SERVICE,
  profileBackup,
  systemClock,
  systemHost,
  systemRandom,
  tcpTransport,
} from '@loom/node';
import type { ProfilePaths } from '@loom/node/profile-paths';
import { withAutoNetwork } from './auto-network.ts';
import { backupHandlers, type BackupHandlers } from './backup-handlers.ts';
import type { EventListener, LocalEngine } from './door.ts';
import { openProfileLog, type ProfileLog } from './profile-log.ts';
import { homeOf, type EngineChoice, type NetworkChoice } from './profile.ts';
import { createReportBug, type ReportBug } from './report-bug.ts';

export interface EngineHost extends LocalEngine {
  readonly paths: ProfilePaths;
  readonly reportBug: ReportBug;
  /** Says goodbye and closes all links; whatever waits for an outcome gets `engine-stopped`. */
  stop(): Promise<void>;
  /** Gives the profile up. */
  release(): void;
}

/**
 * @param network undefined: the engine stays off the network, for a command that only reads or stores.
 * @throws LoomError where the profile can't be opened: `engine-running`, `database-…`, `folder-read-only`
 */
export async function hostEngine(
  choice: EngineChoice,
  network: NetworkChoice | undefined,
): Promise<EngineHost> {
  const opened = openProfile({ home: homeOf(choice), name: choice.profile });
  if (!opened.ok) {
    const { code, ...facts } = opened.fault;
    throw new LoomError(code, facts);
  }
  const { store, paths, keyCustody } = opened.profile;

  const listeners = new Set<EventListener>();
  const raise = (event: LoomEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const profileLog = openProfileLog(paths.log, () => systemClock.now(), raise);
  const { log } = profileLog;

  const engine = orRelease(store, profileLog, () =>
    createEngine({
      store,
      transport: tcpTransport(),
      discovery: network?.mdns ? mdnsDiscovery({ clock: systemClock, random: systemRandom, log }) : undefined,
      pairingDiscovery: network?.mdns
        ? mdnsDiscovery({ service: PAIRING_SERVICE, clock: systemClock, random: systemRandom, log })
        : undefined,
      host: systemHost({ clock: systemClock, random: systemRandom, log }),
      clock: systemClock,
      random: systemRandom,
      log,
      profile: choice.profile,
      keyCustody,
      backup: profileBackup({ store, drafts: paths.drafts, clock: systemClock, random: systemRandom }),
      ports: network?.port === undefined ? defaultPorts : [network.port],
    }),
  );
  engine.on(raise);
  const networked = withAutoNetwork(engine.handlers);
  if (network !== undefined) {
    log('info', `Loom ${loomVersion} runs.`);
    await networked.startIfIdentity();
  }

  return {
    paths,
    handlers: {
      ...(network === undefined ? engine.handlers : networked.handlers),
      ...profileLog.handlers,
      ...hostHandlers(choice.profile, keyCustody),
      ...backupHandlers({ status: () => engine.handlers.get_status({}) }),
    },
    reportBug: createReportBug(log),
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => engine.stop(),
    release() {
      store.close();
      if (network !== undefined) log('info', 'Loom has ended.');
      profileLog.close();
    },
  };
}

/** An engine that can't begin gives the profile up again. */
function orRelease<T>(store: { close(): void }, log: ProfileLog, begin: () => T): T {
  try {
    return begin();
  } catch (error) {
    store.close();
    log.close();
    throw error;
  }
}

/** The key is in its file, and stays there. */
function hostHandlers(
  profile: string,
  current: Status['key_custody'],
): Omit<HostHandlers, keyof BackupHandlers | 'get_log'> {
  const unavailable = new LoomError('keychain-unavailable', { detail: 'this Loom does not know it' });
  return {
    lock: () => {
      throw new LoomError('lock-needs-passphrase', {});
    },
    unlock: () => null,
    get_key_choices: () => ({
      current,
      keychain: false,
      keychain_reason: unavailable.message,
      fault: unavailable.toFault(),
    }),
    set_key_custody: ({ kind }) => {
      if (kind === current) return null;
      throw unavailable;
    },
    note_activity: () => null,
    wipe_profile: () => {
      throw new LoomError('wipe-unconfirmed', { profile });
    },
  };
}
