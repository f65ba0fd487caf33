// What is wrong is refused by one sentence and the right exit code, and changes nothing.
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Home, Outcome } from '../support/loom.ts';
import { makeHome } from '../support/loom.ts';
import { acquainted, freePort, newPerson, received, type Person } from './people.ts';

/** One line on stderr that says this, nothing on stdout, and that exit code. */
function refusal(code: number, sentence: RegExp): object {
  const line = new RegExp(`^(?=.*${sentence.source}).*[.:].*\\n$`);
  return { code, stdout: '', stderr: expect.stringMatching(line) as string };
}

async function codeOf(person: Person, ...args: string[]): Promise<string> {
  const { stdout } = await person.run('--json', ...args);
  const { error } = JSON.parse(stdout) as { error: { code: string; message: string } };
  expect(error.message).toMatch(
    /\.$|loom (?:daemon|identity new|contact add LOOM-[A-Z2-7]{216} NAME) --profile \w+$/,
  );
  return error.code;
}

/** The token's text with another character at one place. */
function other(body: string, at: number): string {
  return `${body.slice(0, at)}${body[at] === 'A' ? 'C' : 'A'}${body.slice(at + 1)}`;
}

describe('a wrong command line ends with 2 and a sentence', { timeout: 60_000 }, () => {
  test.each([
    [['bogus'], /nknown command 'bogus'/],
    [['send', 'bob'], /[Mm]issing required argument 'text'/],
    [['status', '--bogus'], /nknown option '--bogus'/],
    [['status', '--port', '0'], /--port takes a whole number from 1 to 65535/],
    [['contact', 'add', 'LOOM-', 'Bob', '--address', 'no where'], /--address takes an IP address/],
    [['send', 'bob', 'hi', '--wait', 'tomorrow'], /Allowed choices are delivered/],
    [['send', 'bob', 'hi', '--wait', 'delivered', '--timeout', 'soon'], /--timeout takes seconds/],
    [['messages', 'bob', '--limit', '0'], /--limit takes a whole number from 1 to 1000/],
  ] as const)('%j', async (args, sentence) => {
    await using home = await makeHome();
    expect(await home.run(...args)).toMatchObject(refusal(2, sentence));
    const { stdout } = await home.run('--json', ...args);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'usage' } });
  });

  test('no command at all shows what there is', async () => {
    await using home = await makeHome();
    const { code, stderr } = await home.run();
    expect(code).toBe(2);
    expect(stderr).toMatch(/Usage: loom/);
    expect(await home.run('--help')).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('without a running engine', { timeout: 60_000 }, () => {
  const sentence = /^Loom is not running for the profile “default”. Start it first: \S*loom daemon\n$/;

  test.each([['events'], ['peers'], ['status'], ['messages', 'bob']])(
    'loom %s starts none, ends with 3 and says how to start one',
    async (...args) => {
      await using home = await makeHome();
      expect(await home.run(...args)).toEqual({
        code: 3,
        stdout: '',
        stderr: expect.stringMatching(sentence) as string,
      });
    },
  );

  test('loom call does the same, in JSON too', async () => {
    await using home = await makeHome();
    const { code, stdout, stderr } = await home.run('call', 'has_identity');
    expect([code, stderr]).toEqual([3, expect.stringMatching(sentence)]);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'engine-not-running', message: stderr.trimEnd() },
    });
  });

  test('the other commands work all the same, and say that a message is kept', async () => {
    await using home = await makeHome();
    const { ann } = await acquainted(home);
    const { code, stdout } = await ann.run('send', 'bob', 'later');
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(
        /^Kept for bob\. It goes out when Loom runs and bob is in reach: \S*loom daemon --profile ann\n$/,
      ),
    ]);
    expect(await ann.contact('bob')).toMatchObject({ waiting: 1, state: 'new' });
    expect(await codeOf(ann, 'connect', 'bob', '--no-mdns', '--port', await freePort())).toBe('no-address');
  });

  test('waiting for a delivery that does not come ends with 1, and the message is kept', async () => {
    await using home = await makeHome();
    const { ann } = await acquainted(home);
    const flags = ['--wait', 'delivered', '--timeout', '0.5', '--no-mdns', '--port', await freePort()];
    expect(await ann.run('send', 'bob', 'hi', ...flags)).toMatchObject(
      refusal(1, /^The message to bob was not delivered in time\. It is kept, and goes out when Loom runs\./),
    );
    expect(await ann.contact('bob')).toMatchObject({ waiting: 1 });
  });
});

describe('before there is an identity', { timeout: 60_000 }, () => {
  test.each([
    ['token'],
    ['identity', 'show'],
    ['contact', 'add', 'LOOM-AAAA', 'Bob'],
    ['contact', 'list'],
    ['contact', 'remove', 'bob'],
    ['connect', 'bob'],
    ['send', 'bob', 'hi'],
    ['send', 'bob', 'hi', '--wait', 'delivered'],
    ['chat', 'bob'],
    ['echo', '--add', 'LOOM-AAAA'],
  ])('loom %s … says what comes first', async (...args) => {
    await using home = await makeHome();
    const { code, stderr } = await home.run(
      '--profile',
      'nobody',
      ...args,
      '--no-mdns',
      '--port',
      await freePort(),
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(
      args[0] === 'echo'
        ? /^The token has 4 characters/
        : /^This profile has no identity yet\. Make one first: \S*loom identity new --profile nobody\n$/,
    );
    // A name that was mistyped leaves no profile behind.
    expect(await readdir(home.folder)).toEqual(args[0] === 'echo' ? ['profiles'] : []);
  });
});

test('a profile that runs without an identity says so too', { timeout: 60_000 }, async () => {
  await using home = await makeHome();
  const daemon = home.start('daemon', '--no-mdns', '--port', await freePort());
  await daemon.prints(/there is no identity yet/);
  for (const args of [
    ['contact', 'list'],
    ['send', 'bob', 'hi'],
    ['messages', 'bob'],
    ['chat', 'bob'],
  ])
    expect(await home.run(...args)).toMatchObject(refusal(1, /^This profile has no identity yet/));
});

describe('with an identity', { timeout: 120_000 }, () => {
  test('each fault of a token, a name, a text or an address has its own code, and changes nothing', async () => {
    await using home = await makeHome();
    const { ann, bob } = await acquainted(home);
    const port = await freePort();
    await ann.daemon('--no-mdns', '--port', port);
    const before = await ann.json('contact', 'list');
    const body = bob.token.slice('LOOM-'.length);
    const faults = {
      'token-prefix': `MOOL-${body}`,
      'token-alphabet': `LOOM-!!${body.slice(2)}`,
      'token-length': bob.token.slice(0, -1),
      'token-typo': `LOOM-${other(body, 100)}`,
      'token-checksum': `LOOM-${other(other(body, 100), 150)}`,
      'token-own': ann.token,
    };
    for (const [code, token] of Object.entries(faults))
      expect(await codeOf(ann, 'contact', 'add', token, 'New')).toBe(code);
    const names = {
      'name-empty': ' ',
      'name-too-long': 'x'.repeat(1000),
      'name-unprintable': 'Bob\u202eboB',
    };
    for (const [code, name] of Object.entries(names))
      expect(await codeOf(ann, 'contact', 'add', bob.token, name)).toBe(code);

    expect(await codeOf(ann, 'send', 'nobody', 'hi')).toBe('unknown-contact');
    expect(await codeOf(ann, 'send', 'bob', '')).toBe('message-empty');
    expect(await codeOf(ann, 'identity', 'new')).toBe('identity-exists');
    expect(await codeOf(ann, 'contact', 'add', bob.token, 'bob', '--address', '999.1.1.1:47113')).toBe(
      'bad-address',
    );
    expect(await codeOf(ann, 'call', 'no_such_command', '{}')).toBe('unknown-command');
    expect(await codeOf(ann, 'call', 'has_identity', '{"x":1}')).toBe('bad-arguments');
    expect((await ann.run('call', 'get_contacts', '{"x":1}')).stderr).toBe(
      'The arguments don’t fit the command: x: this command takes no such argument.\n',
    );
    expect(await codeOf(ann, 'call', 'has_identity', '{')).toBe('bad-arguments');
    expect(await codeOf(ann, 'call', 'start_network')).toBe('already-running');
    expect(await ann.json('contact', 'list')).toEqual(before);
  });

  test('a text may have 64 KiB of UTF-8, and not a byte more', async () => {
    await using home = await makeHome();
    const { ann, bob } = await acquainted(home);
    const longest = `${'ü'.repeat(32_767)}xy`;
    expect(await ann.feed(longest, 'send', 'bob', '-')).toMatchObject({ code: 0 });
    const tooLong = await ann.feed(`${longest}z`, 'send', 'bob', '-');
    expect(tooLong).toMatchObject(refusal(1, /^The message is 65537 bytes long, and 65536 is the most/));

    const port = await freePort();
    await bob.daemon('--no-mdns', '--port', port);
    await ann.daemon('--no-mdns', '--port', await freePort());
    await ann.json('connect', 'bob', '--address', port);
    await ann.json('send', 'bob', 'short', '--wait', 'delivered');
    expect(received(await bob.conversation('ann'))).toEqual([longest, 'short']);
  });

  test('a text that is no UTF-8 is refused, wherever it comes from', async () => {
    await using home = await makeHome();
    const { ann } = await acquainted(home);
    const latin1 = Uint8Array.of(0x63, 0x61, 0x66, 0xe9, 0x0a);
    expect(await ann.feed(latin1, 'send', 'bob', '-')).toMatchObject(
      refusal(1, /^The text is not valid Unicode/),
    );
    expect(await ann.run('send', 'bob', 'caf\ufffd')).toMatchObject(
      refusal(1, /^The text is not valid Unicode/),
    );
    const port = await freePort();
    const chat = await ann.feed(latin1, 'chat', 'bob', '--no-mdns', '--port', port);
    expect(chat.stdout).toMatch(/ {2}The text is not valid Unicode/);
    await ann.daemon('--no-mdns', '--port', port);
    expect(await codeOf(ann, 'call', 'send_message', '{"contact_pub_key":"00","content":"\\ud800"}')).toMatch(
      /bad-arguments|message-not-unicode/,
    );
    expect(await ann.conversation('bob')).toEqual([]);
  });
});

describe('a profile that can’t be opened', { timeout: 60_000 }, () => {
  async function brokenProfile(home: Home, breakIt: (folder: string) => Promise<void>): Promise<Outcome> {
    await newPerson(home, 'ann');
    await breakIt(join(home.folder, 'profiles', 'ann'));
    return home.run('contact', 'list', '--profile', 'ann');
  }

  test('says that the database is damaged', async () => {
    await using home = await makeHome();
    const outcome = await brokenProfile(home, (folder) =>
      writeFile(join(folder, 'loom.db'), 'x'.repeat(8192)),
    );
    expect(outcome).toMatchObject(refusal(1, /loom\.db is damaged or its key does not fit/));
  });

  test('says that the folder can’t be written', async ({ skip }) => {
    skip(process.platform === 'win32', 'Windows has no mode that keeps the owner from writing to a folder');
    // Root writes where the mode forbids it, unless it has given that right away.
    const isRoot = process.getuid?.() === 0;
    const launcher = isRoot
      ? ['setpriv', '--inh-caps', '-dac_override', '--bounding-set', '-dac_override']
      : [];
    const [command, ...args] = [...launcher, 'true'];
    const { status } = spawnSync(command, args);
    skip(status !== 0, 'root writes everywhere, unless setpriv (util-linux) may take that right from it');

    await using home = await makeHome(launcher);
    // Not the profile's own folder: Loom would mend the mode of that.
    await chmod(home.folder, 0o500);
    const outcome = await home.run('identity', 'new', '--profile', 'ann');
    expect(outcome).toMatchObject(
      refusal(1, /Loom can’t write to .*ann\. Make it writable, or set LOOM_HOME/),
    );
    expect(await readdir(home.folder)).toEqual([]);
  });

  test('says that its place is none', async () => {
    await using home = await makeHome();
    await mkdir(join(home.folder, 'profiles'));
    await writeFile(join(home.folder, 'profiles', 'ann'), '');
    expect(await home.run('identity', 'new', '--profile', 'ann')).toMatchObject(
      refusal(1, /Make it writable, or set LOOM_HOME/),
    );
  });

  test.each(['../ann', 'a/b', '', '.', 'nul', 'x'.repeat(65)])('has no such name as “%s”', async (name) => {
    await using home = await makeHome();
    const outcome = await home.run('contact', 'list', '--profile', name);
    expect(outcome).toMatchObject(refusal(1, /a profile’s name is 1 to 64 letters/));
  });
});
