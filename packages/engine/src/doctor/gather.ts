// Finds the facts that the doctor judges by: from the machine, from the network while it runs, and by asking contacts. Knows nothing
// of what they mean.
import { defaultPort, type LoomError } from '@loom/contract';
import { epochAt, type ReachOutcome } from '@loom/protocol';
import { knockAt } from '../discovery/search.ts';
import { interfaceBeside } from '../discovery/subnets.ts';
import { limits } from '../limits.ts';
import type { Connector } from '../links/connector.ts';
import type { Network } from '../network.ts';
import type { Peer } from '../peers/peer.ts';
import type { Address, Clock, Host, Transport } from '../ports/index.ts';
import type { Facts, HeardFact } from './facts.ts';

export interface Surroundings {
  readonly host: Host | undefined;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly peers: readonly Peer[];
  readonly hasIdentity: boolean;
  readonly network: Network | undefined;
  /** Why the network did not start. */
  readonly startFailure: LoomError | undefined;
}

export async function gatherFacts(around: Surroundings): Promise<Facts> {
  const { host, network, peers, clock } = around;
  const elsewhere = peers.flatMap((peer): Connector[] => {
    const isElsewhere = peer.link !== undefined && host?.holds(peer.link.remote.host) !== true;
    return network !== undefined && isElsewhere ? [network.connectorOf(peer)] : [];
  });
  network?.lookAround();
  const [survey, reach] = await Promise.all([host?.survey(), askReach(elsewhere)]);
  const heard = await hearOthers(around);
  const moved = network?.moved;
  return {
    profile: around.hasIdentity ? 'with-identity' : 'without-identity',
    network: stateOf(around),
    discovery: network?.discovery ?? { state: 'off' },
    survey,
    heard,
    copies: hearCopies(around),
    contacts: peers.length,
    connected: elsewhere.length,
    reach,
    moved: moved && {
      agoMs: clock.monotonic() - moved.at,
      before: moved.before.map(({ address }) => address),
      after: moved.after.map(({ address }) => address),
    },
  };
}

function stateOf({ network, startFailure }: Surroundings): Facts['network'] {
  if (network !== undefined) return { state: 'listening', port: network.port, defaultPort };
  return startFailure === undefined
    ? { state: 'not-started' }
    : { state: 'failed', fault: startFailure.toFault() };
}

/** What we announce ourselves may come back to us, from a card beside or by way of a repeater: our own port on our own address. */
function hearCopies({ network, host }: Surroundings): Address[] {
  const others = (network?.heard() ?? []).filter(({ hosts, port, isAsUs }) => {
    return isAsUs && !(port === network?.port && hosts.some((each) => host?.holds(each) === true));
  });
  return others.flatMap(({ hosts, port }) => hosts.slice(0, 1).map((each) => ({ host: each, port })));
}

async function hearOthers({ network, host, transport, clock }: Surroundings): Promise<HeardFact[]> {
  const epoch = epochAt(clock.now());
  const own = host?.addresses() ?? [];
  const others =
    network
      ?.heard()
      .filter(({ hosts, isAsUs }) => !isAsUs && !hosts.some((each) => host?.holds(each) === true)) ?? [];
  return Promise.all(
    others
      .slice(0, limits.doctorDoors)
      .map(async ({ hosts, port, peers, epoch: theirs }): Promise<HeardFact> => {
        // Anybody can say that a Loom listens anywhere: only neighbours are tried, and no system service.
        const near = hosts.filter((each) => interfaceBeside(each, own) !== undefined);
        const tried = port < limits.offerLeastPort ? [] : near.slice(0, limits.doctorHosts);
        const doors = await Promise.all(tried.map((each) => knockAt(transport, { host: each, port })));
        const best = (['opened', 'refused', 'silent'] as const).find((outcome) => doors.includes(outcome));
        const door = best ?? 'not-tried';
        return { isContact: peers.length > 0, epochsAhead: theirs - epoch, door };
      }),
  );
}

/** The best of what some contacts say: one that gets through shows that the door is open. */
async function askReach(connectors: readonly Connector[]): Promise<Facts['reach']> {
  if (connectors.some(({ aside }) => aside.isInbound)) return 'reached';
  const outcomes = await Promise.all(
    connectors.slice(0, limits.doctorAsks).map(({ aside }) => aside.askReach()),
  );
  const best: readonly ReachOutcome[] = ['opened', 'refused', 'no-answer', 'not-tried'];
  return best.find((outcome) => outcomes.includes(outcome)) ?? 'not-asked';
}
