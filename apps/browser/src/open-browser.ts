// Opens an address in the person's browser by way of a file that only they can read, so that the secret in it is on no
// command line, where every user of the machine could see it. Knows nothing of what the address leads to.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openingLifetimeMs } from './admission.ts';

/** What tells how this machine opens things; the process's own where left out. */
export interface Desktop {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
}

/** How long an opener may take to fail, ms; one that runs on has handed over, or is the browser itself. */
const openerMs = 3_000;

/**
 * @param url with its secret
 * @param folder readable by the person alone; holds the file until the address is too old to be of use, or until this
 * process ends
 * @returns `handed-over`: something took the address, and whether a window came of it can’t be known; `no-display` where there is no screen or nothing to open an address with; then nothing was left in the folder.
 */
export async function openBrowser(
  url: string,
  folder: string,
  desktop: Desktop = process,
): Promise<'handed-over' | 'no-display'> {
  if (!hasDisplay(desktop)) return 'no-display';
  const file = join(folder, 'open.html');
  // Anew, so that neither an old file's mode nor a link in its place is kept.
  await rm(file, { force: true });
  await writeFile(file, redirectPage(url), { mode: 0o600, flag: 'wx' });

  const remove = (): void => rmSync(file, { force: true });
  if (!(await launch(opener(desktop.platform, file), desktop.env))) {
    remove();
    return 'no-display';
  }
  process.once('exit', remove);
  setTimeout(remove, openingLifetimeMs).unref();
  return 'handed-over';
}

function hasDisplay({ platform, env }: Desktop): boolean {
  if (platform === 'win32' || platform === 'darwin') return true;
  return Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY']);
}

function redirectPage(url: string): string {
  return `<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${url}">
<title>Loom</title>
<p><a href="${url}">Open Loom</a></p>
`;
}

interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

function opener(platform: NodeJS.Platform, file: string): Program {
  if (platform === 'darwin') return { command: 'open', args: [file] };
  if (platform === 'win32') return { command: 'rundll32', args: ['url.dll,FileProtocolHandler', file] };
  return { command: 'xdg-open', args: [file] };
}

/** @returns whether the program is there and did not fail at once; that it opened anything is more than it tells. */
function launch({ command, args }: Program, env: NodeJS.ProcessEnv): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, stdio: 'ignore', detached: true });
    const patience = setTimeout(() => resolve(true), openerMs);
    const settle = (opened: boolean): void => {
      clearTimeout(patience);
      resolve(opened);
    };
    child.on('error', () => settle(false));
    child.on('exit', (code) => settle(code === 0));
    child.unref();
  });
}
