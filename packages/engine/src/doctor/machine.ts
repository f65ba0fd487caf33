// What is right and wrong with this machine’s own network: cards, routes, addresses, multicast. Pure: facts in, findings out.
import type { Check } from '@loom/contract';
import type { HostSurvey, InterfaceFacts } from '../ports/index.ts';
import type { Facts } from './facts.ts';
import { check, duration, fault, list, ok, unknown, warning, type Finding } from './words.ts';

/** A change of address that is older than this has been noticed by everybody. */
const RECENT_MOVE_MS = 10 * 60_000;

export function judgeMachine({ survey, moved }: Facts): Check[] {
  const cards = survey?.interfaces.filter(({ kind, isUsed }) => isUsed && kind !== 'loopback') ?? [];
  return [
    check('interfaces', interfaces(survey, cards)),
    check('route', route(survey, cards)),
    check('ipv6', ipv6(cards)),
    check('address', address(moved)),
    check('mdns-port', mdnsPort(survey)),
    check('multicast', multicast(survey, cards)),
  ];
}

const notLooked = unknown('The network of this device could not be looked at.');
const noCard = unknown('There is no network card to check it on.');

function interfaces(survey: HostSurvey | undefined, cards: readonly InterfaceFacts[]): Finding {
  if (survey === undefined) return notLooked;
  if (cards.length > 0) return ok(`Loom uses ${list(cards.map(describe))}.`);
  const unused = survey.interfaces.filter(({ kind }) => kind !== 'loopback').map(({ name }) => name);
  const rest = unused.length > 0 ? ` ${list(unused)} can’t be used: it leads to no local network.` : '';
  return fault(
    `This device is on no network: no network card is up with an address.${rest}`,
    'Join a Wi-Fi or plug in a cable. Loom goes on by itself as soon as there is a network.',
  );
}

function describe({ name, addresses }: InterfaceFacts): string {
  return `${name} (${addresses.map(({ address: each }) => each).join(', ')})`;
}

function route(survey: HostSurvey | undefined, cards: readonly InterfaceFacts[]): Finding {
  if (survey === undefined) return notLooked;
  const led = cards.find(({ kind, detour }) => kind === 'lan' && detour !== undefined);
  if (led !== undefined) {
    return fault(
      `What is meant for neighbours on ${led.name} leaves through ${led.detour}: a VPN or another network stands in the way.`,
      `Let the VPN exclude the local network (“allow LAN access” in many), or end it while you use Loom.`,
    );
  }
  const primary = survey.interfaces.find(({ isDefaultRoute }) => isDefaultRoute);
  if (primary?.kind === 'tunnel') {
    return warning(
      `A VPN (${primary.name}) takes all traffic that is not local.`,
      'If contacts on this network are not found, let the VPN allow access to the local network, or end it.',
    );
  }
  const virtual = cards.filter(({ kind }) => kind === 'virtual');
  if (virtual.length > 0 && virtual.length === cards.length) {
    return warning(
      `Loom sees only the network of containers or virtual machines (${list(virtual.map(({ name }) => name))}).`,
      'Run Loom outside the container, or give the container the host’s network, to reach the people around you.',
    );
  }
  return cards.length === 0 ? noCard : ok('Nothing stands between this device and the local network.');
}

function ipv6(cards: readonly InterfaceFacts[]): Finding {
  if (cards.length === 0) return noCard;
  const has = cards.filter(({ addresses }) => addresses.some(({ address: each }) => each.includes(':')));
  if (has.length > 0) return ok(`${list(has.map(({ name }) => name))} has an IPv6 address.`);
  return warning(
    `No network card has an IPv6 address: Loom depends on IPv4 alone.`,
    'Switch IPv6 on in the system’s network settings. Its link-local addresses work even where no router gives out any.',
  );
}

function address(moved: Facts['moved']): Finding {
  if (moved === undefined || moved.agoMs > RECENT_MOVE_MS)
    return ok('This device’s address has not changed lately.');
  const [before, after] = [moved.before, moved.after].map((each) => list(each) || 'none');
  return warning(
    `This device’s address changed ${duration(moved.agoMs)} ago: before ${before}, now ${after}.`,
    'Contacts who hear this device follow by themselves. Whoever was given its address by hand needs the new one.',
  );
}

function mdnsPort(survey: HostSurvey | undefined): Finding {
  switch (survey?.mdnsPort) {
    case undefined:
      return notLooked;
    case 'exclusive':
      return fault(
        `Another program${survey?.otherResponder === undefined ? '' : ` (${survey.otherResponder})`} holds UDP port 5353 for itself, so Loom can’t use multicast DNS.`,
        'Let that program share the port (avahi: disallow-other-stacks=no), or end it. Addresses by hand work all the same.',
      );
    case 'refused':
      return fault(
        'The system does not let Loom open UDP port 5353.',
        'Allow Loom the local network (on macOS: System Settings, Privacy & Security, Local Network).',
      );
    case 'usable': {
      const other = survey?.otherResponder;
      return ok(
        other === undefined ? 'UDP port 5353 is open to Loom.' : `UDP port 5353 is shared with ${other}.`,
      );
    }
  }
}

function multicast(survey: HostSurvey | undefined, cards: readonly InterfaceFacts[]): Finding {
  if (survey === undefined) return notLooked;
  if (cards.length === 0) return noCard;
  if (survey.mdnsPort !== 'usable') return unknown('It could not be tried without UDP port 5353.');
  const tried = cards.flatMap(({ name, multicast: tries }) =>
    tries.map(({ family, echo }) => ({ where: `${name} (IPv${family})`, echo })),
  );
  const named = (echo: string): string[] =>
    tried.filter((each) => each.echo === echo).map(({ where }) => where);
  const [silent, unsent] = [named('silent'), named('not-sent')];
  if (silent.length > 0) {
    return fault(
      `What Loom sent to all on ${list(silent)} was not heard back on this very device: a firewall drops it.`,
      'Allow UDP port 5353 in this device’s firewall, in and out. Until then give addresses by hand, or search the network.',
    );
  }
  if (unsent.length > 0) {
    return fault(
      `Nothing can be sent to all on ${list(unsent)}.`,
      'See that the firewall lets UDP port 5353 out and that the card is connected.',
    );
  }
  return ok(`What Loom sends to all is heard back on ${list(named('heard'))}.`);
}
