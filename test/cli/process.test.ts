// How the processes behave: who may run, how they end, and what they leave behind.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeHome } from '../support/loom.ts';
import { acquainted, freePort, newPerson, until } from './people.ts';

describe('the daemon', { timeout: 60_000 }, () => {
  test('ends with 0 when it is told to, and leaves no socket', async () => {
    await using home = await makeHome();
    const socket = join(home.folder, 'profiles', 'ann', 'engine.sock');
    const ann = await newPerson(home, 'ann');
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const daemon = await ann.daemon('--no-mdns', '--port', await freePort());
      expect((await stat(socket)).mode & 0o777).toBe(0o600);
      expect(await daemon.stop(signal)).toMatchObject({ code: 0, stderr: '' });
      await expect(stat(socket)).rejects.toThrow('ENOENT');
    }
  });

  test('is the only engine of its profile', async () => {
    await using home = await makeHome();
    const ann = await newPerson(home, 'ann');
    await ann.daemon('--no-mdns', '--port', await freePort());
    const second = await ann.run('daemon', '--no-mdns');
    expect(second).toMatchObject({ code: 1, stdout: '' });
    expect(second.stderr).toBe(
      'Loom is already running for the profile “ann”. Use that one, or stop it first.\n',
    );
    const other = await newPerson(home, 'bob');
    await other.daemon('--no-mdns', '--port', await freePort());
  });

  test('takes the place of one that was killed', async () => {
    await using home = await makeHome();
    const ann = await newPerson(home, 'ann');
    const killed = await ann.daemon('--no-mdns', '--port', await freePort());
    await killed.stop('SIGKILL');
    expect(await ann.run('status')).toMatchObject({ code: 3 });
    await ann.daemon('--no-mdns', '--port', await freePort());
    expect(await ann.run('status')).toMatchObject({ code: 0 });
  });

  test('that stands still is called so by every command, and found by the doctor', async () => {
    await using home = await makeHome();
    const ann = await newPerson(home, 'ann');
    const daemon = await ann.daemon('--no-mdns', '--port', await freePort());
    daemon.signal('SIGSTOP');
    try {
      const [status, token, joined, doctor] = await Promise.all([
        ann.run('status'),
        ann.run('token'),
        ann.run('daemon', '--stdio', '--join'),
        ann.run('doctor'),
      ]);
      const sentence =
        'Loom runs for this profile, but does not answer. Wait a moment and try again; if it stays so, end its process and start Loom again.';
      for (const { code, stderr } of [status, token, joined]) {
        expect([code, stderr]).toEqual([1, `${sentence}\n`]);
      }
      expect(JSON.parse(joined.stdout)).toMatchObject({ error: { data: { code: 'engine-unresponsive' } } });
      expect(doctor.code).toBe(1);
      expect(doctor.stdout).toMatch(
        /^FAULT +engine +Another process holds this profile, and does not answer\.\n +What to do: End that process/,
      );
      expect(doctor.stdout).toMatch(/^\S+ +interfaces +\S/m);
    } finally {
      daemon.signal('SIGCONT');
    }
    expect(await ann.run('status')).toMatchObject({ code: 0 });
  });

  test('runs on with its input closed, and when nobody reads what it says', async () => {
    await using home = await makeHome();
    const ann = await newPerson(home, 'ann');
    const port = await freePort();
    const daemon = home.start('daemon', '--no-mdns', '--profile', 'ann', '--port', port);
    daemon.stdin.destroy();
    daemon.stdout.destroy();
    await until(
      () => ann.run('status'),
      ({ code }) => code === 0,
    );
    expect(await daemon.stop()).toMatchObject({ code: 0, stderr: '' });
  });

  test('gets its network as soon as there is an identity', async () => {
    await using home = await makeHome();
    const port = await freePort();
    const daemon = home.start('daemon', '--no-mdns', '--port', port);
    await daemon.prints(/without a network: there is no identity yet/);
    await home.run('identity', 'new');
    const status = await home.run('status');
    expect(status.stdout).toMatch(new RegExp(`^Network +port ${port}$`, 'm'));
  });

  test('runs without a network where its port is taken, and says so', async () => {
    await using home = await makeHome();
    const ann = await newPerson(home, 'ann');
    const holder = createServer().listen(0);
    await once(holder, 'listening');
    const address = holder.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const sentence = `Port ${port} is taken by another program. Choose another one with --port.`;

    const daemon = home.start('daemon', '--no-mdns', '--profile', 'ann', '--port', String(port));
    await daemon.prints(new RegExp(`without a network: ${sentence} Ctrl`));
    expect((await ann.call('get_status', {})).network).toMatchObject({ running: false, reason: sentence });
    holder.close();
    await ann.call('start_network', {});
    expect((await ann.call('get_status', {})).network).toMatchObject({ running: true, port });
  });

  test('serves many clients at once, and none of them can hold it up', async () => {
    await using home = await makeHome();
    const ann = await newPerson(home, 'ann');
    await ann.daemon('--no-mdns', '--port', await freePort());
    const watching = home.start('events', '--profile', 'ann');
    const answers = await Promise.all(Array.from({ length: 8 }, () => ann.call('has_identity', {})));
    expect(answers).toEqual(Array.from({ length: 8 }, () => true));
    const printed = watching.prints(/^.*"display_name":"Ann".*$/m);
    const line = await until(
      () => Promise.race([printed, ann.call('set_display_name', { name: 'Ann' })]),
      (answer) => answer !== null,
    );
    expect(JSON.parse(line?.[0] ?? '')).toMatchObject({
      event: 'status_changed',
      payload: { status: { display_name: 'Ann' } },
    });
  });
});

describe('a command that runs its own engine', { timeout: 60_000 }, () => {
  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('stops it in order at %s, keeps the message and ends with %i', async (signal, code) => {
    await using home = await makeHome();
    const { ann } = await acquainted(home);
    const network = ['--no-mdns', '--port', await freePort()];
    const socket = join(home.folder, 'profiles', 'ann', 'engine.sock');
    const waiting = ['send', 'bob', 'hi', '--wait', 'delivered', '--timeout', '600'];
    for (const args of [waiting, ['chat', 'bob']]) {
      const running = home.start('--profile', 'ann', ...args, ...network);
      await until(
        () => ann.run('status'),
        ({ stdout }) => /^Waiting +1$/m.test(stdout),
      );
      expect(await running.stop(signal)).toMatchObject({ code, stderr: '' });
      await expect(stat(socket)).rejects.toThrow('ENOENT');
    }
    expect(await ann.contact('bob')).toMatchObject({ waiting: 1 });
  });

  test('says that its port is taken', async () => {
    await using home = await makeHome();
    const { ann } = await acquainted(home);
    const holder = createServer().listen(0);
    await once(holder, 'listening');
    const address = holder.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const stderr = `Port ${port} is taken by another program. Choose another one with --port.\n`;
    for (const args of [
      ['connect', 'bob'],
      ['chat', 'bob'],
      ['send', 'bob', 'hi', '--wait', 'delivered'],
    ])
      expect(await ann.run(...args, '--no-mdns', '--port', String(port))).toMatchObject({ code: 1, stderr });
    holder.close();
  });

  test('loses no message, and says so, where the engine that it waits on ends', async () => {
    await using home = await makeHome();
    const { ann } = await acquainted(home);
    const daemon = await ann.daemon('--no-mdns', '--port', await freePort());
    const waiting = home.start('send', 'bob', 'hi', '--wait', 'delivered', '--profile', 'ann');
    const chat = home.start('chat', 'bob', '--profile', 'ann');
    await chat.prints(/Ctrl\+D leaves/);
    await until(
      () => ann.contact('bob'),
      (contact) => contact.waiting === 1,
    );
    await daemon.stop();
    const { code, stderr } = await waiting.ended;
    expect([code, stderr]).toEqual([
      1,
      'Loom was stopped before the message to bob was delivered. It is kept, and goes out when Loom runs again.\n',
    ]);
    expect(await chat.ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Loom was stopped/) as string,
    });
  });
});

describe('what prints on and on', { timeout: 60_000 }, () => {
  test.each([['events'], ['messages', 'bob', '--follow']])(
    'loom %s ends when nobody reads it',
    async (...args) => {
      await using home = await makeHome();
      const { ann } = await acquainted(home);
      await ann.json('send', 'bob', 'first');
      await ann.daemon('--no-mdns', '--port', await freePort());
      const printing = home.start('--json', '--profile', 'ann', ...args);
      printing.stdout.once('data', () => printing.stdout.destroy());
      let hasEnded = false;
      void printing.ended.finally(() => (hasEnded = true));
      await until(
        () => ann.run('send', 'bob', 'more'),
        () => hasEnded,
      );
      expect(await printing.ended).toMatchObject({ code: 0, stderr: '' });
    },
  );

  test('loom events ends with 1 when the engine ends', async () => {
    await using home = await makeHome();
    const ann = await newPerson(home, 'ann');
    const daemon = await ann.daemon('--no-mdns', '--port', await freePort());
    const printing = home.start('events', '--profile', 'ann');
    const printed = printing.prints(/status_changed/).then(() => true);
    await until(
      () => Promise.race([printed, ann.call('set_display_name', { name: 'Ann' })]),
      (answer) => answer === true,
    );
    await daemon.stop();
    const { code, stderr } = await printing.ended;
    expect([code, stderr]).toEqual([
      1,
      'Loom was stopped before it could answer. Start it again and repeat.\n',
    ]);
  });
});

describe('./loom', { timeout: 60_000 }, () => {
  test('runs through links and from any folder', async () => {
    await using home = await makeHome();
    const link = join(home.folder, 'a link');
    const second = join(home.folder, 'second');
    await symlink(join(import.meta.dirname, '..', '..', 'loom'), link);
    await symlink('a link', second);
    const child = spawn(second, ['--version'], { cwd: home.folder });
    let printed = '';
    child.stdout.on('data', (bytes: Buffer) => (printed += bytes.toString()));
    await once(child, 'close');
    expect(printed).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
