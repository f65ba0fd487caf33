// Holds the packages to one version, one licence and exact dependencies. Reads manifests only.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loomVersion } from '@loom/contract';
import { describe, expect, test } from 'vitest';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private: boolean;
  readonly license: string;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
}

interface LockedPackage {
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
  readonly resolved?: string;
}

const root = join(import.meta.dirname, '..');

async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(join(root, path), 'utf8')) as T;
}

async function workspaces(parent: 'packages' | 'apps'): Promise<{ folder: string; manifest: Manifest }[]> {
  const folders = await readdir(join(root, parent));
  return Promise.all(
    folders.map(async (folder) => ({
      folder,
      manifest: await readJson<Manifest>(join(parent, folder, 'package.json')),
    })),
  );
}

const rooms = [...(await workspaces('packages')), ...(await workspaces('apps'))];
const house = await readJson<Manifest>('package.json');
const manifests = [house, ...rooms.map(({ manifest }) => manifest)];

describe('the manifests', () => {
  test.for(manifests)('$name has the version that the contract tells', ({ version }) => {
    expect(version).toBe(loomVersion);
  });

  test.for(manifests)('$name is under MIT and never published by accident', (manifest) => {
    expect(manifest).toMatchObject({ license: 'MIT', private: true });
  });

  test.for(rooms)('the folder $folder holds the package of its name', ({ folder, manifest }) => {
    expect(manifest.name).toBe(`@loom/${folder}`);
  });

  test.for(manifests)('$name names each dependency by one exact version', (manifest) => {
    const { dependencies = {}, devDependencies = {}, optionalDependencies = {} } = manifest;
    for (const [name, version] of Object.entries({
      ...dependencies,
      ...devDependencies,
      ...optionalDependencies,
    })) {
      expect
        .soft(version, name)
        .toMatch(name.startsWith('@loom/') ? loomVersion : /^\d+\.\d+\.\d+(-[\w.]+)?$/);
    }
  });
});

describe('the lock file', async () => {
  /** Licences that let the whole be given on under MIT, with their own notices kept. */
  const compatible = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Apache-2.0', 'OFL-1.1']);
  const lock = await readJson<{ packages: Record<string, LockedPackage> }>('package-lock.json');
  const foreign = Object.entries(lock.packages).filter(
    ([path, { link }]) => path.startsWith('node_modules/') && link !== true,
  );

  test('everything that Loom ships with may be given on with it', () => {
    const shipped = foreign.filter(([, { dev }]) => dev !== true);
    expect(shipped.length).toBeGreaterThan(5);
    const others = shipped.filter(([, { license = 'none' }]) => !allows(license, compatible));
    expect(others.map(([path, { license }]) => `${path}: ${license ?? 'none'}`)).toEqual([]);
  });

  test('it names no registry, so that it serves wherever packages come from', () => {
    expect(foreign.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });
});

/** Whether an SPDX expression without nested parentheses can be met from the set. */
function allows(expression: string, compatible: ReadonlySet<string>): boolean {
  const choices = expression.replaceAll(/[()]/g, '').split(' OR ');
  return choices.some((choice) => choice.split(' AND ').every((licence) => compatible.has(licence)));
}
