// Faults put into networks of real hosts, one at a time: the doctor names each, and nothing else.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Check, CheckId } from '@loom/contract';
import { afterEach, describe, expect, test } from 'vitest';
import { Inhabitant, introduceAll, isSecured } from './support/inhabitant.ts';
import { Lan, untilReady, whyNoLan, type Host } from './support/lan.ts';

const reason = whyNoLan();
/** Vitest types its matchers as any. */
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
const limit = { timeout: 120_000 };

const opened: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).toReversed()) await each[Symbol.asyncDispose]();
});

function openLan(): Lan {
  const lan = new Lan();
  opened.push(lan);
  return lan;
}

async function inhabit(...args: Parameters<typeof Inhabitant.move>): Promise<Inhabitant> {
  const person = await Inhabitant.move(...args);
  opened.push(person);
  return person;
}

/** Two people who are connected, each on a host of its own. */
async function twoPeople(hosts: readonly Host[]): Promise<[Inhabitant, Inhabitant]> {
  const [a, b] = await Promise.all(hosts.map((host) => inhabit(host)));
  if (a === undefined || b === undefined) throw new Error('two hosts are needed');
  await introduceAll([a, b]);
  await b.until(a, isSecured);
  await Promise.all([a.event('peer_discovered'), b.event('peer_discovered')]);
  return [a, b];
}

async function checks(person: Inhabitant): Promise<Check[]> {
  return (await person.call('run_doctor', {})).checks;
}

/** What is not as it should be: the findings by their check. */
function troubles(all: readonly Check[]): Partial<Record<CheckId, string>> {
  const bad = all.filter(({ status }) => status === 'fault' || status === 'warning');
  for (const { remedy } of bad) expect(remedy).toMatch(/\w/);
  return Object.fromEntries(bad.map(({ id, status, saw }) => [id, `${status}: ${saw}`]));
}

const listenOn = (port: number): string[] => [
  process.execPath,
  '-e',
  `require('net').createServer().listen(${port}, () => console.log(1))`,
];
const holdMdnsPort = [
  process.execPath,
  '-e',
  "require('dgram').createSocket('udp6').bind(5353, () => console.log(1))",
];

describe.skipIf(reason !== undefined)(
  `the doctor${reason === undefined ? '' : ` (${reason})`}`,
  limit,
  () => {
    test('finds nothing wrong between two who are connected', async () => {
      const lan = openLan();
      const [a, b] = await twoPeople([lan.host('a'), lan.host('b')]);
      for (const person of [a, b]) {
        const all = await checks(person);
        expect(troubles(all)).toEqual({});
        expect(all.filter(({ status }) => status === 'unknown')).toEqual([]);
      }
      const outcome = await b.home.run('doctor');
      expect(outcome.code).toBe(0);
      expect(outcome.stdout).toMatch(/^ok +interfaces +Loom uses lan0 \(198\.51\.100\.2/m);
    });

    test('names no network at all, and ends with 1', async () => {
      const host = openLan().host('a');
      const a = await inhabit(host);
      host.ip('link', 'set', 'lan0', 'down');
      const { code, stdout } = await a.home.run('--json', 'doctor');
      const all = (JSON.parse(stdout) as { checks: Check[] }).checks;
      expect(code).toBe(1);
      expect(troubles(all)).toMatchObject({ interfaces: matching(/^fault: .*no network/) });
      expect(Object.keys(troubles(all)).filter((id) => id !== 'heard' && id !== 'address')).toEqual([
        'interfaces',
      ]);
    });

    test('names a firewall that lets no multicast in', async () => {
      const lan = openLan();
      const [, b] = await twoPeople([lan.host('a'), lan.host('b')]);
      b.host.filter('udp dport 5353 drop');
      expect(troubles(await checks(b))).toEqual({
        multicast: matching(/^fault: .*lan0 \(IPv4\).* was not heard back .* firewall/),
      });
    });

    test('names a firewall that lets no multicast out', async () => {
      const lan = openLan();
      const [, b] = await twoPeople([lan.host('a'), lan.host('b')]);
      b.host.filterOut('udp dport 5353 drop');
      expect(troubles(await checks(b))).toEqual({
        multicast: matching(/^fault: Nothing can be sent to all on lan0 \(IPv4\)/),
      });
    });

    test('names a firewall that lets no connections in, as a contact on the other side sees it', async () => {
      const lan = openLan();
      const hosts = [lan.host('a'), lan.host('b')];
      hosts[1]?.filter('tcp dport 47113 tcp flags & (syn|ack) == syn drop');
      const [, b] = await twoPeople(hosts);
      expect(troubles(await checks(b))).toEqual({
        reachable: matching(/^fault: A contact tried TCP port 47113 .* got no answer/),
      });
    });

    test('names a network that keeps its devices apart', async () => {
      const lan = openLan();
      const hosts = [lan.host('a'), lan.host('b')] as const;
      for (const host of hosts) host.filter('iifname "lan0" meta l4proto tcp drop');
      const [a, b] = [await inhabit(hosts[0]), await inhabit(hosts[1])];
      await introduceAll([a, b]);
      await b.event('peer_discovered');
      expect(troubles(await checks(b))).toEqual({
        isolation: matching(/^fault: 1 Loom heard, but no connection .* goes through/),
      });
    });

    test('names a program that holds the mDNS port for itself', async () => {
      const host = openLan().host('a');
      await untilReady(host.spawn(...holdMdnsPort));
      const a = await inhabit(host);
      expect(troubles(await checks(a))).toEqual({
        'mdns-port': matching(/^fault: Another program \(.+\) holds UDP port 5353/),
        discovery: matching(/^fault: Discovery could not be started/),
      });
    });

    test('names a VPN that swallows what is meant for neighbours', async () => {
      const host = openLan().host('a');
      await host.vpn('198.51.100.0/25', '198.51.100.128/25');
      const a = await inhabit(host);
      expect(troubles(await checks(a))).toMatchObject({
        route: matching(/^fault: What is meant for neighbours on lan0 leaves through tun0/),
      });
    });

    test('names a VPN that takes the default route', async () => {
      const lan = openLan();
      const hosts = [lan.host('a'), lan.host('b')];
      await hosts[1]?.vpn('default');
      const [, b] = await twoPeople(hosts);
      expect(troubles(await checks(b))).toMatchObject({
        route: matching(/^warning: A VPN \(tun0\) takes all traffic/),
      });
    });

    test('names a container’s network where there is no other', async () => {
      const lan = openLan();
      const host = lan.host('a');
      host.ip('link', 'delete', 'lan0');
      lan.plug(host, 'docker0', '172.17.0.2');
      host.ip('route', 'add', 'default', 'via', '172.17.0.1');
      expect(troubles(await checks(await inhabit(host)))).toMatchObject({
        route: matching(/^warning: Loom sees only the network of containers .*docker0/),
      });
    });

    test('names a clock that is hours off', async () => {
      const lan = openLan();
      const late = lan.file('late.mjs', 'const now = Date.now; Date.now = () => now() - 5 * 3_600_000;\n');
      const a = await inhabit(lan.host('a'));
      const b = await inhabit(lan.host('b'), [], ['env', `NODE_OPTIONS=--import=${late}`]);
      await introduceAll([a, b]);
      await b.until(a, isSecured);
      expect(troubles(await checks(b))).toEqual({
        clock: matching(/^fault: This device’s clock is about 5 h behind/),
      });
    });

    test('names a process that holds the profile and does not answer, and ends with 1', async () => {
      const a = await inhabit(openLan().host('a'));
      const sockets = readdirSync(a.home.folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
        path.endsWith('.sock'),
      );
      for (const socket of sockets) rmSync(join(a.home.folder, socket));
      const { code, stdout } = await a.home.run('--json', 'doctor');
      const { checks: all } = JSON.parse(stdout) as { checks: Check[] };
      expect(code).toBe(1);
      expect(troubles(all)).toEqual({
        engine: matching(/^fault: Another process holds this profile/),
      });
    });

    test('says so when Loom does not run, and checks what can be checked without it', async () => {
      const a = await inhabit(openLan().host('a'));
      await a.daemon.stop();
      const { code, stdout } = await a.home.run('--json', 'doctor');
      const { checks: all } = JSON.parse(stdout) as { checks: Check[] };
      expect(code).toBe(0);
      expect(troubles(all)).toEqual({
        engine: matching(/^warning: Loom does not run for this profile/),
      });
      expect(all.find(({ id }) => id === 'multicast')?.status).toBe('ok');
    });

    test('names a port that is taken, and one that is not the usual one', async () => {
      const host = openLan().host('a');
      await untilReady(host.spawn(...listenOn(47113)));
      const fixed = await inhabit(host, ['--port', '47113']);
      expect(troubles(await checks(fixed))).toMatchObject({
        port: matching(/^fault: Port 47113 is taken/),
      });
      const free = await inhabit(host);
      expect(troubles(await checks(free))).toMatchObject({
        port: matching(/^warning: Loom listens on TCP port 47114, not on 47113/),
      });
    });

    test('names a host without IPv6', async () => {
      const lan = openLan();
      const hosts = [lan.host('a'), lan.host('b')];
      hosts[1]?.withoutIpv6();
      const [, b] = await twoPeople(hosts);
      expect(troubles(await checks(b))).toEqual({
        ipv6: matching(/^warning: No network card has an IPv6/),
      });
    });

    test('names discovery that is switched off', async () => {
      const a = await inhabit(openLan().host('a'), ['--no-mdns']);
      expect(troubles(await checks(a))).toEqual({
        discovery: matching(/^warning: Discovery is switched off/),
      });
    });

    test('names an address that has changed', async () => {
      const lan = openLan();
      const [a, b] = await twoPeople([lan.host('a'), lan.host('b')]);
      b.host.readdress(b.host.address, '198.51.100.80');
      await a.event('peer_discovered', (payload) => (payload as { ip: string }).ip === '198.51.100.80');
      await b.until(a, isSecured);
      expect(troubles(await checks(b))).toEqual({
        address: matching(/^warning: This device’s address changed .* now 198\.51\.100\.80/),
      });
    });

    test('says that it is alone where nobody else is heard', async () => {
      const a = await inhabit(openLan().host('a'));
      expect(troubles(await checks(a))).toEqual({
        heard: matching(/^warning: No other Loom is heard/),
      });
    });
  },
);
