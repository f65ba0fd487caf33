// `npm start` and `npm test` on a machine that has only git, Node and npm: brings what is missing, then runs the
// command with the pinned Node. Plain JavaScript without dependencies, because it runs before there are any; this one
// file also keeps to syntax that a much older Node can read, so that it can say that it is too old.
import process from 'node:process';

const oldestNode = 20;

if (Number(process.versions.node.split('.')[0]) < oldestNode) {
  process.stderr.write(
    `Loom’s set-up needs Node ${oldestNode} or newer, and this is ${process.version}. Install a newer Node and repeat.\n`,
  );
  process.exitCode = 1;
} else {
  void import('./setup/commands.mjs').then(({ run }) => run(process.argv.slice(2)));
}
