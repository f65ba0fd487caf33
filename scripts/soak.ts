// `npm run soak -- [--kills N] [--messages N]`: prints what two real Looms make of kill -9 at random moments, and ends with 1
// where anything was lost, doubled or out of order.
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { runSoak, type Direction } from '../test/soak/run.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '200' }, messages: { type: 'string', default: '5000' } },
});
const wanted = { kills: Number(values.kills), messages: Number(values.messages) };
if (!Object.values(wanted).every((count) => Number.isInteger(count) && count > 0)) {
  throw new Error('--kills and --messages take whole numbers from 1.');
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
print(`npm run soak -- --kills ${wanted.kills} --messages ${wanted.messages}`);
print(`commit ${commit}, ${new Date().toISOString()}, Node ${process.version}, ${cpus().length} cores`);
const report = await runSoak({ ...wanted, onProgress: print });

print('');
print('kills of    on a link in use    while writing    at any moment after a start');
for (const [side, { linked, writing, starting }] of Object.entries(report.kills)) {
  print(`${side.padEnd(12)}${String(linked).padEnd(20)}${String(writing).padEnd(17)}${starting}`);
}
print(`restarts: ${report.restarts}`);
print('');
const columns: readonly (keyof Direction)[] = [
  'from',
  'stored',
  'acknowledged',
  'unanswered',
  'lost',
  'duplicated',
  'misordered',
  'forgotten',
  'undelivered',
];
print(
  columns
    .map((column) => column.padEnd(14))
    .join('')
    .trimEnd(),
);
for (const direction of report.directions) {
  print(
    columns
      .map((column) => String(direction[column]).padEnd(14))
      .join('')
      .trimEnd(),
  );
}
print('');
print(
  'stored: in the sender’s own database. unanswered: the kill swallowed the answer, so it may or may not be stored.',
);
print('forgotten: told as stored, and not in the sender’s own database.');
print(`sessions begun anew: ${report.renewals}`);
print(`bugs in the logs: ${report.bugs.length}`);
for (const line of report.bugs) print(`  ${line}`);
print(`time: ${report.seconds.toFixed(0)} s`);

const wrong = report.directions.reduce(
  (sum, { lost, duplicated, misordered, forgotten, undelivered }) =>
    sum + lost + duplicated + misordered + forgotten + undelivered,
  report.bugs.length + report.renewals,
);
print(wrong === 0 ? 'Each message arrived exactly once, in order.' : 'FAILED');
process.exitCode = wrong === 0 ? 0 : 1;
