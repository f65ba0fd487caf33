// From something that happens to a network until what is then written is delivered both ways: real Looms in network namespaces.
// Knows nothing of how Loom does it.
import { setTimeout as sleep } from 'node:timers/promises';
import { PeerProcess } from '../packages/node/test/fixtures/peer-process.ts';
import { allSecured, Inhabitant, introduceAll } from '../test/network/support/inhabitant.ts';
import { Lan, whyNoLan } from '../test/network/support/lan.ts';
import { microsecondsSince, row, summarize, type Row } from './measure.ts';

const rounds = 6;
const discoveries = 20;
/** Between two rounds, so that a network that flaps is not what is measured. */
const restMs = 6_000;
const lidMs = 7_000;
const target = '< 2 s';

export async function benchNetwork(): Promise<Row[]> {
  const reason = whyNoLan();
  if (reason !== undefined) {
    process.stderr.write(`bench network: skipped, ${reason}\n`);
    return [];
  }
  return [await benchDiscovery(), ...(await benchEvents()), await benchMemory()];
}

/** From a host's start until the first connection between the two, whoever dialled. */
async function benchDiscovery(): Promise<Row> {
  await using lan = new Lan();
  const [left, right] = [lan.host('a'), lan.host('b')];
  const stays = new PeerProcess('stays', left.launcher);
  const taken: number[] = [];
  try {
    await stays.find(({ event }) => event === 'listening');
    for (let round = 0; round < discoveries; round += 1) {
      const comes = new PeerProcess(`comes ${round}`, right.launcher);
      await comes.find(({ event }) => event === 'listening');
      const begun = process.hrtime.bigint();
      const reached = ({ event, text }: { event: string; text?: string }): boolean =>
        event === 'received' && text === comes.marker;
      await Promise.race([stays.find(reached), comes.find(({ event }) => event === 'received')]);
      taken.push(microsecondsSince(begun));
      await comes.finish();
    }
  } finally {
    await stays.kill();
  }
  return row('discovery: started to connected', summarize(taken), { target: 'p95 < 1 s' });
}

async function benchEvents(): Promise<Row[]> {
  await using lan = new Lan();
  await using a = await Inhabitant.move(lan.host('a'));
  await using b = await Inhabitant.move(lan.host('b'));
  const { host } = b;
  await introduceAll([a, b]);
  await allSecured([a, b]);
  let last = 100;
  let address = host.address;
  const move = (): void => {
    const next = `198.51.100.${(last += 1)}`;
    host.readdress(address, next);
    address = next;
  };
  const measure = async (name: string, happen: () => unknown): Promise<Row> => {
    const taken: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await sleep(restMs);
      await happen();
      taken.push(await untilDelivered(a, b));
    }
    return row(name, summarize(taken), { target });
  };
  return [
    await measure('new address to delivered', move),
    await measure('card replaced to delivered', () => {
      host.ip('link', 'delete', 'lan0');
      lan.plug(host, 'lan0', address);
    }),
    await measure('interface up, after 3 s down, to delivered', async () => {
      host.ip('link', 'set', 'lan0', 'down');
      await sleep(3_000);
      host.ip('link', 'set', 'lan0', 'up');
    }),
    await measure('wake to delivered', () => b.sleep(lidMs)),
    await measure('wake with another address to delivered', () => b.sleep(lidMs, move)),
  ];
}

/** Without multicast: from ready to delivered by the addresses that are remembered. */
async function benchMemory(): Promise<Row> {
  await using lan = new Lan();
  await using a = await Inhabitant.move(lan.host('a'));
  await using b = await Inhabitant.move(lan.host('b'));
  await introduceAll([a, b]);
  await allSecured([a, b]);
  for (const { host } of [a, b]) host.filter('udp dport 5353 drop');
  const taken: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await b.restart();
    taken.push(await untilDelivered(a, b));
  }
  return row('started without multicast to delivered', summarize(taken), { target });
}

async function untilDelivered(a: Inhabitant, b: Inhabitant): Promise<number> {
  const begun = process.hrtime.bigint();
  await Promise.all([a.deliver(b, 'there'), b.deliver(a, 'and back')]);
  return microsecondsSince(begun);
}
