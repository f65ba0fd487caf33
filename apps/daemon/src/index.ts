// The daemon's rooms as the command line uses them. What opens an engine is loaded only by who opens one.
import type { Check } from '@loom/contract';
import type { OpenEngine } from './open-engine.ts';
import type { EngineChoice, NetworkChoice } from './profile.ts';
import type { RestoreChoice } from './restore.ts';

export type { Door } from './door.ts';
export type { OpenEngine } from './open-engine.ts';
export { relayStdio } from './relay.ts';
export {
  connectToProfile,
  profileExists,
  profileFolder,
  profileKeyFile,
  type EngineChoice,
  type NetworkChoice,
} from './profile.ts';

/** @see open-engine.ts */
export async function openEngine(
  choice: EngineChoice,
  network: NetworkChoice | undefined,
): Promise<OpenEngine> {
  const room = await import('./open-engine.ts');
  return room.openEngine(choice, network);
}

/** @see wipe.ts */
export async function wipeClosed(choice: EngineChoice, confirm: string): Promise<string | undefined> {
  const room = await import('./wipe.ts');
  return room.wipeClosed(choice, confirm);
}

/** @see restore.ts */
export async function restoreBackup(
  choice: EngineChoice,
  options: RestoreChoice,
): Promise<string | undefined> {
  const room = await import('./restore.ts');
  return room.restoreBackup(choice, options);
}

/** @see examine.ts */
export async function examineAlone(profile: 'missing' | 'held'): Promise<readonly Check[]> {
  const room = await import('./examine.ts');
  return room.examineAlone(profile);
}
