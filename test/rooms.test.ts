// Proves that the linter keeps the rooms apart: small files that break a boundary are refused, their honest neighbours
// are not. Runs the real linter with the real configuration on a throw-away tree; knows nothing of the rooms' contents.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

type Rule = 'no-restricted-imports' | 'no-restricted-globals' | 'no-restricted-properties' | 'no-cycle';
type Case = readonly [path: string, source: string, rule: Rule | 'allowed', why: string];

const imports = 'no-restricted-imports';

const cases: readonly Case[] = [
  ['packages/protocol/src/a1.ts', `import '@loom/engine';`, imports, 'protocol imports engine'],
  [
    'packages/protocol/src/a2.ts',
    `import type { T } from '@loom/contract'; export type U = T;`,
    imports,
    'a type counts too',
  ],
  ['packages/protocol/src/a3.ts', `import '../../engine/src/a.ts';`, imports, 'by a relative path'],
  ['packages/protocol/src/deep/a4.ts', `import '../../../engine/src/a.ts';`, imports, 'from a deeper folder'],
  ['packages/protocol/src/a5.ts', `await import('@loom/engine');`, imports, 'by a dynamic import'],
  ['packages/protocol/src/a6.ts', `export * from '@loom/engine';`, imports, 'by a re-export'],
  ['packages/protocol/src/a7.ts', `import 'node:crypto';`, imports, 'crypto outside primitives/'],
  ['packages/protocol/src/a8.ts', `import 'sodium-native';`, imports, 'libsodium outside primitives/'],
  ['packages/protocol/src/wire/a9.ts', `import 'sodium-native';`, imports, 'libsodium in wire/'],
  ['packages/protocol/src/primitives/a10.ts', `import 'node:fs';`, imports, 'a file system in primitives/'],
  ['packages/protocol/src/primitives/a11.ts', `import 'cborg';`, imports, 'cborg in primitives/'],
  ['packages/protocol/src/ratchet/a12.ts', `import 'cborg';`, imports, 'cborg outside wire/'],
  ['packages/protocol/src/a13.ts', `import 'node:fs/promises';`, imports, 'a node: module with a path'],
  ['packages/protocol/test/a14.test.ts', `import '@loom/node';`, imports, 'a test leaves its room'],
  ['packages/protocol/src/a15.ts', `export const t = Date.now();`, 'no-restricted-globals', 'a clock'],
  ['packages/protocol/src/a16.ts', `export const r = Math.random();`, 'no-restricted-properties', 'dice'],
  ['packages/protocol/src/a17.ts', `import './wire/b.ts';`, 'allowed', 'its own files'],
  ['packages/protocol/src/wire/a18.ts', `import 'cborg';`, 'allowed', 'cborg in wire/'],
  ['packages/protocol/src/primitives/a19.ts', `import 'node:crypto';`, 'allowed', 'crypto in primitives/'],
  ['packages/protocol/src/primitives/a20.ts', `import 'sodium-native';`, 'allowed', 'libsodium there'],
  ['packages/protocol/test/a21.test.ts', `import '../src/wire/a.ts';`, 'allowed', 'a test of its own room'],
  ['packages/protocol/test/a22.test.ts', `import 'node:fs';`, 'allowed', 'a test may read files'],

  ['packages/contract/src/b1.ts', `import '@loom/protocol';`, imports, 'contract imports protocol'],
  ['packages/contract/src/b2.ts', `import 'node:path';`, imports, 'contract imports Node'],
  ['packages/contract/src/b3.ts', `import 'valibot';`, 'allowed', 'contract uses its schemas'],

  ['packages/engine/src/c1.ts', `import '@loom/node';`, imports, 'engine imports node'],
  ['packages/engine/src/c2.ts', `import 'node:net';`, imports, 'engine imports sockets'],
  ['packages/engine/src/c3.ts', `import 'sodium-native';`, imports, 'engine imports a crypto library'],
  ['packages/engine/src/c4.ts', `import './testing/store.ts';`, imports, 'engine imports its testing room'],
  ['packages/engine/src/c5.ts', `import 'vitest';`, imports, 'engine imports a test runner'],
  ['packages/engine/src/testing/c6.ts', `import '@loom/node';`, imports, 'testing/ imports node'],
  ['packages/engine/src/c7.ts', `setTimeout(() => undefined, 1);`, 'no-restricted-globals', 'a timer'],
  ['packages/engine/src/c8.ts', `import '../../../apps/daemon/src/a.ts';`, imports, 'engine imports an app'],
  [
    'packages/engine/src/c9.ts',
    `import '@loom/protocol'; import '@loom/contract';`,
    'allowed',
    'its two rooms',
  ],
  ['packages/engine/src/testing/c10.ts', `import 'vitest'; import '../peers/a.ts';`, 'allowed', 'its suites'],

  ['packages/node/src/d1.ts', `import '@loom/contract';`, imports, 'node imports contract'],
  ['packages/node/src/d2.ts', `import '@loom/daemon';`, imports, 'node imports an app'],
  ['packages/node/src/d3.ts', `import '@loom/engine/testing';`, imports, 'node ships the testing room'],
  ['packages/node/src/d4.ts', `import '@loom/engine'; import 'node:net';`, 'allowed', 'engine and Node'],
  ['packages/node/test/d5.test.ts', `import '@loom/engine/testing';`, 'allowed', 'a test runs the suites'],

  ['packages/ui/src/e1.ts', `import '@loom/engine';`, imports, 'ui imports engine'],
  ['packages/ui/src/e2.ts', `import 'node:path';`, imports, 'ui imports Node'],
  [
    'packages/ui/src/views/e3.tsx',
    `import type { T } from '@loom/protocol'; export type U = T;`,
    imports,
    'ui imports protocol',
  ],
  ['packages/ui/src/e4.ts', `import '@loom/contract'; import 'preact';`, 'allowed', 'contract and preact'],

  ['apps/daemon/src/f1.ts', `import '@loom/cli';`, imports, 'daemon imports cli'],
  ['apps/daemon/src/f2.ts', `import '@loom/browser';`, imports, 'daemon imports browser'],
  ['apps/daemon/src/f3.ts', `import '@loom/engine'; import '@loom/node';`, 'allowed', 'engine and node'],
  ['apps/browser/src/g1.ts', `import '@loom/daemon';`, imports, 'browser imports daemon'],
  ['apps/browser/src/g2.ts', `import '@loom/engine';`, imports, 'browser imports engine'],
  ['apps/browser/src/g3.ts', `import '@loom/contract'; import 'ws';`, 'allowed', 'contract and sockets'],
  ['apps/cli/src/h1.ts', `import '@loom/engine';`, imports, 'cli imports engine'],
  ['apps/cli/src/h2.ts', `import '@loom/daemon'; import '@loom/browser';`, 'allowed', 'its two neighbours'],
  ['apps/desktop/scripts/k1.ts', `import '@loom/daemon';`, imports, 'desktop imports daemon'],
  ['apps/desktop/scripts/k2.ts', `import '@loom/cli/run';`, 'allowed', 'what it makes executable'],

  ['test/interop/i1.ts', `import '@loom/protocol';`, imports, 'the second implementation imports this one'],
  ['test/interop/i2.ts', `import '../../packages/protocol/src/a.ts';`, imports, 'by a relative path'],
  ['test/interop/i3.ts', `import '../vectors/make/a.ts';`, imports, 'from what makes the vectors'],
  ['test/interop/i4.ts', `import 'node:crypto';`, imports, 'another library of primitives'],
  ['test/interop/i5.ts', `import '../support/person.ts';`, imports, 'another test’s support'],
  [
    'test/interop/i6.ts',
    `import '@noble/curves/ed25519.js'; import 'node:net'; import './a.ts'; import '../support/loom.ts';`,
    'allowed',
    'primitives, sockets, its own files, and how a test starts Loom',
  ],

  [
    'packages/engine/src/loop/x.ts',
    `import type { Y } from './y.ts'; export type X = Y;`,
    'no-cycle',
    'types',
  ],
  [
    'packages/engine/src/loop/y.ts',
    `import type { X } from './x.ts'; export type Y = X;`,
    'no-cycle',
    'types',
  ],
];

interface Diagnostic {
  code: string;
  filename: string;
}

const root = join(import.meta.dirname, '..');
const tree = await mkdtemp(join(tmpdir(), 'loom-rooms-'));

/** Lints the throw-away tree. @returns for each file the rules that it breaks. */
async function lint(config: string): Promise<Map<string, string[]>> {
  await writeFile(join(tree, '.oxlintrc.json'), config);
  const bin = join(dirname(createRequire(import.meta.url).resolve('oxlint/package.json')), 'bin', 'oxlint');
  const json = await new Promise<string>((resolve, reject) => {
    const args = [bin, '--format', 'json', '.'];
    execFile(process.execPath, args, { cwd: tree, maxBuffer: 2 ** 26 }, (error, stdout) => {
      if (stdout === '') reject(error ?? new Error('the linter printed nothing'));
      else resolve(stdout);
    });
  });
  const { diagnostics } = JSON.parse(json) as { diagnostics: Diagnostic[] };
  const broken = new Map<string, string[]>();
  for (const { code, filename } of diagnostics) {
    const rule = /\((.*)\)/.exec(code)?.[1] ?? code;
    broken.set(filename, [...(broken.get(filename) ?? []), rule]);
  }
  return broken;
}

afterAll(() => rm(tree, { recursive: true, force: true }));

describe('the linter keeps the rooms apart', () => {
  let config: string;
  let broken: Map<string, string[]>;

  beforeAll(async () => {
    for (const [path, source] of cases) {
      await mkdir(join(tree, dirname(path)), { recursive: true });
      await writeFile(join(tree, path), `${source}\n`);
    }
    config = await readFile(join(root, '.oxlintrc.json'), 'utf8');
    broken = await lint(config);
  });

  test.for(cases)('%s: %s -> %s (%s)', ([path, , rule]) => {
    expect(broken.get(path) ?? []).toEqual(rule === 'allowed' ? [] : [rule]);
  });

  test('without its rules the same files pass, so it is the rules that refuse them', async () => {
    const { overrides: _, rules, ...rest } = JSON.parse(config) as Record<string, unknown>;
    const { 'import/no-cycle': _cycle, ...others } = rules as Record<string, unknown>;
    const still = await lint(JSON.stringify({ ...rest, rules: others }));
    const refused = cases.filter(([path, , rule]) => still.get(path)?.includes(rule) === true);
    expect(refused).toEqual([]);
  });
});
