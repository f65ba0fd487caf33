// What becomes of a conversation when one side's database is older than what the other has seen, or is in use twice.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Person, World } from './support/world.ts';

let world: World;
let anna: Person;
let ben: Person;

beforeEach(async () => {
  world = new World();
  anna = await world.person('Anna', '10.0.0.1');
  ben = await world.person('Ben', '10.0.0.2');
  await world.introduce(anna, ben);
  await world.clock.advance(5_000);
});
afterEach(() => world.stop());

async function exchange(...words: string[]): Promise<void> {
  for (const word of words) {
    await anna.send(ben, `anna ${word}`);
    await ben.send(anna, `ben ${word}`);
    await world.clock.advance(200);
  }
  await world.clock.advance(2_000);
}

async function notices(of: Person, about: Person): Promise<string[]> {
  const messages = await of.messages(about);
  return messages.filter(({ kind }) => kind === 'notice').map(({ content }) => content);
}

async function restore(person: Person, backup: Person['database']): Promise<void> {
  person.crash();
  person.database = backup.copy();
  await person.start();
  await world.clock.advance(90_000);
}

describe.each([
  ['the side that leads', () => (anna.key > ben.key ? [anna, ben] : [ben, anna])],
  ['the side that follows', () => (anna.key > ben.key ? [ben, anna] : [anna, ben])],
] as const)('yesterday’s database restored on %s', (_, sides) => {
  let old: Person;
  let other: Person;
  beforeEach(() => {
    const [first, second] = sides();
    if (first === undefined || second === undefined) throw new Error('two people');
    old = first;
    other = second;
  });

  test('is found, both are told which of them it was, and what either holds arrives once and in order', async () => {
    await exchange('1', '2', '3');
    const backup = old.database.copy();
    const lostWords = ['4', '5'];
    await exchange(...lostWords);
    await restore(old, backup);
    await exchange('6');

    const say = (person: Person, words: string[]): string[] =>
      words.map((word) => `${person.name.toLowerCase()} ${word}`);
    expect(await other.received(old)).toEqual(say(old, ['1', '2', '3', '4', '5', '6']));
    expect(await old.received(other)).toEqual(say(other, ['1', '2', '3', '4', '5', '6']));
    expect(await old.states(other)).toEqual(['delivered', 'delivered', 'delivered', 'delivered']);
    expect(await other.states(old)).toEqual(Array.from({ length: 6 }, () => 'delivered'));
    expect(await notices(old, other)).toEqual([expect.stringContaining('This device has an older copy')]);
    expect(await notices(other, old)).toEqual([expect.stringContaining('went back to an older copy')]);
    expect((await old.contact(other)).session_id).toBe((await other.contact(old)).session_id);
    expect((await old.contact(other)).state).toBe('secured');
  });

  test('what waited in it is sent in a new stream, and what the other has already is not shown twice', async () => {
    await exchange('1');
    other.crash();
    await old.send(other, 'waits');
    const backup = old.database.copy();
    await old.send(other, 'written later, and lost with the newer database');
    await other.start();
    await world.clock.advance(60_000);
    await restore(old, backup);
    await old.send(other, 'new');
    await world.clock.advance(2_000);
    expect(await other.received(old)).toEqual([
      `${old.name.toLowerCase()} 1`,
      'waits',
      'written later, and lost with the newer database',
      'new',
    ]);
    expect(await old.states(other)).toEqual(['delivered', 'delivered', 'delivered']);
  });

  test('restored a second time within a day, two copies in use are suspected in words', async () => {
    await exchange('1');
    const backup = old.database.copy();
    await exchange('2');
    await restore(old, backup);
    await exchange('3');
    await restore(old, backup);
    await exchange('4');
    expect((await notices(other, old)).at(-1)).toContain('two copies of one profile');
    expect(await other.received(old)).toHaveLength(4);
    expect(await old.received(other)).toHaveLength(4);
  });

  test('restored to before its last stream, it gets in order what it lacks of the streams since', async () => {
    await exchange('1');
    const oldest = other.database.copy();
    await exchange('2');
    // Old goes back, and so begins a second stream; then the other goes back to the time of the first.
    await restore(old, old.database.copy());
    const backup = old.database.copy();
    await exchange('3');
    await restore(old, backup);
    await exchange('4');
    await restore(other, oldest);
    await exchange('5');
    const received = await other.received(old);
    const mine = received.map((content) => content.split(' ')[1]);
    // 3 was written by the copy of `old` that is gone.
    expect(mine).toEqual(['1', '2', '4', '5']);
    expect(await old.received(other)).toHaveLength(5);
  });
});

test('two copies in use that gave the same seqs to different messages lose none of them, and it is said', async () => {
  await exchange('1');
  const copy = anna.database.copy();
  world.network.partitionOneWay(anna.address, ben.address);
  await anna.send(ben, 'X');
  await anna.send(ben, 'Y');
  await world.clock.advance(300);
  const original = anna.database.copy();
  anna.crash();
  world.network.heal();
  anna.database = copy;
  await anna.start();
  await world.clock.advance(90_000);
  await anna.send(ben, 'P');
  await anna.send(ben, 'Q');
  await world.clock.advance(5_000);
  // Now the original again: to each other's counters the two look the same.
  anna.crash();
  anna.database = original;
  await anna.start();
  await world.clock.advance(90_000);
  await anna.send(ben, 'Z');
  await world.clock.advance(30_000);
  expect(await ben.received(anna)).toEqual(['anna 1', 'P', 'Q', 'X', 'Y', 'Z']);
  expect(await anna.states(ben)).toEqual(['delivered', 'delivered', 'delivered', 'delivered']);
  expect(await notices(anna, ben)).toEqual([expect.stringContaining('two copies of one profile')]);
  expect(ben.log.filter((line) => line.includes('was refused'))).toHaveLength(1);
});

// Anna's first copy writes to Ben's first, and her second to his second; then her second meets his first.
describe.each([
  ['as many', ['X'], ['P']],
  ['more', ['X'], ['P', 'Q', 'R']],
  ['fewer', ['X', 'Y', 'Z'], ['P']],
])('two copies on both sides, used crosswise, where the second pair wrote %s', (_, first, second) => {
  test.each([true, false])('lose nothing; Ben answered: %s', async (answers) => {
    const write = async (words: readonly string[]): Promise<void> => {
      for (const word of words) await anna.send(ben, word);
      await world.clock.advance(300);
      if (answers) await ben.send(anna, `to ${words.join(' ')}`);
      await world.clock.advance(300);
    };
    await exchange('1');
    const annas = anna.database.copy();
    const bens = ben.database.copy();
    await write(first);
    const keptOfBen = ben.database.copy();
    ben.crash();
    await restore(anna, annas);
    await restore(ben, bens);
    await write(second);
    expect(await anna.states(ben)).not.toContain('waiting');
    await restore(ben, keptOfBen);
    await anna.send(ben, 'new');
    await world.clock.advance(90_000);

    expect(await ben.received(anna)).toEqual(['anna 1', ...first, ...second, 'new']);
    const waiting = (await anna.states(ben)).filter((state) => state !== 'delivered');
    expect(waiting).toEqual([]);
    expect((await anna.contact(ben)).session_id).toBe((await ben.contact(anna)).session_id);
  });
});

test('no more is sent again with a new session than was sealed in the one before', async () => {
  await exchange('1', '2', '3', '4', '5', '6', '7', '8', '9');
  await world.clock.advance(26 * 60 * 60_000);
  world.network.cutConnections();
  await world.clock.advance(60_000);
  const backup = ben.database.copy();
  await exchange('10');
  const seen = anna.events.length;
  await restore(ben, backup);
  await world.clock.advance(5_000);
  const sentAgain = anna.events
    .slice(seen)
    .flatMap((event) => (event.event === 'message_changed' ? [event.payload.message.content] : []))
    .filter((content) => content.startsWith('anna'));
  expect(sentAgain).toContain('anna 10');
  for (const early of ['1', '2', '3', '4', '5']) expect(sentAgain).not.toContain(`anna ${early}`);
  expect(await ben.received(anna)).toHaveLength(10);
});

describe('a verified contact', () => {
  test('that lost its database: the outbox is held until the person accepts, and says so', async () => {
    await exchange('1');
    await anna.call('mark_verified', { contact_pub_key: ben.key });
    ben.crash();
    ben.loseDatabase();
    await ben.start();
    await ben.add(anna);
    await world.clock.advance(60_000);
    expect(await anna.contact(ben)).toMatchObject({ verified: true, held: true, state: 'secured' });

    await anna.send(ben, 'secret');
    await ben.send(anna, 'from the new database');
    await world.clock.advance(5_000);
    expect(await ben.received(anna)).toEqual([]);
    expect(await anna.received(ben)).toEqual(['ben 1', 'from the new database']);
    expect(await ben.states(anna)).toEqual(['delivered']);
    const waiting = (await anna.messages(ben)).find(({ content }) => content === 'secret');
    expect(waiting?.state).toBe('waiting');
    expect(waiting?.reason).toContain('accepted');

    anna.crash();
    await anna.start();
    await world.clock.advance(60_000);
    expect((await anna.contact(ben)).held).toBe(true);
    expect(await ben.received(anna)).toEqual([]);

    const accepting = anna.call('accept_new_session', {
      contact_pub_key: ben.key,
      session_id: '0'.repeat(32),
    });
    await expect(accepting).rejects.toMatchObject({ code: 'session-changed' });
    await anna.call('accept_new_session', { contact_pub_key: ben.key });
    await world.clock.advance(2_000);
    expect(await ben.received(anna)).toEqual(['anna 1', 'secret']);
    expect((await anna.contact(ben)).held).toBe(false);
  });

  test('that only meets for the first time, or renews its session, holds nothing', async () => {
    const eva = await world.person('Eva', '10.0.0.3');
    await eva.add(anna);
    await anna.add(eva);
    await anna.call('mark_verified', { contact_pub_key: eva.key });
    await world.clock.advance(5_000);
    await anna.send(eva, 'first');
    await world.clock.advance(26 * 60 * 60_000);
    world.network.cutConnections();
    await world.clock.advance(60_000);
    expect((await anna.contact(eva)).generation).toBeGreaterThan(0);
    expect((await anna.contact(eva)).held).toBe(false);
    expect(await eva.received(anna)).toEqual(['first']);
    expect(await notices(anna, eva)).toEqual([]);
  });
});
