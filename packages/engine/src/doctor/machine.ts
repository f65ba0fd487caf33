// What is right and wrong with this machine’s own network: cards, routes, addresses, multicast. Pure: facts in, findings out.
import type { Check, Finding } from '@loom/contract';
import type { HostSurvey, InterfaceFacts } from '../ports/index.ts';
import type { Facts } from './facts.ts';
import { check } from './words.ts';

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

const notLooked: Finding = { code: 'machine-unseen' };
const noCard: Finding = { code: 'card-none' };

const namesOf = (cards: readonly InterfaceFacts[]): string[] => cards.map(({ name }) => name);

function interfaces(survey: HostSurvey | undefined, cards: readonly InterfaceFacts[]): Finding {
  if (survey === undefined) return notLooked;
  if (cards.length === 0) {
    return {
      code: 'network-none',
      unused: namesOf(survey.interfaces.filter(({ kind }) => kind !== 'loopback')),
    };
  }
  const described = cards.map(({ name, addresses }) => ({
    name,
    addresses: addresses.map(({ address: each }) => each),
  }));
  return { code: 'cards-used', cards: described };
}

function route(survey: HostSurvey | undefined, cards: readonly InterfaceFacts[]): Finding {
  if (survey === undefined) return notLooked;
  const led = cards.find(({ kind, detour }) => kind === 'lan' && detour !== undefined);
  if (led?.detour !== undefined) return { code: 'route-detour', card: led.name, through: led.detour };
  const primary = survey.interfaces.find(({ isDefaultRoute }) => isDefaultRoute);
  if (primary?.kind === 'tunnel') return { code: 'route-vpn', name: primary.name };
  const virtual = cards.filter(({ kind }) => kind === 'virtual');
  if (virtual.length > 0 && virtual.length === cards.length)
    return { code: 'route-container', names: namesOf(virtual) };
  return cards.length === 0 ? noCard : { code: 'route-clear' };
}

function ipv6(cards: readonly InterfaceFacts[]): Finding {
  if (cards.length === 0) return noCard;
  const has = cards.filter(({ addresses }) => addresses.some(({ address: each }) => each.includes(':')));
  return has.length > 0 ? { code: 'ipv6-there', names: namesOf(has) } : { code: 'ipv6-none' };
}

function address(moved: Facts['moved']): Finding {
  if (moved === undefined || moved.agoMs > RECENT_MOVE_MS) return { code: 'address-steady' };
  return { code: 'address-moved', ms: moved.agoMs, before: moved.before, after: moved.after };
}

function mdnsPort(survey: HostSurvey | undefined): Finding {
  const program = survey?.otherResponder;
  switch (survey?.mdnsPort) {
    case undefined:
      return notLooked;
    case 'exclusive':
      return { code: 'mdns-taken', ...(program !== undefined && { program }) };
    case 'refused':
      return { code: 'mdns-refused' };
    case 'usable':
      return program === undefined ? { code: 'mdns-open' } : { code: 'mdns-shared', program };
  }
}

function multicast(survey: HostSurvey | undefined, cards: readonly InterfaceFacts[]): Finding {
  if (survey === undefined) return notLooked;
  if (cards.length === 0) return noCard;
  if (survey.mdnsPort !== 'usable') return { code: 'multicast-untried' };
  const tried = cards.flatMap(({ name, multicast: tries }) =>
    tries.map(({ family, echo }) => ({ where: `${name} (IPv${family})`, echo })),
  );
  const named = (echo: string): string[] =>
    tried.filter((each) => each.echo === echo).map(({ where }) => where);
  const [silent, unsent] = [named('silent'), named('not-sent')];
  if (silent.length > 0) return { code: 'multicast-silent', where: silent };
  if (unsent.length > 0) return { code: 'multicast-unsent', where: unsent };
  return { code: 'multicast-heard', where: named('heard') };
}
