// Where a backup goes unless the person says otherwise. Knows nothing of what is in it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes of a name that become part of a file's name: far below the 255 that file systems take. */
const maxNameBytes = 64;

export interface BackupPlace {
  readonly homeFolder: string;
  /** The person's own name; empty where they have none. */
  readonly name: string;
  /** Milliseconds since 1970; the day is that of the machine's time zone. */
  readonly now: number;
}

/** @returns an absolute path where nothing is: among the person's documents, where they have a folder for those. */
export function suggestBackupPath({ homeFolder, name, now }: BackupPlace): string {
  const documents = join(homeFolder, 'Documents');
  const folder = existsSync(documents) ? documents : homeFolder;
  const base = ['Loom', fileSafe(name), dayOf(now)].filter((part) => part !== '').join('-');
  for (let number = 1; ; number++) {
    const path = join(folder, `${base}${number === 1 ? '' : `-${number}`}.loom`);
    if (!existsSync(path)) return path;
  }
}

/** Letters, digits and marks of any script; what a file system, a shell or a mail program may take amiss becomes a dash. */
function fileSafe(name: string): string {
  const words = name.normalize('NFC').match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  let safe = '';
  for (const character of words.join('-')) {
    if (Buffer.byteLength(safe + character) > maxNameBytes) break;
    safe += character;
  }
  return safe.replace(/-$/, '');
}

function dayOf(now: number): string {
  const date = new Date(now);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
