// Finds and starts the machine's Chromium, fresh and offline. Knows nothing of the page.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { chromiumPrograms } from '../../scripts/setup/test-tools.mjs';

export const noChromium = 'there is no Chromium on this machine (Debian: sudo apt-get install chromium)';

/** @returns the path of a Chromium; undefined where there is none. */
export function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.flatMap((folder) => chromiumPrograms.map((name) => join(folder, name))).find(isExecutable);
}

/** @param further arguments, as for a camera that is none. */
export function launchChromium(executablePath: string, ...further: string[]): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...further,
    ],
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
