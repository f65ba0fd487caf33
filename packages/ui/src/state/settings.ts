// What the person has set, as the engine keeps it. Knows nothing of what a setting does.
import { signal, type ReadonlySignal } from '@preact/signals';
import type { CommandInput, LoomEvent, Settings } from '@loom/contract';
import type { Host } from '../host.ts';

export interface SettingsState {
  /** Undefined until the engine has told them. */
  readonly current: ReadonlySignal<Settings | undefined>;
  readonly load: () => Promise<void>;
  /** @throws CallError */
  change(patch: CommandInput<'set_settings'>): Promise<void>;
  apply(event: LoomEvent): void;
}

export function createSettings(host: Host): SettingsState {
  const current = signal<Settings | undefined>(undefined);
  return {
    current,
    async load() {
      current.value = await host.call('get_settings', {});
    },
    async change(patch) {
      current.value = await host.call('set_settings', patch);
    },
    apply({ event, payload }) {
      if (event === 'settings_changed') current.value = payload.settings;
    },
  };
}
