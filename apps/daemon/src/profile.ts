// Which profile and which network an engine is for, and where a client finds the engine of a profile.
import { profilePaths } from '@loom/node';
import { connectToEngine } from './client.ts';
import type { Door } from './door.ts';

export interface EngineChoice {
  /** The folder where all profiles live; undefined for the platform's own place. */
  readonly home: string | undefined;
  readonly profile: string;
}

export interface NetworkChoice {
  /** The one port to listen on; undefined for the first free one of Loom's own. */
  readonly port: number | undefined;
  readonly mdns: boolean;
}

/** @returns undefined where no engine runs for the profile. */
export async function connectToProfile({ home, profile }: EngineChoice): Promise<Door | undefined> {
  return connectToEngine(profilePaths({ home, name: profile }).socket);
}

/** Readable by the person alone. */
export function profileFolder({ home, profile }: EngineChoice): string {
  return profilePaths({ home, name: profile }).folder;
}
