// Two engines in this process meet over real sockets: multicast DNS and TCP on this machine.
import { afterEach, expect, test } from 'vitest';
import { createEngine, type Engine } from '@loom/engine';
import { MemoryDatabase, MemoryStore } from '@loom/engine/testing';
import { mdnsDiscovery, PAIRING_SERVICE, systemClock, systemRandom, tcpTransport } from '../src/index.ts';

const engines: Engine[] = [];
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.stop()));
});

type Commands = Engine['handlers'];

/** Somebody on this machine's loopback: names are new in each run, since others may be on the air too. */
async function person(name: string): Promise<Commands> {
  const ambient = { clock: systemClock, random: systemRandom, log: () => {} };
  const engine = createEngine({
    ...ambient,
    store: new MemoryStore(new MemoryDatabase()),
    transport: tcpTransport(),
    discovery: mdnsDiscovery({ ...ambient, interfaces: [] }),
    pairingDiscovery: mdnsDiscovery({ ...ambient, service: PAIRING_SERVICE, interfaces: [] }),
    host: undefined,
    profile: name,
    keyCustody: 'memory',
    ports: [0],
  });
  engines.push(engine);
  const { handlers } = engine;
  await handlers.generate_new_identity({ name });
  await handlers.start_network({});
  return handlers;
}

async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('two engines find each other, compare, confirm and are secured, also in a window opened right after another', async () => {
  const names = ['a', 'b'].map((letter) => `${letter} ${crypto.randomUUID()}`);
  const [a, b] = await Promise.all([person(names[0] ?? ''), person(names[1] ?? '')]);
  const near = (call: Commands, name: string | undefined) => async () =>
    (await call.get_pairing({})).nearby.find((nearby) => nearby.name === name);
  await Promise.all([a.open_pairing({}), b.open_pairing({})]);
  await a.close_pairing({});
  await a.open_pairing({});
  const bob = await until(near(a, names[1]));
  await until(near(b, names[0]));
  await a.start_pairing({ nearby_id: bob.nearby_id });
  const compared = async (call: Commands, name: string | undefined) =>
    until(async () => {
      const nearby = await near(call, name)();
      return nearby?.step === 'compare' ? nearby : undefined;
    });
  const [mine, theirs] = await Promise.all([compared(a, names[1]), compared(b, names[0])]);
  expect(mine.digits).toBe(theirs.digits);
  expect(mine.symbols).toEqual(theirs.symbols);
  await a.confirm_pairing({ nearby_id: mine.nearby_id, digits: mine.digits ?? '', same: true });
  await b.confirm_pairing({ nearby_id: theirs.nearby_id, digits: theirs.digits ?? '', same: true });
  for (const call of [a, b]) {
    const contact = await until(async () => {
      const [first] = await call.get_contacts({});
      return first?.state === 'secured' ? first : undefined;
    });
    expect(contact.verified).toBe(true);
    expect(names).toContain(contact.display_name);
  }
});
