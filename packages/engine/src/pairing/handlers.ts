// The commands for meeting people nearby: one window at a time, and what came of the last one. Knows nothing of links or of how
// an engine is put together.
import { LoomError, type Handlers, type Pairing } from '@loom/contract';
import type { Emitter } from '../emitter.ts';
import type { Discovery } from '../ports/index.ts';
import { PairingWindow, type PairingWindowDeps } from './window.ts';

type PairingCommand = 'open_pairing' | 'close_pairing' | 'get_pairing' | 'start_pairing' | 'confirm_pairing';

export interface PairingRoomDeps {
  /** Undefined: switched off. */
  readonly discovery: Discovery | undefined;
  readonly emitter: Emitter;
  readonly onMet: PairingWindowDeps['events']['onMet'];
  /** @throws LoomError `no-identity`, `network-not-running` */
  surroundings(): Omit<PairingWindowDeps, 'discovery' | 'events'>;
}

export class PairingRoom {
  readonly #deps: PairingRoomDeps;
  #window: PairingWindow | undefined;
  #opening: Promise<PairingWindow> | undefined;

  constructor(deps: PairingRoomDeps) {
    this.#deps = deps;
  }

  handlers(): Pick<Handlers, PairingCommand> {
    return {
      open_pairing: async () => {
        await this.#open();
        return this.#view();
      },
      close_pairing: async () => {
        await this.close();
        return null;
      },
      get_pairing: () => this.#view(),
      start_pairing: ({ nearby_id }) => {
        this.#requireWindow().start(nearby_id);
        return null;
      },
      confirm_pairing: ({ nearby_id, digits, same }) => {
        this.#requireWindow().confirm(nearby_id, digits, same);
        return null;
      },
    };
  }

  async close(): Promise<void> {
    await this.#opening?.catch(() => undefined);
    await this.#window?.close();
  }

  async #open(): Promise<void> {
    const surroundings = this.#deps.surroundings();
    if (this.#window?.isOpen) return;
    const { discovery } = this.#deps;
    if (discovery === undefined) {
      throw new LoomError('pairing-no-discovery', { reason: 'discovery is switched off' });
    }
    if (surroundings.name === '') throw new LoomError('pairing-unnamed', {});
    this.#opening ??= PairingWindow.open({
      ...surroundings,
      discovery,
      events: {
        onNear: (id, name) => this.#deps.emitter.emit('nearby_changed', { nearby_id: id, name }),
        onChanged: () => this.#deps.emitter.emit('pairing_changed', { pairing: this.#view() }),
        onMet: this.#deps.onMet,
      },
    }).finally(() => (this.#opening = undefined));
    this.#window = await this.#opening;
    this.#deps.emitter.emit('pairing_changed', { pairing: this.#view() });
  }

  #view(): Pairing {
    return this.#window?.view() ?? { failed_tries: 0, nearby: [] };
  }

  /** @throws LoomError `pairing-off` */
  #requireWindow(): PairingWindow {
    if (!this.#window?.isOpen) throw new LoomError('pairing-off', {});
    return this.#window;
  }
}
