// Which profile and which network an engine is for, and where a client finds the engine of a profile.
import { existsSync } from 'node:fs';
import { LoomError } from '@loom/contract';
// Not from the whole of @loom/node: a client would load the database and the ciphers with it, and use neither.
import {
  checkProfileName,
  loomHome,
  profilePaths,
  thisHost,
  type ProfilePaths,
} from '@loom/node/profile-paths';
import { connectToEngine } from './client.ts';
import type { Door } from './door.ts';

export interface EngineChoice {
  /** The folder of all profiles; LOOM_HOME or the platform's own place where it is left out. */
  readonly home?: string;
  readonly profile: string;
}

export interface NetworkChoice {
  /** The one port to listen on; undefined for the first free one of Loom's own. */
  readonly port: number | undefined;
  readonly mdns: boolean;
}

/**
 * @returns undefined where no engine runs for the profile.
 * @throws LoomError `bad-arguments` for a name that no profile can have
 */
export async function connectToProfile(choice: EngineChoice): Promise<Door | undefined> {
  return connectToEngine(socketOf(choice));
}

/** Where the engine of a profile listens. */
export function socketOf(choice: EngineChoice): string {
  return pathsOf(choice).socket;
}

/** Whether anybody has been in this profile before. */
export function profileExists(choice: EngineChoice): boolean {
  return existsSync(pathsOf(choice).database);
}

/** Readable by the person alone. */
export function profileFolder(choice: EngineChoice): string {
  return pathsOf(choice).folder;
}

/** Without it, nothing of the profile can be read. */
export function profileKeyFile(choice: EngineChoice): string {
  return pathsOf(choice).keyFile;
}

function pathsOf(choice: EngineChoice): ProfilePaths {
  const fault = checkProfileName(choice.profile);
  if (fault !== undefined) throw new LoomError(fault.code, { detail: fault.detail });
  return profilePaths(homeOf(choice), choice.profile, thisHost());
}

export function homeOf({ home }: EngineChoice): string {
  return home ?? loomHome(thisHost());
}
