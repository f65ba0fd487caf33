// The SQLite store against the promises of its port.

import { join } from 'node:path';
import { storeConformance } from '@loom/engine/testing';
import { openStore } from '../src/store/open-store.ts';
import type { SqliteStore } from '../src/store/sqlite-store.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

storeConformance('the SQLite store', () => {
  const folder = temporaryFolder();
  const open = (): SqliteStore => {
    const opened = openStore({ path: join(folder.path, 'loom.db'), key: new Uint8Array(32).fill(7) });
    if (!opened.ok) throw new Error(`The store could not be opened: ${opened.fault.code}.`);
    return opened.store;
  };
  return { store: open(), reopen: open, cleanUp: () => folder.remove() };
});
