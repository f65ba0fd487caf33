// Looks at this machine's network for the doctor: each card's kind and routes, and whether multicast that is sent on it comes back.
// Uses sockets of its own, so discovery is not disturbed. Knows nothing of what the findings mean.

import { createSocket } from 'node:dgram';
import type { Clock, HostSurvey, InterfaceFacts, MulticastEcho, Random } from '@loom/engine';
import type { HostNetwork, MulticastSocket, SocketEvents } from '../mdns/host-network.ts';
import {
  chooseInterfaces,
  isLinkLocal,
  kindOf,
  type Family,
  type HostInterface,
} from '../mdns/interfaces.ts';
import { encodeQuestion } from '../mdns/packets.ts';
import { drawNames } from '../mdns/records.ts';
import { bindShared } from '../mdns/system-network.ts';
import { interfaceOf, localAddressTowards } from './default-route.ts';
import { otherResponder } from './responder.ts';

/** A question is repeated, for one may be lost, and its echo awaited for so long, ms. */
const ECHO_TRIES = 8;
const ECHO_INTERVAL_MS = 300;

/** An address of documentation (RFC 5737): which way would all that is not local go? Nothing is sent there. */
const FAR = '192.0.2.1';

export interface SurveyDeps {
  readonly network: HostNetwork;
  readonly clock: Clock;
  readonly random: Random;
}

export async function surveyMachine(deps: SurveyDeps): Promise<HostSurvey> {
  const all = deps.network.interfaces();
  const used = chooseInterfaces(all);
  const mdnsPort = await tryMdnsPort();
  const farAddress = await localAddressTowards(FAR);
  const defaultRoute = farAddress === undefined ? undefined : interfaceOf(farAddress);
  const interfaces = await Promise.all(
    all.map(async (card): Promise<InterfaceFacts> => {
      const chosen = used.find(({ name }) => name === card.name);
      const isTried = chosen !== undefined && !card.isLoopback;
      return {
        name: card.name,
        kind: kindOf(card),
        isUsed: chosen !== undefined,
        isDefaultRoute: card.name === defaultRoute || (defaultRoute === undefined && card.isDefaultRoute),
        addresses: card.addresses.map(({ address, prefixLength }) => ({ address, prefixLength })),
        multicast: isTried && mdnsPort === 'usable' ? await tryMulticast(card, deps) : [],
        detour: isTried ? await findDetour(card, used) : undefined,
      };
    }),
  );
  return { interfaces, mdnsPort, otherResponder: otherResponder(mdnsPort === 'usable') };
}

async function tryMdnsPort(): Promise<HostSurvey['mdnsPort']> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  try {
    await bindShared(socket, 4);
    return 'usable';
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' ? 'exclusive' : 'refused';
  } finally {
    socket.close();
  }
}

async function tryMulticast(card: HostInterface, deps: SurveyDeps): Promise<InterfaceFacts['multicast']> {
  const families = ([4, 6] as const).filter((family) =>
    card.addresses.some((each) => each.family === family),
  );
  return Promise.all(
    families.map(async (family) => ({ family, echo: await listenForEcho(card, family, deps) })),
  );
}

/** An address of IPv6 that is still being tried out can't send: as with a lost packet, trying again helps. */
async function listenForEcho(
  card: HostInterface,
  family: Family,
  { network, clock, random }: SurveyDeps,
): Promise<MulticastEcho> {
  const question = Buffer.from(encodeQuestion(drawNames(random).instance));
  const seen = { heard: false, sent: false, refused: false };
  let socket: MulticastSocket | undefined;
  let wake = (): void => undefined;
  for (let left = ECHO_TRIES; left > 0 && !seen.heard; left -= 1) {
    seen.refused = false;
    socket ??= await open(network, card, family, {
      onPacket: (bytes) => {
        seen.heard ||= question.equals(bytes);
        if (seen.heard) wake();
      },
      onSendFailed: () => (seen.refused = true),
      onFailed: () => (socket = undefined),
    });
    socket?.send(question);
    await new Promise<void>((resolve) => {
      const timer = clock.after(ECHO_INTERVAL_MS, resolve);
      wake = () => {
        timer.cancel();
        resolve();
      };
    });
    seen.sent ||= socket !== undefined && !seen.refused;
  }
  socket?.close();
  return seen.heard ? 'heard' : seen.sent ? 'silent' : 'not-sent';
}

async function open(
  network: HostNetwork,
  card: HostInterface,
  family: Family,
  events: SocketEvents,
): Promise<MulticastSocket | undefined> {
  try {
    return await network.open(card, family, events);
  } catch {
    return undefined;
  }
}

/** The interface that would be used for a neighbour of this card, where that is none that leads to people. */
async function findDetour(card: HostInterface, used: readonly HostInterface[]): Promise<string | undefined> {
  for (const { address, prefixLength, family } of card.addresses) {
    if (family !== 4 || prefixLength > 30 || isLinkLocal(address)) continue;
    const local = await localAddressTowards(neighbourOf(address));
    const name = local === undefined ? undefined : interfaceOf(local);
    if (name === undefined || name === card.name) continue;
    const isPeopled = used.some((each) => each.name === name && kindOf(each) === 'lan');
    if (!isPeopled) return name;
  }
  return undefined;
}

/** Another address of the same network, whoever has it: the last bits but one changed. */
function neighbourOf(address: string): string {
  const bytes = address.split('.').map(Number);
  return [...bytes.slice(0, 3), (bytes[3] ?? 0) ^ 2].join('.');
}
