// A copy of what is committed, in which sources can be spoilt and tests run. Knows nothing of mutants.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @returns its folder. Packages of this repository are those of the copy, all others those that are installed. */
export function makeSandbox(repository: string): string {
  const folder = join(realpathSync(mkdtempSync(join(tmpdir(), 'loom-mutants-'))), 'loom');
  mkdirSync(join(folder, 'node_modules', '@loom'), { recursive: true });
  const archive = execFileSync('git', ['archive', 'HEAD'], { cwd: repository, maxBuffer: 2 ** 30 });
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  for (const name of readdirSync(join(repository, 'node_modules'))) {
    if (name === '@loom' || name.startsWith('.')) continue;
    symlinkSync(join(repository, 'node_modules', name), join(folder, 'node_modules', name));
  }
  for (const name of readdirSync(join(folder, 'packages'))) {
    symlinkSync(join(folder, 'packages', name), join(folder, 'node_modules', '@loom', name));
  }
  return folder;
}

export type Verdict = 'passed' | 'failed' | 'endless';

/**
 * Runs test files, the first failure ending the run.
 * @param limitMs after which a run is taken for endless; what never ends was noticed.
 */
export async function runTests(folder: string, files: readonly string[], limitMs: number): Promise<Verdict> {
  const vitest = join(folder, 'node_modules', 'vitest', 'vitest.mjs');
  const options = ['--bail=1', '--pool=forks', '--maxWorkers=1', '--no-isolate', '--reporter=dot'];
  const child = spawn(process.execPath, [vitest, 'run', ...options, ...files], {
    cwd: folder,
    stdio: 'ignore',
    // A group of its own, so that its workers end with it.
    detached: true,
  });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      resolve('endless');
    }, limitMs);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(timer);
      resolve(code === 0 ? 'passed' : 'failed');
    });
  });
}
