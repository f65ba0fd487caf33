// Test vectors by others, kept beside the repository and not in it. A test that finds none says so and is
// skipped.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Parsed JSON of `vectors/<path>`; undefined, with a line that says so, where it is not there. */
export function readVectors(path: string): unknown {
  const file = fileURLToPath(new URL(`../../../../../shared/vectors/${path}`, import.meta.url));
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  console.warn(`skipped: no test vectors at ../shared/vectors/${path}`);
  return undefined;
}
