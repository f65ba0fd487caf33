// Which contacts are in reach now.
import { signal, type ReadonlySignal } from '@preact/signals';
import type { LoomEvent, Peer } from '@loom/contract';
import type { Host } from '../host.ts';

export interface Peers {
  readonly list: ReadonlySignal<readonly Peer[]>;
  readonly load: () => Promise<void>;
  apply(event: LoomEvent): void;
  /** Nothing of it is known here any more. */
  readonly forget: () => void;
}

export function createPeers(host: Host): Peers {
  const list = signal<readonly Peer[]>([]);
  const load = async (): Promise<void> => {
    list.value = await host.call('get_peers', {});
  };

  return {
    list,
    load,
    apply({ event }) {
      // An answer that fails to come means that the connection is lost, and then everything is loaded again.
      if (event === 'peers_changed') load().catch(() => {});
    },
    forget() {
      list.value = [];
    },
  };
}
