// The built window in memory: a fixed list of paths, made once at start. A path that is not in it does not exist, so none
// can lead out of the folder.
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

export interface Asset {
  readonly type: string;
  readonly body: Uint8Array;
}

const types: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.woff2', 'font/woff2'],
  ['.json', 'application/json'],
  ['.txt', 'text/plain; charset=utf-8'],
]);

const pages = ['/', '/gallery'];

/**
 * @param folder the built window
 * @returns each file by its path in the address, `/assets/a.js`; `/` is index.html, and so is `/gallery`, where it shows components
 *   and no engine.
 */
export async function readAssets(folder: string): Promise<ReadonlyMap<string, Asset>> {
  const assets = new Map<string, Asset>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const type = types.get(extname(entry.name));
    if (!entry.isFile() || type === undefined) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(folder, file).split(sep).join('/')}`;
    const asset = { type, body: await readFile(file) };
    for (const at of path === '/index.html' ? pages : [path]) assets.set(at, asset);
  }
  if (!assets.has('/'))
    throw new Error(`There is no built window in ${folder}. Build it with: npm run build`);
  return assets;
}
