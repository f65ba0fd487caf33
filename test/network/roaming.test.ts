// Three hosts on one LAN, each a real Loom in a network namespace of its own, and what networks do to them: whatever happens, what
// they then write is delivered both ways, once and in order.
import { afterEach, describe, expect, test } from 'vitest';
import { allSecured, Inhabitant, introduceAll, isSecured, pairs } from './support/inhabitant.ts';
import { Lan, whyNoLan, whyNoProgram, type Host } from './support/lan.ts';

const reason = whyNoLan();
if (reason !== undefined) console.warn(`Loom on whole networks is not tested: ${reason}`);
const noAvahi = whyNoProgram('avahi-daemon');
const limit = { timeout: 240_000 };

const opened: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).toReversed()) await each[Symbol.asyncDispose]();
});

function openLan(): Lan {
  const lan = new Lan();
  opened.push(lan);
  return lan;
}

async function inhabit(host: Host, flags: readonly string[] = []): Promise<Inhabitant> {
  const person = await Inhabitant.move(host, flags);
  opened.push(person);
  return person;
}

type Three = [Inhabitant, Inhabitant, Inhabitant];

async function threePeople(lan: Lan, hosts = [lan.host('a'), lan.host('b'), lan.host('c')]): Promise<Three> {
  const people = (await Promise.all(hosts.map((host) => inhabit(host)))) as Three;
  await introduceAll(people);
  return people;
}

let said = 0;

/** Everybody writes to everybody, and all of it arrives: once, in order, and said to be delivered. */
async function untilAllTold(people: readonly Inhabitant[]): Promise<void> {
  const ways = pairs(people).flatMap<[Inhabitant, Inhabitant]>(([one, other]) => [
    [one, other],
    [other, one],
  ]);
  await Promise.all(
    ways.map(async ([from, to]) => {
      const before = await to.received(from);
      const texts = [1, 2, 3].map(() => `message ${(said += 1)}`);
      await Promise.all(texts.map((text) => from.deliver(to, text)));
      expect(await to.received(from)).toEqual([...before, ...texts]);
    }),
  );
}

const dropsMdns = 'udp dport 5353 drop';

describe.skipIf(reason !== undefined)(
  `three hosts on one LAN${reason === undefined ? '' : ` (${reason})`}`,
  limit,
  () => {
    test('talk where a fifth of all packets is lost', async () => {
      const lan = openLan();
      const people = await threePeople(lan);
      for (const { host } of people) host.filter('iifname "lan0" numgen random mod 100 < 20 drop');
      await allSecured(people);
      await untilAllTold(people);
    });

    test('talk where one of them is far away', async ({ annotate }) => {
      const lan = openLan();
      const { host, by } = await lan.slowHost('c', 150);
      await annotate(`the delay is made by ${by}`);
      const people = await threePeople(lan, [lan.host('a'), lan.host('b'), host]);
      await allSecured(people);
      await untilAllTold(people);
    });

    test('talk again after an interface went down and came up', async () => {
      const people = await threePeople(openLan());
      await allSecured(people);
      const [a, b] = people;
      b.host.ip('link', 'set', 'lan0', 'down');
      await b.until(a, (contact) => !isSecured(contact));
      b.host.ip('link', 'set', 'lan0', 'up');
      await untilAllTold(people);
    });

    test('talk on after one of them got a new address', async () => {
      const people = await threePeople(openLan());
      await allSecured(people);
      const [, b] = people;
      b.host.readdress(b.host.address, '198.51.100.77');
      await untilAllTold(people);
    });

    test('talk on after a card was replaced by another with the same address', async () => {
      const lan = openLan();
      const people = await threePeople(lan);
      await allSecured(people);
      const [, b] = people;
      b.host.ip('link', 'delete', 'lan0');
      lan.plug(b.host, 'lan0', b.host.address);
      await untilAllTold(people);
    });

    test('talk on over the second card when the first is gone', async () => {
      const lan = openLan();
      const people = await threePeople(lan);
      for (const [index, { host }] of people.entries())
        lan.plug(host, 'lan1', `203.0.113.${index + 1}`, 'br1');
      await allSecured(people);
      await untilAllTold(people);
      const [, b] = people;
      b.host.ip('link', 'set', 'lan0', 'down');
      await untilAllTold(people);
    });

    test('find one who was started without a network, once it has one', async () => {
      const lan = openLan();
      const hosts = [lan.host('a'), lan.host('b'), lan.host('c')];
      hosts[2]?.ip('link', 'set', 'lan0', 'down');
      const people = await threePeople(lan, hosts);
      const [a, b, c] = people;
      await allSecured([a, b]);
      expect((await c.contact(a))?.state).not.toBe('secured');
      c.host.ip('link', 'set', 'lan0', 'up');
      await untilAllTold(people);
    });

    test('find each other without multicast by a search, and again from memory after a restart', async () => {
      const lan = openLan();
      const hosts = [lan.host('a'), lan.host('b'), lan.host('c')];
      for (const host of hosts) host.filter(dropsMdns);
      const people = await threePeople(lan, hosts);
      const [a, b, c] = people;
      expect((await a.contact(b))?.state).toBe('new');
      const { probed, open, found } = await a.call('search_network', {});
      expect({ probed, open, found }).toEqual({ probed: 253, open: 2, found: 2 });
      await b.call('inject_peer_address', { peer_pub_key: c.key, ip: c.host.address, port: 47113 });
      await untilAllTold(people);
      await b.restart();
      await untilAllTold(people);
    });

    test('find two people behind one address without multicast', async () => {
      const lan = openLan();
      const hosts = [lan.host('a'), lan.host('b')] as const;
      for (const host of hosts) host.filter('iifname "lan0" udp dport 5353 drop');
      const people = [await inhabit(hosts[0]), await inhabit(hosts[1]), await inhabit(hosts[1])];
      await introduceAll(people);
      expect(await people[0]?.call('search_network', {})).toMatchObject({ open: 2, found: 2 });
      await untilAllTold(people);
    });

    test('talk on when multicast ends to work and one of them moves', async () => {
      const people = await threePeople(openLan());
      await allSecured(people);
      for (const { host } of people) host.filter(dropsMdns);
      const [, b] = people;
      b.host.readdress(b.host.address, '198.51.100.78');
      await untilAllTold(people);
    });

    test('talk where a VPN takes the default route', async () => {
      const lan = openLan();
      const hosts = [lan.host('a'), lan.host('b'), lan.host('c')];
      await hosts[1]?.vpn('default');
      const people = await threePeople(lan, hosts);
      await allSecured(people);
      await untilAllTold(people);
    });

    test.skipIf(noAvahi !== undefined)(
      `talk beside avahi${noAvahi === undefined ? '' : ` (${noAvahi})`}`,
      async () => {
        const lan = openLan();
        const hosts = [lan.host('a'), lan.host('b'), lan.host('c')] as const;
        const settings =
          '[server]\nhost-name=beside\nuse-ipv6=yes\nenable-dbus=no\n[publish]\npublish-workstation=yes\n';
        const file = lan.file('avahi.conf', settings);
        // A place of its own for what it keeps in /run, where another avahi may be at work.
        const inPrivate =
          'mount -t tmpfs none /run && exec avahi-daemon --no-drop-root --no-chroot --no-rlimits -f "$0"';
        const avahi = hosts[1].spawn('unshare', '--mount', 'sh', '-c', inPrivate, file);
        const people = await threePeople(lan, [...hosts]);
        await allSecured(people);
        await untilAllTold(people);
        expect(avahi.exitCode).toBeNull();
        expect(hosts[1].run('sh', '-c', 'grep -c :14E9 /proc/net/udp').trim()).not.toBe('0');
      },
    );

    test('talk on after one of them slept and woke with another address', async () => {
      const people = await threePeople(openLan());
      await allSecured(people);
      const [a, b] = people;
      await b.sleep(8_000, () => b.host.readdress(b.host.address, '198.51.100.79'));
      await untilAllTold(people);
      await a.sleep(8_000);
      await untilAllTold(people);
    });
  },
);
