// What the doctor can tell without an engine: of the machine alone. Opens no profile, stores nothing, and says nothing to anybody.
import type { Check } from '@loom/contract';
import type { Host } from '../ports/index.ts';
import type { Facts } from './facts.ts';
import { judge } from './judge.ts';

/** @param profile why there is no engine that could be asked. */
export async function examineMachine(host: Host, profile: 'missing' | 'held'): Promise<Check[]> {
  const facts: Facts = {
    profile,
    network: { state: 'not-started' },
    discovery: { state: 'off' },
    survey: await host.survey(),
    heard: [],
    copies: [],
    contacts: 0,
    connected: 0,
    reach: 'not-asked',
    moved: undefined,
  };
  return judge(facts);
}
