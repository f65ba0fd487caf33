// Where the engine's executable begins: the whole command line, of which the window uses `daemon --stdio`.
import { run } from '@loom/cli/run';

void run(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
