// What is known of the network beyond the status: what the doctor found last, what came of asking around, and the addresses that
// were given by hand. Knows nothing of how it is told.
import { signal, type ReadonlySignal } from '@preact/signals';
import type { CommandResult, Diagnosis, LoomEvent, ManualAddress } from '@loom/contract';
import type { Host } from '../host.ts';
import { sentence } from './threads.ts';

export interface Examination extends Diagnosis {
  /** When it ended, ms since 1970. */
  readonly at: number;
}

export type Around =
  | { readonly state: 'asking' }
  | ({ readonly state: 'asked' } & CommandResult<'search_network'>)
  | { readonly state: 'failed'; readonly why: string };

export interface Doctor {
  /** The last one; it stays while the next is made. */
  readonly examination: ReadonlySignal<Examination | undefined>;
  readonly examining: ReadonlySignal<boolean>;
  /** Why there is no newer one, in words. */
  readonly problem: ReadonlySignal<string | undefined>;
  readonly examine: () => Promise<void>;
  readonly around: ReadonlySignal<Around | undefined>;
  readonly askAround: () => Promise<void>;
  readonly addresses: ReadonlySignal<readonly ManualAddress[]>;
  readonly loadAddresses: () => Promise<void>;
  apply(event: LoomEvent): void;
  /** Nothing of it is known here any more. */
  readonly forget: () => void;
}

export function createDoctor(host: Host): Doctor {
  const examination = signal<Examination | undefined>(undefined);
  const examining = signal(false);
  const problem = signal<string | undefined>(undefined);
  const around = signal<Around | undefined>(undefined);
  const addresses = signal<readonly ManualAddress[]>([]);
  let follows = false;
  /** An answer to what was asked before the profile was shut is not taken. */
  let era = 0;

  async function loadAddresses(): Promise<void> {
    follows = true;
    const begun = era;
    const told = await host.call('get_manual_addresses', {});
    if (begun === era) addresses.value = told;
  }

  return {
    examination,
    examining,
    problem,
    around,
    addresses,
    loadAddresses,

    async examine() {
      if (examining.value) return;
      examining.value = true;
      const begun = era;
      let why: string | undefined;
      let found: Examination | undefined;
      try {
        const { checks } = await host.call('run_doctor', {});
        found = { checks, at: Date.now() };
      } catch (error) {
        why = sentence(error);
      }
      if (begun !== era) return;
      examination.value = found ?? examination.value;
      problem.value = why;
      examining.value = false;
    },

    async askAround() {
      if (around.value?.state === 'asking') return;
      around.value = { state: 'asking' };
      const begun = era;
      let answer: Around;
      try {
        answer = { state: 'asked', ...(await host.call('search_network', {})) };
      } catch (error) {
        answer = { state: 'failed', why: sentence(error) };
      }
      if (begun === era) around.value = answer;
    },

    apply({ event }) {
      // An answer that fails to come means that the connection is lost; the list is asked for again when it is opened.
      if (follows && (event === 'peers_changed' || event === 'contact_removed'))
        loadAddresses().catch(() => {});
    },

    forget() {
      era += 1;
      examining.value = false;
      examination.value = undefined;
      problem.value = undefined;
      around.value = undefined;
      addresses.value = [];
      follows = false;
    },
  };
}
