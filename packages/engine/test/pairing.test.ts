import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isLoomError, keyHex, type Nearby, type Pairing } from '@loom/contract';
import { MemoryStore } from '../src/testing/index.ts';
import { World, type Person } from './support/world.ts';

let world: World;
let anna: Person;
let ben: Person;

beforeEach(async () => {
  world = new World();
  anna = await world.person('Anna', '10.0.0.1');
  ben = await world.person('Ben', '10.0.0.2');
});

afterEach(async () => {
  await world.stop();
});

async function view(person: Person): Promise<Pairing> {
  return person.call('get_pairing', {});
}

/** How `person` sees whoever calls themselves `name`. */
async function seen(person: Person, name: string): Promise<Nearby | undefined> {
  return (await view(person)).nearby.find((nearby) => nearby.name === name);
}

async function near(person: Person, name: string): Promise<Nearby> {
  const nearby = await seen(person, name);
  if (nearby === undefined) throw new Error(`${person.name} sees no ${name}`);
  return nearby;
}

async function open(...people: Person[]): Promise<void> {
  for (const person of people) await person.call('open_pairing', {});
  await world.clock.advance(3_000);
}

async function start(from: Person, to: string): Promise<void> {
  await from.call('start_pairing', { nearby_id: (await near(from, to)).nearby_id });
}

async function answer(from: Person, to: string, same: boolean): Promise<void> {
  const { nearby_id, digits = '' } = await near(from, to);
  await from.call('confirm_pairing', { nearby_id, digits, same });
  await world.clock.advance(200);
}

async function faultOf(run: Promise<unknown>): Promise<string> {
  try {
    await run;
  } catch (error) {
    if (isLoomError(error)) return error.code;
    throw error;
  }
  return 'none';
}

/** Begins, and lets both confirm. */
async function meet(a: Person, b: Person): Promise<void> {
  await start(a, b.name);
  await world.clock.advance(200);
  await answer(a, b.name, true);
  await answer(b, a.name, true);
}

describe('two people who open their windows', () => {
  test('see each other by name, with one link between them, and nothing is stored', async () => {
    await open(anna, ben);
    expect(await near(anna, 'Ben')).toMatchObject({ name: 'Ben', step: 'near' });
    expect(await near(ben, 'Anna')).toMatchObject({ name: 'Anna', step: 'near' });
    expect(anna.events.filter(({ event }) => event === 'nearby_changed')).toHaveLength(1);
    expect(world.network.openConnections).toBe(1);
    expect(await anna.call('get_contacts', {})).toEqual([]);
  });

  test('compare the same string as soon as one of them begins, whoever it is', async () => {
    await open(anna, ben);
    for (const [from, to] of [
      [anna, ben],
      [ben, anna],
    ] as const) {
      await start(from, to.name);
      await world.clock.advance(100);
      expect((await near(to, from.name)).step).toBe('compare');
      const [mine, theirs] = [await near(from, to.name), await near(to, from.name)];
      expect([mine.step, theirs.step]).toEqual(['compare', 'compare']);
      expect(mine.symbols).toHaveLength(7);
      expect(mine.symbols).toEqual(theirs.symbols);
      expect(mine.digits).toEqual(theirs.digits);
      // Each in a window of its own.
      for (const person of [anna, ben]) await person.call('close_pairing', {});
      await world.clock.advance(500);
      await open(anna, ben);
    }
  });

  test('become verified contacts of each other, and are Secured within seconds', async () => {
    await open(anna, ben);
    await meet(anna, ben);
    await world.clock.advance(2_000);
    for (const [person, other] of [
      [anna, ben],
      [ben, anna],
    ] as const) {
      const contact = await person.contact(other);
      expect(contact).toMatchObject({ display_name: other.name, verified: true, state: 'secured' });
      const nearby = await near(person, other.name);
      expect(nearby.step).toBe('done');
      expect(keyHex(nearby.public_key ?? [])).toBe(other.key);
      expect((await view(person)).failed_tries).toBe(0);
    }
    await anna.send(ben, 'hello');
    await world.clock.advance(500);
    expect(await ben.received(anna)).toEqual(['hello']);
  });

  test('need a tap each: one alone makes no contact, and no token crosses', async () => {
    await open(anna, ben);
    await start(anna, 'Ben');
    await world.clock.advance(100);
    await answer(anna, 'Ben', true);
    expect((await near(anna, 'Ben')).step).toBe('waiting');
    expect((await near(ben, 'Anna')).step).toBe('compare');
    await world.clock.advance(10_000);
    expect(await anna.call('get_contacts', {})).toEqual([]);
    expect(await ben.call('get_contacts', {})).toEqual([]);
  });

  test('have no contact where one says that it is not the same, and both are told', async () => {
    await open(anna, ben);
    await start(anna, 'Ben');
    await world.clock.advance(100);
    await answer(anna, 'Ben', true);
    await answer(ben, 'Anna', false);
    expect((await near(anna, 'Ben')).step).toBe('failed');
    expect((await near(anna, 'Ben')).reason).toContain('not the same');
    expect((await near(ben, 'Anna')).reason).toContain('You said');
    expect([(await view(anna)).failed_tries, (await view(ben)).failed_tries]).toEqual([1, 1]);
    expect(await anna.call('get_contacts', {})).toEqual([]);
    expect(await ben.call('get_contacts', {})).toEqual([]);
  });

  test('can try again after that, once both have begun, and then meet', async () => {
    await open(anna, ben);
    await start(anna, 'Ben');
    await world.clock.advance(100);
    const before = (await near(anna, 'Ben')).digits;
    await answer(anna, 'Ben', false);
    await world.clock.advance(3_000);
    await start(ben, 'Anna');
    await world.clock.advance(100);
    expect((await near(anna, 'Ben')).step).toBe('failed');
    expect((await near(ben, 'Anna')).reason).toContain('has to begin too');
    await start(anna, 'Ben');
    await world.clock.advance(100);
    expect((await near(ben, 'Anna')).step).toBe('compare');
    expect((await near(anna, 'Ben')).digits).not.toBe(before);
    await answer(anna, 'Ben', true);
    await answer(ben, 'Anna', true);
    expect((await anna.contact(ben)).verified).toBe(true);
    expect((await ben.contact(anna)).verified).toBe(true);
  });

  test('who both begin at the same moment are in one comparison', async () => {
    await open(anna, ben);
    await start(anna, 'Ben');
    await start(ben, 'Anna');
    await world.clock.advance(100);
    expect((await near(anna, 'Ben')).step).toBe('compare');
    expect((await near(anna, 'Ben')).digits).toBe((await near(ben, 'Anna')).digits);
    await answer(anna, 'Ben', true);
    await answer(ben, 'Anna', true);
    expect((await anna.contact(ben)).verified).toBe(true);
    expect((await ben.contact(anna)).verified).toBe(true);
  });

  test('who do not answer in time have failed', async () => {
    await open(anna, ben);
    await start(anna, 'Ben');
    await world.clock.advance(70_000);
    expect((await near(anna, 'Ben')).reason).toContain('too long');
    expect((await view(anna)).failed_tries).toBe(1);
    expect((await view(ben)).failed_tries).toBe(1);
  });

  test('keep session, history and names where they were contacts, and are verified then', async () => {
    await world.introduce(anna, ben);
    await world.clock.advance(3_000);
    await anna.call('rename_contact', {
      contact_pub_key: ben.key,
      display_name: 'Benny',
    });
    await anna.send(ben, 'before');
    await world.clock.advance(500);
    const before = await anna.contact(ben);
    expect(before).toMatchObject({ verified: false, state: 'secured' });
    await open(anna, ben);
    await meet(ben, anna);
    const after = await anna.contact(ben);
    expect(after).toMatchObject({ verified: true, display_name: 'Benny', state: 'secured' });
    expect(after.session_id).toBe(before.session_id);
    expect(after.generation).toBe(before.generation);
    expect(await ben.received(anna)).toEqual(['before']);
    expect(await anna.call('get_contacts', {})).toHaveLength(1);
  });
});

describe('a meeting that only one of two could store', () => {
  test('can be had again: who has met the other already compares once more, and both are contacts', async () => {
    await open(anna, ben);
    ben.failNext = 'addContact';
    await meet(anna, ben);
    expect((await near(anna, 'Ben')).step).toBe('done');
    expect((await near(ben, 'Anna')).reason).toContain('disk is full');
    await world.clock.advance(20_000);
    await start(ben, 'Anna');
    await world.clock.advance(200);
    expect((await near(anna, 'Ben')).step).toBe('compare');
    await answer(anna, 'Ben', true);
    await answer(ben, 'Anna', true);
    expect([(await near(anna, 'Ben')).step, (await near(ben, 'Anna')).step]).toEqual(['done', 'done']);
    expect(await anna.call('get_contacts', {})).toHaveLength(1);
    expect((await ben.contact(anna)).verified).toBe(true);
  });

  test('leaves whom one has met as met, where the second comparison comes to nothing', async () => {
    await open(anna, ben);
    ben.failNext = 'addContact';
    await meet(anna, ben);
    await world.clock.advance(20_000);
    await start(ben, 'Anna');
    await world.clock.advance(200);
    await answer(ben, 'Anna', false);
    expect((await near(anna, 'Ben')).step).toBe('done');
    expect((await anna.contact(ben)).verified).toBe(true);
  });

  test.each(['addContact', 'updateContact'] as const)(
    'leaves no unverified contact behind where %s fails',
    async (method) => {
      await open(anna, ben);
      anna.failNext = method;
      await meet(anna, ben);
      expect((await near(anna, 'Ben')).step).toBe('failed');
      expect(await anna.call('get_contacts', {})).toEqual([]);
      expect(new MemoryStore(anna.database).listContacts()).toEqual([]);
    },
  );

  test('costs nothing where only the address could not be stored', async () => {
    await open(anna, ben);
    anna.failNext = 'rememberAddress';
    await meet(anna, ben);
    expect((await near(anna, 'Ben')).step).toBe('done');
    expect((await anna.contact(ben)).verified).toBe(true);
    expect(anna.count('contact_changed')).toBeGreaterThan(0);
    await world.clock.advance(5_000);
    expect((await anna.contact(ben)).state).toBe('secured');
  });
});

describe('a window', () => {
  test('ends by itself after five minutes, and with it every comparison and every connection', async () => {
    await open(anna, ben);
    expect((await view(anna)).visible_until).toBe(world.clock.now() - 3_000 + 300_000);
    await world.clock.advance(290_000);
    await start(anna, 'Ben');
    await world.clock.advance(8_000);
    expect(await view(anna)).not.toHaveProperty('visible_until');
    expect((await near(anna, 'Ben')).step).toBe('failed');
    expect(world.network.openConnections).toBe(0);
    expect(await faultOf(start(anna, 'Ben'))).toBe('pairing-off');
  });

  test('is not seen, and does not see, once it is closed', async () => {
    await open(anna, ben);
    await anna.call('close_pairing', {});
    await world.clock.advance(500);
    expect((await view(ben)).nearby).toEqual([]);
    expect((await view(anna)).nearby).toEqual([]);
    expect(world.network.openConnections).toBe(0);
  });

  test('can be opened again, and has forgotten the failed tries', async () => {
    await open(anna, ben);
    await start(anna, 'Ben');
    await world.clock.advance(100);
    await answer(anna, 'Ben', false);
    await anna.call('close_pairing', {});
    await open(anna);
    expect((await view(anna)).failed_tries).toBe(0);
    expect(await near(anna, 'Ben')).toMatchObject({ step: 'near' });
  });

  test('that is open stays as it is when it is opened once more', async () => {
    await open(anna);
    const { visible_until: until } = await view(anna);
    await world.clock.advance(10_000);
    expect((await anna.call('open_pairing', {})).visible_until).toBe(until);
  });

  test('ends with the third failed try', async () => {
    await open(anna, ben);
    for (let round = 1; round <= 3; round += 1) {
      await start(anna, 'Ben');
      await start(ben, 'Anna');
      await world.clock.advance(100);
      await answer(anna, 'Ben', false);
      expect((await view(anna)).failed_tries).toBe(round);
      await world.clock.advance(20_000);
    }
    expect(await view(anna)).not.toHaveProperty('visible_until');
    expect(await view(ben)).not.toHaveProperty('visible_until');
    expect(world.network.openConnections).toBe(0);
    expect(await faultOf(start(anna, 'Ben'))).toBe('pairing-off');
  });

  test('ends with the engine', async () => {
    await open(anna, ben);
    await anna.stop();
    await world.clock.advance(500);
    expect((await view(ben)).nearby).toEqual([]);
  });

  test('counts a comparison that the other side broke off once it could know the string', async () => {
    await open(anna, ben);
    await start(anna, 'Ben');
    await world.clock.advance(100);
    await ben.call('close_pairing', {});
    await world.clock.advance(500);
    expect((await view(anna)).failed_tries).toBe(1);
    expect((await near(anna, 'Ben')).reason).toContain('ended before both had confirmed');
  });

  test('has room for one comparison at a time, and whoever comes second is told so', async () => {
    const cleo = await world.person('Cleo', '10.0.0.3');
    await open(anna, ben, cleo);
    await start(anna, 'Ben');
    await world.clock.advance(100);
    expect(await faultOf(start(anna, 'Cleo'))).toBe('pairing-busy');
    await start(cleo, 'Ben');
    await world.clock.advance(100);
    expect((await near(cleo, 'Ben')).reason).toContain('comparing with somebody else');
    expect((await view(cleo)).failed_tries).toBe(0);
    await answer(anna, 'Ben', true);
    await answer(ben, 'Anna', true);
    expect((await anna.contact(ben)).verified).toBe(true);
    await world.clock.advance(1_000);
    await start(cleo, 'Ben');
    await world.clock.advance(100);
    expect((await near(cleo, 'Ben')).step).toBe('compare');
  });

  test('in which three begin in a ring stays open, and nobody is charged with a try', async () => {
    const cleo = await world.person('Cleo', '10.0.0.3');
    await open(anna, ben, cleo);
    await start(anna, 'Ben');
    await start(ben, 'Cleo');
    await start(cleo, 'Anna');
    await world.clock.advance(200);
    for (const person of [anna, ben, cleo]) expect((await view(person)).failed_tries).toBe(0);
  });

  test('shows two people with the same name apart, and each meets the one that was chosen', async () => {
    const other = await world.person('Ben', '10.0.0.4');
    await open(anna, ben, other);
    const both = (await view(anna)).nearby.filter(({ name }) => name === 'Ben');
    expect(both).toHaveLength(2);
    await anna.call('start_pairing', { nearby_id: both[0]?.nearby_id ?? '' });
    await world.clock.advance(100);
    const steps = [(await near(ben, 'Anna')).step, (await near(other, 'Anna')).step];
    expect(steps.toSorted()).toEqual(['compare', 'near']);
  });

  test('shows sixteen people at most', async () => {
    const crowd: Person[] = [];
    for (let index = 0; index < 18; index += 1) {
      crowd.push(await world.person(`P${index}`, `10.0.1.${index}`));
    }
    await open(anna, ...crowd);
    expect((await view(anna)).nearby).toHaveLength(16);
  });

  test('is opened by a person with a name, and where discovery is on', async () => {
    const nobody = await world.person('', '10.0.0.5').catch((error: unknown) => error);
    expect(isLoomError(nobody) && nobody.code).toBe('name-empty');
    const alone = await world.person('Dora', '10.0.0.6', { multicast: false });
    expect(await faultOf(alone.call('open_pairing', {}))).toBe('pairing-no-discovery');
    expect(await view(alone)).toEqual({ failed_tries: 0, nearby: [] });
  });

  test('refuses what makes no sense now, by name', async () => {
    expect(await faultOf(anna.call('start_pairing', { nearby_id: '0'.repeat(16) }))).toBe('pairing-off');
    await open(anna, ben);
    expect(await faultOf(anna.call('start_pairing', { nearby_id: '0'.repeat(16) }))).toBe('unknown-nearby');
    const { nearby_id: id } = await near(anna, 'Ben');
    expect(await faultOf(anna.call('confirm_pairing', { nearby_id: id, digits: '000000', same: true }))).toBe(
      'pairing-nothing-to-compare',
    );
  });

  test.each([300, 700, 1_200])('comes to one link where both dial over a slow network: %i ms', async (ms) => {
    const slow = new World(ms, ms);
    try {
      const [dora, ed] = [await slow.person('Dora', '10.0.0.1'), await slow.person('Ed', '10.0.0.2')];
      for (const person of [dora, ed]) await person.call('open_pairing', {});
      // Both begin at once, on whatever link there is by then.
      await slow.clock.runUntil(() => [dora, ed].every((person) => person.count('nearby_changed') > 0));
      await start(dora, 'Ed');
      await start(ed, 'Dora');
      await slow.clock.advance(20_000);
      expect((await near(dora, 'Ed')).step).toBe('compare');
      expect((await near(dora, 'Ed')).digits).toBe((await near(ed, 'Dora')).digits);
      expect(slow.network.openConnections).toBe(1);
      expect((await view(dora)).failed_tries + (await view(ed)).failed_tries).toBe(0);
    } finally {
      await slow.stop();
    }
  });
});
