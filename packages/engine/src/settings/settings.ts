// What the person has set: as it is stored, and as those ask for it who act by it. Knows nothing of what a setting does.
import { settingsFrom, type Handlers, type Settings } from '@loom/contract';
import type { Json, Store } from '../ports/index.ts';

export class SettingsRoom {
  readonly #store: Store;
  readonly #onChanged: (settings: Settings) => void;
  #current: Settings;

  constructor(deps: { store: Store; onChanged: (settings: Settings) => void }) {
    this.#store = deps.store;
    this.#onChanged = deps.onChanged;
    this.#current = settingsFrom(deps.store.readSettings());
  }

  get current(): Settings {
    return this.#current;
  }

  handlers(): Pick<Handlers, 'get_settings' | 'set_settings'> {
    return {
      get_settings: () => this.#current,
      set_settings: (patch) => {
        const values: Record<string, Json> = {};
        for (const [name, value] of Object.entries(patch)) if (value !== undefined) values[name] = value;
        this.#store.writeSettings(values);
        this.#current = settingsFrom({ ...this.#current, ...values });
        this.#onChanged(this.#current);
        return this.#current;
      },
    };
  }
}
