// `npm run fuzz -- --seconds N [--target NAME] [--seed S]`: damaged inputs for every reader of bytes from outside, the seconds
// shared out among the targets. Ends with 1 at the first input that breaks something, and says how to see it again.
import { parseArgs } from 'node:util';
import { fuzz } from '../test/fuzz/fuzz.ts';
import { targets } from '../test/fuzz/targets.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    target: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
});
const [seconds, seed] = [Number(values.seconds), Number(values.seed)];
const chosen = targets.filter(({ name }) => values.target === undefined || name === values.target);

if (chosen.length === 0 || !(seconds > 0) || !Number.isInteger(seed)) {
  const names = targets.map(({ name }) => name).join(', ');
  process.stderr.write(`npm run fuzz -- --seconds N [--target NAME] [--seed S]; targets: ${names}\n`);
  process.exitCode = 1;
} else {
  for (const target of chosen) {
    const end = Date.now() + (seconds * 1000) / chosen.length;
    try {
      const done = fuzz(target, seed, () => Date.now() < end);
      process.stdout.write(`${target.name}: ${done} inputs, seed ${seed}, nothing broke\n`);
    } catch (error) {
      process.stdout.write(`${String(error)}\n`);
      process.exitCode = 1;
    }
  }
}
