// What people find, delete, block and set on the command line, with real processes and databases.
import { describe, expect, test } from 'vitest';
import type { MessageHit, Settings } from '@loom/contract';
import { makeHome } from '../support/loom.ts';
import { acquainted, freePort, until, untilSecured } from './people.ts';

describe('loom find, delete-message, contact block and settings', { timeout: 120_000 }, () => {
  test('what was written is found by the beginnings of its words, and what is deleted is found no more', async () => {
    await using home = await makeHome();
    const { ann } = await acquainted(home);
    await ann.daemon('--no-mdns', '--port', await freePort());
    await ann.json('send', 'bob', 'The crème brûlée was a triumph');
    await ann.json('send', 'bob', 'bring cream');
    const { stdout } = await ann.run('find', 'cre');
    expect(stdout).toMatch(/^to bob:\n.*Me: bring cream.*\nto bob:\n.*Me: The crème brûlée was a triumph/);
    const hits = await ann.json<MessageHit[]>('find', 'brulee', 'TRI', '--with', 'bob');
    expect(
      hits.map(({ message, ranges }) => ranges.map(([from, to]) => message.content.slice(from, to))),
    ).toEqual([['brûlée', 'tri']]);
    await ann.json('delete-message', 'bob', hits[0]?.message.id ?? '');
    const none = await ann.run('find', 'brulee');
    expect(none).toMatchObject({ code: 0, stdout: '', stderr: 'No message holds all these words.\n' });
    expect((await ann.conversation('bob')).map(({ content }) => content)).toEqual(['bring cream']);
    const refused = await ann.run('find', '--', '--');
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('Type a word or its beginning');
  });

  test('who is blocked gets nothing through, and everything once that is taken back', async () => {
    await using home = await makeHome();
    const { ann, bob } = await acquainted(home);
    const bobPort = await freePort();
    await ann.daemon('--no-mdns', '--port', await freePort());
    await bob.daemon('--no-mdns', '--port', bobPort);
    await ann.add(bob, '--address', `127.0.0.1:${bobPort}`);
    await untilSecured(ann, 'bob');
    expect((await ann.run('contact', 'block', 'bob')).stdout).toContain('bob is blocked');
    expect((await ann.run('contact', 'list')).stdout).toContain('Blocked');
    await until(
      () => bob.contact('ann'),
      ({ state }) => state !== 'secured',
    );
    await bob.json('send', 'ann', 'are you there?');
    expect((await ann.run('send', 'bob', 'no')).stderr).toContain('Unblock bob');
    expect((await ann.run('connect', 'bob')).code).toBe(1);
    expect(await ann.conversation('bob')).toEqual([]);
    await ann.json('contact', 'unblock', 'bob');
    await until(
      () => ann.conversation('bob'),
      (messages) => messages.some(({ content }) => content === 'are you there?'),
    );
  });

  test('a setting is shown, changed and kept, and one that does not exist is refused', async () => {
    await using home = await makeHome();
    const { ann } = await acquainted(home);
    expect((await ann.run('settings')).stdout).toMatch(/read_receipts: true\n.*typing_indicators: true/s);
    expect(await ann.json<Settings>('settings', 'set', 'read_receipts', 'off')).toMatchObject({
      read_receipts: false,
    });
    expect(await ann.json<Settings>('settings', 'set', 'effects', 'off')).toMatchObject({ effects: 'off' });
    expect(await ann.json<Settings>('settings', 'set', 'text_size', '125')).toMatchObject({ text_size: 125 });
    expect(await ann.json<Settings>('settings')).toMatchObject({ read_receipts: false, text_size: 125 });
    expect((await ann.run('settings', 'set', 'text_size', '7')).code).toBe(1);
    expect((await ann.run('settings', 'set', 'nothing', 'on')).code).toBe(1);
  });
});
