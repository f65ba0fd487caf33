import { faultSentence, isLoomError } from '@loom/contract';
import { assert, property, string } from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rangesOf, wordsOf } from '../src/messages/words.ts';
import { World, type Person } from './support/world.ts';

let world: World;
let anna: Person;
let ben: Person;

beforeEach(async () => {
  world = new World();
  anna = await world.person('Anna', '10.0.0.1');
  ben = await world.person('Ben', '10.0.0.2');
  await world.introduce(anna, ben);
  await world.clock.advance(20_000);
});

afterEach(async () => {
  await world.stop();
});

async function say(from: Person, to: Person, ...texts: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const text of texts) ids.push(await from.send(to, text));
  await world.clock.advance(1_000);
  return ids;
}

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => (isLoomError(error) ? error.code : error),
  );

const found = async (person: Person, query: string): Promise<string[]> =>
  (await person.call('search_messages', { query })).map(({ message }) => message.content);

describe('a search', () => {
  test('finds what both have written, newest first, and marks the words', async () => {
    await say(anna, ben, 'Meet me at the Café', 'no coffee here');
    await say(ben, anna, 'cafes are closed');
    const hits = await anna.call('search_messages', { query: 'cafe' });
    expect(hits.map(({ message }) => message.content)).toEqual(['cafes are closed', 'Meet me at the Café']);
    const marked = hits.map(({ message, ranges }) => ranges.map(([a, b]) => message.content.slice(a, b)));
    expect(marked).toEqual([['cafe'], ['Café']]);
    expect(hits.every(({ contact }) => contact.length === 32)).toBe(true);
  });

  test('goes on page by page, and stays with one contact', async () => {
    const cleo = await world.person('Cleo', '10.0.0.3');
    await world.introduce(anna, cleo);
    await world.clock.advance(20_000);
    await say(anna, ben, 'tea 1', 'tea 2', 'tea 3');
    await say(anna, cleo, 'tea for Cleo');
    const first = await anna.call('search_messages', { query: 'tea', contact_pub_key: ben.key, limit: 2 });
    expect(first.map(({ message }) => message.content)).toEqual(['tea 3', 'tea 2']);
    const before = first.at(-1)?.message.id;
    const rest = await anna.call('search_messages', { query: 'tea', contact_pub_key: ben.key, before });
    expect(rest.map(({ message }) => message.content)).toEqual(['tea 1']);
    expect(await found(anna, 'TEA')).toHaveLength(4);
  });

  test('without a word is refused', async () => {
    expect(await codeOf(anna.call('search_messages', { query: ' -- "*" ' }))).toBe('query-empty');
  });

  test('marks only what it was asked for, whatever the text is', () => {
    assert(
      property(string({ unit: 'binary' }), string({ unit: 'binary', minLength: 1 }), (text, query) => {
        let end = 0;
        for (const [from, to] of rangesOf(text, wordsOf(query))) {
          expect(from).toBeGreaterThanOrEqual(end);
          expect(to).toBeGreaterThan(from);
          expect(to).toBeLessThanOrEqual(text.length);
          end = to;
        }
      }),
    );
    expect(rangesOf('e\u0301tude Étude etudes', ['etud'])).toEqual([
      [0, 5],
      [7, 11],
      [13, 17],
    ]);
  });
});

describe('a page of messages', () => {
  test('can begin after a message or at a time, and lie around a message', async () => {
    const ids = await say(anna, ben, '1', '2', '3', '4', '5');
    const page = async (place: object): Promise<string[]> => {
      const args = { contact_pub_key: ben.key, limit: 3, ...place };
      return (await anna.call('get_messages', args)).map(({ content }) => content);
    };
    expect(await page({ after: ids[0] })).toEqual(['2', '3', '4']);
    expect(await page({ around: ids[2] })).toEqual(['2', '3', '4']);
    expect(await page({ around: ids[4] })).toEqual(['4', '5']);
    expect(await page({ before: ids[1] })).toEqual(['1']);
    expect(await page({ since: 0 })).toEqual(['1', '2', '3']);
    expect(await page({ since: 8.64e15 })).toEqual([]);
    expect(await codeOf(page({ after: ids[0], before: ids[1] }))).toBe('bad-arguments');
    expect(await codeOf(page({ after: ids[0], since: 0 }))).toBe('bad-arguments');
    expect(await codeOf(page({ around: '0'.repeat(32) }))).toBe('unknown-message');
  });
});

describe('a deleted message', () => {
  test('is gone here and stays with the other person', async () => {
    const [id = ''] = await say(anna, ben, 'a slip', 'what stays');
    await anna.call('delete_message', { contact_pub_key: ben.key, message_id: id });
    expect(anna.events.at(-2)).toMatchObject({ event: 'message_removed', payload: { message_id: id } });
    expect(await found(anna, 'slip')).toEqual([]);
    expect(await found(ben, 'slip')).toEqual(['a slip']);
    expect(await codeOf(anna.call('delete_message', { contact_pub_key: ben.key, message_id: id }))).toBe(
      'unknown-message',
    );
    await say(ben, anna, 'an answer');
    await anna.stop();
    await anna.start();
    expect((await anna.call('get_messages', { contact_pub_key: ben.key })).map((m) => m.content)).toEqual([
      'what stays',
      'an answer',
    ]);
  });

  test('that waits is withdrawn, and what comes after it arrives', async () => {
    await ben.stop();
    const [id = ''] = await say(anna, ben, 'never mind', 'hello');
    await anna.call('delete_message', { contact_pub_key: ben.key, message_id: id });
    expect((await anna.contact(ben)).waiting).toBe(1);
    await ben.start();
    await world.clock.advance(60_000);
    expect(await found(ben, 'never')).toEqual([]);
    expect(await found(ben, 'hello')).toEqual(['hello']);
    expect((await anna.contact(ben)).waiting).toBe(0);
  });

  test('that had left and was not stored over there is withdrawn too', async () => {
    world.network.halfOpenConnections(ben.address);
    const [id = ''] = await say(anna, ben, 'lost on the way', 'after it');
    await anna.call('delete_message', { contact_pub_key: ben.key, message_id: id });
    await world.clock.advance(120_000);
    const arrived = (await ben.call('get_messages', { contact_pub_key: anna.key })).map((m) => m.content);
    expect(arrived).toEqual(['after it']);
    expect((await anna.contact(ben)).waiting).toBe(0);
  });
});

test('trying again dials at once, and says what came of it', async () => {
  await ben.stop();
  const [id = ''] = await say(anna, ben, 'hello?');
  const again = codeOf(anna.call('retry_message', { contact_pub_key: ben.key, message_id: id }));
  await world.clock.advance(60_000);
  expect(['no-address', 'unreachable']).toContain(await again);
  await ben.start();
  await world.clock.advance(60_000);
  expect((await anna.contact(ben)).waiting).toBe(0);
  expect(
    await codeOf(anna.call('retry_message', { contact_pub_key: ben.key, message_id: '0'.repeat(32) })),
  ).toBe('unknown-message');
});

describe('a blocked contact', () => {
  test('is cut off at once: no link, no message, and its knock is a stranger’s', async () => {
    expect((await anna.contact(ben)).state).toBe('secured');
    await anna.call('block_contact', { contact_pub_key: ben.key });
    await world.clock.advance(1_000);
    expect(await anna.contact(ben)).toMatchObject({ blocked: true, state: 'offline' });
    const dialled = anna.dialled.length;
    await say(ben, anna, 'let me in');
    await world.clock.advance(300_000);
    expect(anna.dialled).toHaveLength(dialled);
    expect((await ben.contact(anna)).state).toBe('offline');
    expect(await found(anna, 'let')).toEqual([]);
    expect(await codeOf(anna.send(ben, 'no'))).toBe('contact-blocked');
    expect(await codeOf(anna.call('initiate_chat_handshake', { contact_pub_key: ben.key }))).toBe(
      'contact-blocked',
    );
  });

  test('stays blocked over a restart, and what waits for it says why', async () => {
    await ben.stop();
    await say(anna, ben, 'written before');
    await anna.call('block_contact', { contact_pub_key: ben.key });
    await anna.stop();
    await anna.start();
    const heard = anna.count('peer_discovered');
    await ben.start();
    await world.clock.advance(120_000);
    expect(await anna.contact(ben)).toMatchObject({ blocked: true, waiting: 1 });
    const [message] = await anna.call('get_messages', { contact_pub_key: ben.key });
    expect(message?.reason).toContain('you have blocked Ben');
    expect(anna.count('peer_discovered')).toBe(heard);
  });

  test('is in touch again once unblocked, and gets what was kept for both', async () => {
    await anna.call('block_contact', { contact_pub_key: ben.key });
    await say(ben, anna, 'sorry');
    await world.clock.advance(60_000);
    await anna.call('block_contact', { contact_pub_key: ben.key, blocked: false });
    await world.clock.advance(60_000);
    expect(await anna.contact(ben)).toMatchObject({ blocked: false, state: 'secured' });
    expect(await found(anna, 'sorry')).toEqual(['sorry']);
  });

  test('has a sentence that names the remedy', () => {
    expect(faultSentence('contact-blocked', { name: 'Ben' })).toContain('Unblock Ben');
  });
});

describe('settings', () => {
  test('are there over a restart, one by one, and are told', async () => {
    expect(await anna.call('get_settings', {})).toMatchObject({ theme: 'system', text_size: 100 });
    const set = await anna.call('set_settings', { theme: 'dark', language: 'de' });
    expect(set).toMatchObject({ theme: 'dark', language: 'de', effects: 'auto' });
    expect(anna.events.at(-1)).toEqual({ event: 'settings_changed', payload: { settings: set } });
    await anna.call('set_settings', { theme: 'light' });
    await anna.stop();
    await anna.start();
    expect(await anna.call('get_settings', {})).toEqual({ ...set, theme: 'light' });
    expect(await codeOf(anna.call('set_settings', { text_size: 42 } as never))).toBe('bad-arguments');
  });

  test('with receipts off nobody is told what has been read', async () => {
    await ben.call('set_settings', { read_receipts: false });
    await say(anna, ben, 'look');
    await ben.call('mark_read', { contact_pub_key: anna.key });
    await world.clock.advance(5_000);
    expect((await ben.contact(anna)).unread).toBe(0);
    expect(await anna.states(ben)).toEqual(['delivered']);
    await ben.stop();
    await ben.start();
    await world.clock.advance(60_000);
    expect(await anna.states(ben)).toEqual(['delivered']);
  });
});
