// `npm run vectors`: writes test/vectors/*.json anew. They come out the same on every run; what differs from what stands
// there is a change of the protocol.
import { existsSync, writeFileSync } from 'node:fs';
import { makeVectors, readVectorFile, vectorFileUrl, written } from '../test/vectors/files.ts';

for (const [name, file] of Object.entries(makeVectors())) {
  const text = written(file);
  const before = existsSync(vectorFileUrl(name)) ? readVectorFile(name) : undefined;
  const verdict = before === undefined ? 'new' : before === text ? 'unchanged' : 'CHANGED';
  if (before !== text) writeFileSync(vectorFileUrl(name), text);
  process.stdout.write(`test/vectors/${name}.json: ${verdict}\n`);
}
