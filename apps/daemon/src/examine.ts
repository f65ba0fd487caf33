// The doctor where no engine can be had for a profile: looks at this machine, and leaves nothing behind.
import type { Check } from '@loom/contract';
import { examineMachine } from '@loom/engine';
import { systemClock, systemHost, systemRandom } from '@loom/node';

/** @param profile why there is no engine. */
export function examineAlone(profile: 'missing' | 'held'): Promise<Check[]> {
  const host = systemHost({ clock: systemClock, random: systemRandom, log: () => undefined });
  return examineMachine(host, profile);
}
