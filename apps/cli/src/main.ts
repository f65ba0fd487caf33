// The process that `loom` runs. Only sets it up: what is loaded from here on comes out of the compile cache.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { projectRoot } from './project.ts';

enableCompileCache(join(projectRoot, 'node_modules', '.cache', 'loom'));
const { run } = await import('./run.ts');
process.exitCode = await run(process.argv.slice(2));
