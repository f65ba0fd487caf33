// Who has a token and is no contact gets nothing for it; and once they are one, it goes on by itself.
import { describe, expect, test } from 'vitest';
import { makeHome } from '../support/loom.ts';
import { tapTo } from '../support/tcp-tap.ts';
import { freePort, newPerson, received, untilSecured } from './people.ts';

describe('a stranger who has the token', { timeout: 120_000 }, () => {
  test('gets silence and changes nothing; once added, both become secured without a further command', async () => {
    await using home = await makeHome();
    const [ann, eve] = await Promise.all([newPerson(home, 'ann'), newPerson(home, 'eve')]);
    const bob = await newPerson(home, 'bob');
    await ann.add(bob);
    const annsPort = await freePort();
    await ann.daemon('--port', annsPort);
    await using tap = await tapTo(Number(annsPort));
    await eve.daemon('--port', await freePort());
    await eve.add(ann);
    const before = await ann.json('contact', 'list');

    const attempt = await eve.run('connect', 'ann', '--address', `127.0.0.1:${tap.port}`);
    expect(attempt).toMatchObject({ code: 1, stdout: '' });
    expect(attempt.stderr).toMatch(/did not answer. The other side has to add your token too/);
    const asked = await eve.contact('ann');
    // Between two attempts it is `new`, during one `connecting`; a session there is at no time.
    expect(['new', 'connecting']).toContain(asked.state);
    expect(asked).toMatchObject({ counters: { sealed: 0, opened: 0 } });
    expect(asked).not.toHaveProperty('session_id');
    await eve.json('send', 'ann', 'let me in');
    await eve.run('connect', 'ann');

    expect(tap.heard.fromCallers).toBeGreaterThan(1000);
    expect(tap.heard.fromCalled).toBe(0);
    expect(await ann.json('contact', 'list')).toEqual(before);
    expect(await ann.call('get_peers', {})).toEqual([]);

    await ann.add(eve);
    await Promise.all([untilSecured(ann, 'eve'), untilSecured(eve, 'ann')]);
    const answer = await ann.run('send', 'eve', 'welcome', '--wait', 'delivered');
    expect(answer).toMatchObject({ code: 0 });
    expect(received(await ann.conversation('eve'))).toEqual(['let me in']);
    expect(received(await eve.conversation('ann'))).toEqual(['welcome']);
  });
});
