// `npm run desktop:icons`: all sizes of the icon from the one drawing, packages/ui/public/mark.svg.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { runForeground } from '../../../scripts/setup/process.mjs';
import { root } from '../../../scripts/setup/runtime.mjs';
import { app } from './places.mjs';

const icons = join(app, 'src-tauri/icons');
const cli = join(root, 'node_modules/@tauri-apps/cli/tauri.js');
process.chdir(join(app, 'src-tauri'));
process.exitCode = await runForeground(process.execPath, [
  cli,
  'icon',
  join(root, 'packages/ui/public/mark.svg'),
  '--output',
  icons,
]);
// Those of phones and of the Windows store.
for (const name of readdirSync(icons)) {
  if (/^(?:android|ios|Square|StoreLogo)/.test(name)) rmSync(join(icons, name), { recursive: true });
}
