// What the person has set, by name. Knows nothing of which settings there are.

import type { Json, Store } from '@loom/engine';
import type Database from 'better-sqlite3-multiple-ciphers';
import type { UnitOfWork } from './unit-of-work.ts';

export function settingMethods(
  db: Database,
  unit: UnitOfWork,
): Pick<Store, 'readSettings' | 'writeSettings'> {
  const select = db.prepare<[], { name: string; value: string }>('SELECT name, value FROM setting');
  const put = db.prepare<[string, string]>(
    'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  return {
    readSettings: () =>
      unit.read(() =>
        Object.fromEntries(select.all().map(({ name, value }) => [name, JSON.parse(value) as Json])),
      ),
    writeSettings(values) {
      unit.write(() => {
        for (const [name, value] of Object.entries(values)) put.run(name, JSON.stringify(value));
      });
    },
  };
}
