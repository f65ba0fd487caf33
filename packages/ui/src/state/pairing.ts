// Meeting people nearby, as the engine tells of it. Knows nothing of how it is shown.
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { LoomEvent, Nearby, Pairing } from '@loom/contract';
import type { Host } from '../host.ts';

export interface PairingState {
  readonly now: ReadonlySignal<Pairing>;
  /** Whom there is something to compare with, whoever began. */
  readonly compared: ReadonlySignal<Nearby | undefined>;
  readonly load: () => Promise<void>;
  apply(event: LoomEvent): void;
  /** Nothing of it is known here any more. */
  readonly forget: () => void;
  /** @throws CallError */
  readonly open: () => Promise<void>;
  /** @throws CallError */
  readonly close: () => Promise<void>;
  /** @throws CallError */
  start(id: string): Promise<void>;
  /** @throws CallError */
  answer(compared: Nearby, same: boolean): Promise<void>;
}

const nobody: Pairing = { failed_tries: 0, nearby: [] };

export function createPairing(host: Host): PairingState {
  const now = signal<Pairing>(nobody);

  return {
    now,
    compared: computed(() => now.value.nearby.find(({ symbols }) => symbols !== undefined)),
    async load() {
      now.value = await host.call('get_pairing', {});
    },
    apply({ event, payload }) {
      if (event === 'pairing_changed') now.value = payload.pairing;
    },
    forget() {
      now.value = nobody;
    },
    async open() {
      now.value = await host.call('open_pairing', {});
    },
    async close() {
      await host.call('close_pairing', {});
    },
    async start(id) {
      await host.call('start_pairing', { nearby_id: id });
    },
    async answer({ nearby_id, digits = '' }, same) {
      await host.call('confirm_pairing', { nearby_id, digits, same });
    },
  };
}
