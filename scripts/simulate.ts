// `npm run simulate`: many runs of the simulator, one a seed; the first that fails is shortened and shown. Knows nothing of what a
// run does.
import { parseArgs } from 'node:util';
import { describe, drawSchedule, plants, run, shrink, Tally, type Schedule } from '@loom/engine/simulator';

const usage = `npm run simulate -- --seeds N [--seed S] [--trace] [--plant NAME]

  --seeds N     how many runs, one a seed (100)
  --seed S      the first seed (1)
  --trace       prints what happens in each run
  --plant NAME  plants a bug that has to be found: ${Object.keys(plants).join(', ')}`;

function wholeNumber(name: string, given: string): number {
  const value = Number(given);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new Error(`--${name} takes a whole number from 1, not “${given}”.`);
  return value;
}

function readArguments() {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '100' },
      seed: { type: 'string', default: '1' },
      trace: { type: 'boolean', default: false },
      plant: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const plant = values.plant === undefined ? undefined : plants[values.plant];
  if (values.plant !== undefined && plant === undefined)
    throw new Error(`There is no plant “${values.plant}”. There are: ${Object.keys(plants).join(', ')}.`);
  return {
    count: wholeNumber('seeds', values.seeds),
    first: wholeNumber('seed', values.seed),
    trace: values.trace,
    help: values.help,
    options: plant === undefined ? {} : { plant },
  };
}

function print(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

async function showFailure(schedule: Schedule, { options }: ReturnType<typeof readArguments>): Promise<void> {
  const { violations } = await run(schedule, options);
  const [first] = violations;
  if (first === undefined)
    throw new Error('a run that failed did not fail again: the simulator is not deterministic');
  print(
    '',
    `seed ${schedule.seed} fails: ${first.kind} at ${(first.at / 1000).toFixed(3)} s: ${first.detail}`,
  );
  const short = await shrink(schedule, first.kind, options.plant);
  const again = await run(short, { ...options, trace: true });
  print(`shortened from ${schedule.actions.length} to ${short.actions.length} actions:`);
  print(...short.actions.map((action) => `  ${describe(action)}`), '', 'its end:');
  print(...again.trace.slice(-60).map((line) => `  ${line}`), '');
  print('to keep it, put this into packages/engine/test/simulator/kept/:', JSON.stringify(short));
}

async function main(): Promise<void> {
  const asked = readArguments();
  if (asked.help) {
    print(usage);
    return;
  }
  const tally = new Tally();
  const began = performance.now();
  const failures: Schedule[] = [];
  for (let seed = asked.first; seed < asked.first + asked.count; seed += 1) {
    const schedule = drawSchedule(seed);
    const outcome = await run(schedule, { ...asked.options, trace: asked.trace });
    tally.add(outcome);
    if (asked.trace)
      print(`seed ${seed}`, ...outcome.trace.map((line) => `  ${line}`), `digest ${outcome.digest}`);
    const [violation] = outcome.violations;
    if (violation !== undefined) {
      failures.push(schedule);
      print(`… seed ${seed} fails: ${violation.kind}: ${violation.detail}`);
    }
    if (tally.runs % 1000 === 0) print(`… ${tally.runs} runs, ${tally.failed} failed`);
  }
  print(...tally.lines((performance.now() - began) / 1000));
  const [failure] = failures;
  if (failure === undefined) return;
  process.exitCode = 1;
  print(
    `failed      seeds ${failures
      .slice(0, 40)
      .map(({ seed }) => seed)
      .join(' ')}`,
  );
  await showFailure(failure, asked);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}\n`);
  process.exitCode = 2;
}
