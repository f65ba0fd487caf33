// `npm run model`: asks ProVerif about each scenario of the handshake's symbolic model, and compares what it says with what the
// scenario expects. Where there is no ProVerif it prints SKIP and the reason.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = new URL('.', import.meta.url);
/** Some questions have kept ProVerif busy without end. */
const LIMIT_MS = 30 * 60_000;

function path(name: string): string {
  return fileURLToPath(new URL(name, folder));
}

/** true, false or unproved, one for each query, in order. */
function verdictsOf(output: string): string[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('RESULT'))
    .map((line) => /is (true|false)\.$/.exec(line.trim())?.[1] ?? 'unproved');
}

function check(name: string): boolean {
  const source = readFileSync(path(`scenarios/${name}`), 'utf8');
  const expected = /\(\* expect: (.*?) \*\)/.exec(source)?.[1] ?? '';
  const run = spawnSync('proverif', ['-lib', path('handshake.pvl'), path(`scenarios/${name}`)], {
    encoding: 'utf8',
    timeout: LIMIT_MS,
  });
  const said = verdictsOf(run.stdout).join(' ');
  const agrees = run.status === 0 && said === expected;
  process.stdout.write(
    `${agrees ? 'as expected' : 'NOT AS EXPECTED'}: ${name}: ${said || run.stderr.trim()}\n`,
  );
  return agrees;
}

if (spawnSync('proverif', ['--help']).error === undefined) {
  const agreed = readdirSync(path('scenarios')).toSorted().map(check);
  process.stdout.write(`${agreed.filter(Boolean).length} of ${agreed.length} scenarios as expected\n`);
  process.exitCode = agreed.every(Boolean) ? 0 : 1;
} else {
  process.stdout.write(
    'SKIP: proverif is not on PATH; it is in no package registry, see https://proverif.inria.fr\n',
  );
}
