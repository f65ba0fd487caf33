// Which of a machine's interfaces Loom uses for discovery, and what belongs to each. Knows nothing of how they are found
// or opened.

import { BlockList, isIPv6 } from 'node:net';

export type Family = 4 | 6;

export interface InterfaceAddress {
  readonly family: Family;
  /** Without a scope. */
  readonly address: string;
  readonly prefixLength: number;
}

export interface HostInterface {
  readonly name: string;
  /** The number that scopes link-local addresses; 0 where there is none. */
  readonly scopeId: number;
  readonly isLoopback: boolean;
  readonly isPointToPoint: boolean;
  readonly isDefaultRoute: boolean;
  readonly addresses: readonly InterfaceAddress[];
}

/** Bridges and pairs of Docker, libvirt and VMware: what is behind them is this machine. */
const VIRTUAL = /^(docker0|br-[0-9a-f]{12}|veth.*|virbr\d+.*|vmnet\d+)$/;

const linkLocal = new BlockList();
linkLocal.addSubnet('fe80::', 10, 'ipv6');

export function isLinkLocal(address: string): boolean {
  return isIPv6(address) && linkLocal.check(address, 'ipv6');
}

/**
 * Cards that reach other machines, and IPv4 loopback always: two profiles on one machine meet whatever the network is.
 * @param only names that a person chose; then exactly these, and loopback.
 */
export function chooseInterfaces(all: readonly HostInterface[], only?: readonly string[]): HostInterface[] {
  return all.flatMap((card) => {
    if (card.isLoopback) {
      const addresses = card.addresses.filter(({ family }) => family === 4);
      return addresses.length > 0 ? [{ ...card, addresses }] : [];
    }
    const isWanted = only ? only.includes(card.name) : card.isDefaultRoute || kindOf(card) === 'lan';
    return isWanted && card.addresses.length > 0 ? [card] : [];
  });
}

export type InterfaceKind = 'lan' | 'loopback' | 'virtual' | 'tunnel';

export function kindOf({ name, isLoopback, isPointToPoint }: HostInterface): InterfaceKind {
  if (isLoopback) return 'loopback';
  if (isPointToPoint) return 'tunnel';
  return VIRTUAL.test(name) ? 'virtual' : 'lan';
}

/** Differs whenever discovery has to notice. */
export function fingerprint(card: HostInterface): string {
  const addresses = card.addresses.map(({ address, prefixLength }) => `${address}/${prefixLength}`);
  return [card.name, card.scopeId, ...addresses.toSorted()].join(' ');
}

/** Whether a packet with this source (a link-local one with its scope) was sent on the link of this interface. */
export function sourceCheck(card: HostInterface): (source: string) => boolean {
  const subnets = new BlockList();
  for (const { address, prefixLength, family } of card.addresses) {
    subnets.addSubnet(address, prefixLength, family === 4 ? 'ipv4' : 'ipv6');
  }
  return (source) => {
    const [address = '', scope] = source.split('%');
    if (isLinkLocal(address)) return scope === card.name || scope === String(card.scopeId);
    return subnets.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  };
}

const nowhere = new BlockList();
nowhere.addAddress('0.0.0.0');
nowhere.addAddress('255.255.255.255');
nowhere.addSubnet('224.0.0.0', 4);
nowhere.addAddress('::', 'ipv6');
nowhere.addSubnet('ff00::', 8, 'ipv6');
const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

/** Whether an address that was announced on this interface is one to dial: nobody sends us to ourselves or to a group. */
export function isDialable(card: HostInterface, address: string): boolean {
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  if (nowhere.check(address, family)) return false;
  return card.isLoopback || !loopback.check(address, family);
}
