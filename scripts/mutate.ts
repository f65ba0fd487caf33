// `npm run mutate`: spoils the ratchet, handshake and identity rooms of packages/protocol in small ways, one at a time, in a
// copy of the last commit, and asks the tests whether they notice. Writes docs/evidence/mutation.txt. Takes long: it is
// no part of CI. `npm run mutate -- PART` takes the files whose path holds PART, and writes no report.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { equivalents } from './mutants/equivalent.ts';
import { findMutants, type Mutant } from './mutants/find.ts';
import { makeSandbox, runTests } from './mutants/sandbox.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));
const source = 'packages/protocol/src';

/** The rooms, and the tests that are asked first; those that a mutant survives are followed by all of the package. */
const rooms = [
  { name: 'ratchet', first: ['packages/protocol/test/ratchet', 'packages/protocol/test/decision'] },
  { name: 'handshake', first: ['packages/protocol/test/handshake', 'packages/protocol/test/noise'] },
  { name: 'identity', first: ['packages/protocol/test/token', 'packages/protocol/test/typo'] },
] as const;
const all = ['packages/protocol/test', 'test/vectors'];

interface Outcome {
  readonly room: string;
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly change: string;
  readonly verdict: 'killed' | 'endless' | 'survived';
}

const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
  cwd: repository,
  encoding: 'utf8',
}).trim();
/**
 * What was noticed before, so that a run that was interrupted goes on, and the next one asks only for what survived and for
 * files that have changed since. Without this file all is run.
 */
const journal = join(repository, 'coverage', 'mutants.jsonl');
const [part = ''] = process.argv.slice(2);

const sandbox = makeSandbox(repository);
const began = Date.now();
const unspoilt = await runTests(sandbox, all, 600_000);
/** Some mutants loop for ever and take memory with every round. */
const limitMs = 10_000 + 4 * (Date.now() - began);
try {
  if (unspoilt !== 'passed') throw new Error('the tests fail before anything is spoilt');
  const outcomes: Outcome[] = [];
  for (const { name, first } of rooms) {
    for (const file of readdirSync(join(sandbox, source, name)).toSorted()) {
      const path = join(source, name, file);
      if (path.includes(part)) outcomes.push(...(await spoil(name, path, first)));
    }
  }
  const report = reportOf(outcomes);
  process.stdout.write(`\n${report}`);
  if (part === '') writeFileSync(join(repository, 'docs/evidence/mutation.txt'), report);
} finally {
  rmSync(dirname(sandbox), { recursive: true, force: true });
}

async function spoil(room: string, path: string, first: readonly string[]): Promise<Outcome[]> {
  const file = join(sandbox, path);
  const text = readFileSync(file, 'utf8');
  const digest = createHash('sha256').update(path).update(text).digest('hex').slice(0, 16);
  const outcomes: Outcome[] = [];
  for (const mutant of findMutants(path, text)) {
    const { line, change } = mutant;
    const code = text.split('\n')[line - 1]?.trim() ?? '';
    const known = remembered(digest, mutant);
    if (known === undefined) {
      writeFileSync(file, text.slice(0, mutant.start) + mutant.replacement + text.slice(mutant.end));
      outcomes.push({ room, file: path, line, code, change, verdict: await judge(first) });
      writeFileSync(file, text);
      remember(digest, mutant, outcomes.at(-1));
    } else outcomes.push(known);
    const { verdict } = outcomes.at(-1) ?? { verdict: 'survived' };
    process.stdout.write(`${verdict.padEnd(8)} ${path}:${line}  ${change}\n`);
  }
  return outcomes;
}

async function judge(first: readonly string[]): Promise<Outcome['verdict']> {
  for (const files of [first, all]) {
    const verdict = await runTests(sandbox, files, limitMs);
    if (verdict === 'failed') return 'killed';
    if (verdict === 'endless') return 'endless';
  }
  return 'survived';
}

interface Remembered extends Outcome {
  /** Of path and text of the file. */
  readonly digest: string;
  readonly start: number;
}

function remember(digest: string, { start }: Mutant, outcome: Outcome | undefined): void {
  if (outcome?.verdict === 'survived') return;
  mkdirSync(dirname(journal), { recursive: true });
  appendFileSync(journal, `${JSON.stringify({ digest, start, ...outcome })}\n`);
}

function remembered(digest: string, { start, change }: Mutant): Outcome | undefined {
  if (!existsSync(journal)) return undefined;
  const lines = readFileSync(journal, 'utf8').split('\n').filter(Boolean);
  const known = lines.map((line) => JSON.parse(line) as Remembered);
  return known.find((one) => one.digest === digest && one.start === start && one.change === change);
}

function reportOf(outcomes: readonly Outcome[]): string {
  const table = rooms.map(({ name }) => {
    const here = outcomes.filter(({ room }) => room === name);
    const survived = here.filter(({ verdict }) => verdict === 'survived');
    const explained = survived.filter((one) => reasonFor(one) !== undefined);
    const noticed = here.length - survived.length;
    const share = here.length === 0 ? 100 : (100 * noticed) / (here.length - explained.length);
    return `${name.padEnd(10)} ${String(here.length).padStart(7)} ${String(noticed).padStart(8)} ${String(survived.length).padStart(9)} ${String(explained.length).padStart(11)}   ${share.toFixed(1)} %`;
  });
  const survivors = outcomes
    .filter(({ verdict }) => verdict === 'survived')
    .map(
      (one) =>
        `${one.file}:${one.line}\n  ${one.code}\n  ${one.change}\n  ${reasonFor(one) ?? 'NOT EXPLAINED'}\n`,
    );
  return [
    'npm run mutate',
    `commit ${commit}, ${new Date().toISOString().slice(0, 10)}; what an earlier run of the same text noticed was not run again`,
    '',
    'room       mutants  noticed  survived  equivalent   noticed of those that are not equivalent',
    ...table,
    '',
    'What survived, and why no test can notice it:',
    '',
    ...survivors,
  ].join('\n');
}

function reasonFor({ file, code, change }: Outcome): string | undefined {
  return equivalents.find(
    (one) => file.endsWith(one.file) && code.includes(one.line) && change.startsWith(one.change),
  )?.because;
}
