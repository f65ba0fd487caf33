// Where the native window is made of, and compiled.
import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { root } from '../../../scripts/setup/runtime.mjs';

export const app = join(root, 'apps', 'desktop');
/** Kept outside the checkout, so that a fresh clone does not compile four hundred crates again. */
export const cargoTarget =
  process.env['CARGO_TARGET_DIR'] ??
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'loom', 'target');
