// Conversations as people have them in a terminal: echo, chat and following.
import { describe, expect, test } from 'vitest';
import { makeHome } from '../support/loom.ts';
import { acquainted, freePort, newPerson, received, sent, until, untilSecured } from './people.ts';

describe('in a terminal', { timeout: 120_000 }, () => {
  test('one person can try Loom alone: echo sends back what it is sent', async () => {
    await using home = await makeHome();
    const ann = await newPerson(home, 'ann');
    await ann.daemon('--port', await freePort());
    const echo = home.start('echo', '--add', ann.token, '--port', await freePort());
    const [token] = await echo.prints(/LOOM-[A-Z2-7]{216}/);
    await ann.json('contact', 'add', token, 'Echo');
    await untilSecured(ann, 'Echo');
    const texts = ['hello?', 'is\nanybody\nthere?', '🙂'];
    for (const text of texts) await ann.json('send', 'echo', text, '--wait', 'delivered');
    const conversation = await until(
      () => ann.conversation('Echo'),
      (messages) => received(messages).length >= texts.length,
    );
    expect(received(conversation)).toEqual(texts);
    expect(await echo.stop('SIGINT')).toMatchObject({ code: 0 });
    expect((await home.run('contact', 'list', '--profile', 'echo')).stdout).toMatch(/ {2}You {2}/);
  });

  test('a chat shows what was said, what comes in and what became of what went out, and marks it read', async () => {
    await using home = await makeHome();
    const { ann, bob } = await acquainted(home);
    await ann.json('send', 'bob', 'from before');
    const port = await freePort();
    await bob.daemon('--no-mdns', '--port', port);
    await ann.daemon('--no-mdns', '--port', await freePort());

    const chat = home.start('chat', 'bob', '--profile', 'ann');
    await chat.prints(
      /Me: from before {2}\[waiting: .+\]\nbob: .+\nType a message and press Enter; Ctrl\+D leaves\.\n/,
    );
    await ann.json('connect', 'bob', '--address', port);
    await chat.prints(/ {2}bob: Secured/);
    await chat.prints(/ {2}“from before” delivered\n/);
    chat.stdin.write('typed here\n');
    await chat.prints(/ {2}“typed here” delivered\n/);
    await bob.json('send', 'ann', 'an \u001b[31manswer\u001b[0m', '--wait', 'delivered');
    await chat.prints(/ {2}bob: an \ufffd\[31manswer\ufffd\[0m\n/);
    await until(
      () => bob.conversation('ann'),
      (messages) => sent(messages).every(({ state }) => state === 'read'),
    );
    chat.stdin.end();
    expect(await chat.ended).toMatchObject({ code: 0, stderr: '' });
    expect(received(await bob.conversation('ann'))).toEqual(['from before', 'typed here']);
  });

  test('messages are listed for people and for programs, and followed as they come', async () => {
    await using home = await makeHome();
    const { ann, bob } = await acquainted(home);
    const port = await freePort();
    await bob.daemon('--no-mdns', '--port', port);
    await ann.daemon('--no-mdns', '--port', await freePort());
    await ann.json('connect', 'bob', '--address', port);
    await ann.json('send', 'bob', 'one', '--wait', 'delivered');
    const following = home.start('messages', 'ann', '--follow', '--json', '--profile', 'bob');
    await following.prints(/"content":"one"/);
    await ann.json('send', 'bob', 'two', '--wait', 'delivered');
    await following.prints(/"content":"two"/);
    await following.stop();

    const listed = await bob.run('messages', 'ann', '--limit', '1');
    expect(listed.stdout).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d {2}ann: two\n$/);
    expect(await bob.json('messages', 'ann')).toMatchObject([
      { content: 'one', state: 'received' },
      { content: 'two', state: 'received' },
    ]);
    expect(await bob.contact('ann')).toMatchObject({ unread: 2 });
  });

  test('following tells what is new and what becomes of what was shown, and nothing of what stands before it', async () => {
    await using home = await makeHome();
    const { ann, bob } = await acquainted(home);
    for (const text of ['first', 'second', 'third']) await ann.json('send', 'bob', text);
    const port = await freePort();
    await bob.daemon('--no-mdns', '--port', port);
    await ann.daemon('--no-mdns', '--port', await freePort());
    const following = home.start('messages', 'bob', '--follow', '--limit', '1', '--profile', 'ann');
    await following.prints(/Me: third {2}\[waiting: .+\]\n/);
    await ann.json('connect', 'bob', '--address', port);
    await following.prints(/ {2}“third” delivered\n/);
    await ann.json('send', 'bob', 'fourth', '--wait', 'delivered');
    await following.prints(/Me: fourth.*\n(?:.*\n)* {2}“fourth” delivered\n/);
    await bob.json('send', 'ann', 'answer', '--wait', 'delivered');
    await following.prints(/bob: answer\n/);
    expect((await following.stop()).stdout).not.toMatch(/first|second/);
  });

  test('echo never speaks for a person whose Loom is running', async () => {
    await using home = await makeHome();
    const ann = await newPerson(home, 'ann');
    await ann.daemon('--no-mdns', '--port', await freePort());
    expect(await ann.run('echo')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'Loom is already running for the profile “ann”. Use that one, or stop it first.\n',
    });
  });

  test('a contact is removed with the conversation', async () => {
    await using home = await makeHome();
    const { ann } = await acquainted(home);
    await ann.json('send', 'bob', 'never mind');
    expect(await ann.run('contact', 'remove', 'BOB')).toMatchObject({
      code: 0,
      stdout: 'bob and the conversation are deleted.\n',
    });
    expect(await ann.json('contact', 'list')).toEqual([]);
    expect(await ann.run('send', 'bob', 'hello?')).toMatchObject({ code: 1 });
  });
});
