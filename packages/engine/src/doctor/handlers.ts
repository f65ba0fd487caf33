// The commands that look at the network as a whole. Knows nothing of how an engine is put together.
import type { Handlers } from '@loom/contract';
import type { Network } from '../network.ts';
import { gatherFacts, type Surroundings } from './gather.ts';
import { judge } from './judge.ts';

export function networkHandlers(deps: {
  surroundings: () => Surroundings;
  /** @throws LoomError `network-not-running` */
  requireNetwork: () => Network;
}): Pick<Handlers, 'search_network' | 'run_doctor'> {
  return {
    search_network: () => deps.requireNetwork().search(),
    run_doctor: async () => ({ checks: judge(await gatherFacts(deps.surroundings())) }),
  };
}
