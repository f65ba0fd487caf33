import { describe, expect, test } from 'vitest';
import { InterfaceWatch } from '../src/mdns/interface-watch.ts';
import {
  chooseInterfaces,
  isDialable,
  sourceCheck,
  type HostInterface,
  type InterfaceAddress,
} from '../src/mdns/interfaces.ts';

const v4: InterfaceAddress = { family: 4, address: '192.0.2.1', prefixLength: 24 };
const v6: InterfaceAddress = { family: 6, address: 'fe80::1', prefixLength: 64 };

function card(name: string, more: Partial<HostInterface> = {}): HostInterface {
  const plain = { scopeId: 2, isLoopback: false, isPointToPoint: false, isDefaultRoute: false };
  return { name, ...plain, addresses: [v4, v6], ...more };
}

const lo = card('lo', {
  isLoopback: true,
  addresses: [
    { family: 4, address: '127.0.0.1', prefixLength: 8 },
    { family: 6, address: '::1', prefixLength: 128 },
  ],
});

describe('the choice of interfaces', () => {
  const virtual = ['docker0', 'br-0123456789ab', 'veth12ab34', 'virbr0', 'virbr0-nic', 'vmnet8'];

  test('takes cards and IPv4 loopback', () => {
    const chosen = chooseInterfaces([lo, card('eth0'), card('wlan0'), card('br-lan'), card('en0')]);
    expect(chosen.map(({ name }) => name)).toEqual(['lo', 'eth0', 'wlan0', 'br-lan', 'en0']);
    expect(chosen[0]?.addresses.map(({ address }) => address)).toEqual(['127.0.0.1']);
  });

  test.each(virtual)('leaves %s out, unless the default route goes there', (name) => {
    expect(chooseInterfaces([card(name)])).toEqual([]);
    expect(chooseInterfaces([card(name, { isDefaultRoute: true })])).toHaveLength(1);
  });

  test('leaves tunnels out, unless the default route goes there', () => {
    expect(chooseInterfaces([card('tun0', { isPointToPoint: true })])).toEqual([]);
    expect(chooseInterfaces([card('tun0', { isPointToPoint: true, isDefaultRoute: true })])).toHaveLength(1);
  });

  test('takes exactly what a person named, and loopback', () => {
    const all = [lo, card('eth0'), card('docker0'), card('wlan0', { isDefaultRoute: true })];
    const chosen = chooseInterfaces(all, ['docker0', 'nothere']);
    expect(chosen.map(({ name }) => name)).toEqual(['lo', 'docker0']);
  });

  test('leaves out what has no address', () => {
    expect(chooseInterfaces([card('eth0', { addresses: [] })])).toEqual([]);
  });
});

describe('what belongs to an interface', () => {
  test('is what comes from its subnets, or from link-local addresses on it', () => {
    const global: InterfaceAddress = { family: 6, address: '2001:db8:1::1', prefixLength: 64 };
    const isOnLink = sourceCheck(card('eth0', { addresses: [v4, v6, global] }));
    const sources = ['192.0.2.200', '192.0.3.1', 'fe80::9%eth0', 'fe80::9%2', 'fe80::9%wlan0', 'fe80::9'];
    expect(sources.map(isOnLink)).toEqual([true, false, true, true, false, false]);
    expect(['2001:db8:1::9', '2001:db8:2::9', 'nonsense'].map(isOnLink)).toEqual([true, false, false]);
  });

  test('is dialled only where it leads somewhere else', () => {
    const no = ['127.0.0.1', '::1', '0.0.0.0', '::', '224.0.0.251', 'ff02::fb', '255.255.255.255'];
    const mapped = ['::ffff:127.0.0.1', '::ffff:7f00:1'];
    expect([...no, ...mapped].filter((address) => isDialable(card('eth0'), address))).toEqual([]);
    const yes = ['192.0.2.9', '10.0.0.1', 'fe80::9', '2001:db8::9'];
    expect(yes.filter((address) => isDialable(card('eth0'), address))).toEqual(yes);
    expect(isDialable(lo, '127.0.0.1')).toBe(true);
  });
});

describe('the watch over interfaces', () => {
  test('follows the first change at once, and flapping only once it holds still', () => {
    const watch = new InterfaceWatch([card('eth0')]);
    expect(watch.hasChanged([card('eth0')], 1_000)).toBe(false);
    expect(watch.hasChanged([], 2_000)).toBe(true);
    expect(watch.hasChanged([card('eth0')], 3_000)).toBe(false);
    expect(watch.isPressing).toBe(true);
    expect(watch.hasChanged([], 4_000)).toBe(false);
    expect(watch.hasChanged([card('eth0')], 5_000)).toBe(false);
    expect(watch.hasChanged([card('eth0')], 6_000)).toBe(true);
    expect(watch.hasChanged([], 7_000)).toBe(false);
    expect(watch.isPressing).toBe(false);
    expect(watch.hasChanged([card('eth0')], 7_000)).toBe(false);
  });

  test('notices an address, a prefix and an index', () => {
    for (const changed of [
      card('eth0', { addresses: [v4] }),
      card('eth0', { addresses: [{ ...v4, prefixLength: 16 }, v6] }),
      card('eth0', { scopeId: 3 }),
    ]) {
      expect(new InterfaceWatch([card('eth0')]).hasChanged([changed], 0)).toBe(true);
    }
  });
});
