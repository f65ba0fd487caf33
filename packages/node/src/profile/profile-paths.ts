// Where a profile lives on each platform, as names only. Knows nothing of what is there.

import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

/** What of the machine decides where things are. */
export interface Host {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string;
  /** The number of the user; undefined on Windows, where there is none. */
  readonly userId: number | undefined;
}

export interface ProfilePaths {
  readonly folder: string;
  readonly database: string;
  readonly keyFile: string;
  /** Of the engine that runs this profile: a Unix domain socket, or a named pipe on Windows. */
  readonly socket: string;
  readonly log: string;
  /** Of files on their way to becoming something; what is in it when nobody has the profile open is of no use. */
  readonly drafts: string;
  /** Locked by the process that has the profile, whether its database is open or not. */
  readonly lock: string;
}

export interface ProfileNameFault {
  readonly code: 'bad-arguments';
  readonly detail: string;
}

/** `sun_path` holds 104 bytes on macOS and 108 on Linux, the closing zero among them. */
const SOCKET_PATH_BYTES = 100;
/** Enough that two profiles of one user never meet. */
const HASH_DIGITS = 16;

const PROFILE_NAME = /^[A-Za-z0-9_-](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?$/;
/** Windows takes these for devices, whatever extension they have; refused everywhere, so that a home can move. */
const DEVICE_NAME = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

export function thisHost(): Host {
  return {
    platform: process.platform,
    env: process.env,
    homeFolder: homedir(),
    userId: process.getuid?.(),
  };
}

/** The folder of all profiles: LOOM_HOME, or the platform's place for the data of an application. */
export function loomHome(host: Host): string {
  const { env, homeFolder, platform } = host;
  const path = pathsOf(host);
  if (env['LOOM_HOME']) return path.resolve(env['LOOM_HOME']);
  switch (platform) {
    case 'win32':
      return path.join(env['APPDATA'] ?? path.join(homeFolder, 'AppData', 'Roaming'), 'Loom');
    case 'darwin':
      return path.join(homeFolder, 'Library', 'Application Support', 'Loom');
    default: {
      // The XDG Base Directory Specification says to ignore a relative one.
      const dataHome = env['XDG_DATA_HOME'] ?? '';
      return path.join(
        path.isAbsolute(dataHome) ? dataHome : path.join(homeFolder, '.local', 'share'),
        'loom',
      );
    }
  }
}

export function checkProfileName(name: string): ProfileNameFault | undefined {
  if (PROFILE_NAME.test(name) && !DEVICE_NAME.test(name)) return undefined;
  const detail =
    'a profile’s name is 1 to 64 letters (a to z), digits, “-”, “_” or “.”, does not begin or end with “.”, and is no device of Windows';
  return { code: 'bad-arguments', detail };
}

/**
 * @param home as `loomHome` tells it.
 * @param name that `checkProfileName` lets pass.
 */
export function profilePaths(home: string, name: string, host: Host): ProfilePaths {
  const path = pathsOf(host);
  const folder = path.join(path.resolve(home), 'profiles', name);
  return {
    folder,
    database: path.join(folder, 'loom.db'),
    keyFile: path.join(folder, 'database.key'),
    socket: socketPath(folder, host),
    log: path.join(folder, 'loom.log'),
    drafts: path.join(folder, 'drafts'),
    lock: path.join(folder, 'profile.lock'),
  };
}

function socketPath(folder: string, host: Host): string {
  if (host.platform === 'win32') return `\\\\.\\pipe\\loom-${hashOf(folder.toLowerCase())}`;
  const inProfile = posix.join(folder, 'engine.sock');
  if (Buffer.byteLength(inProfile) <= SOCKET_PATH_BYTES) return inProfile;
  // Not TMPDIR: it may differ between the engine and those who look for it.
  return posix.join('/tmp', `loom-${host.userId}`, `${hashOf(folder)}.sock`);
}

function hashOf(folder: string): string {
  return createHash('sha256').update(folder).digest('hex').slice(0, HASH_DIGITS);
}

function pathsOf({ platform }: Host): typeof posix {
  return platform === 'win32' ? win32 : posix;
}
