// Where this checkout of Loom is, and what was built in it.
import { join } from 'node:path';

export const projectRoot = join(import.meta.dirname, '..', '..', '..');

export function builtWindow(): string {
  return join(projectRoot, 'packages', 'ui', 'dist');
}
