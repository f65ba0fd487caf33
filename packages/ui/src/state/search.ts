// What the person searches for, and what was found. Only the answer to the last question counts.
import { signal, type ReadonlySignal } from '@preact/signals';
import type { MessageHit } from '@loom/contract';
import type { Host } from '../host.ts';
import type { ContactKey } from './contacts.ts';
import { sentence } from './threads.ts';

export interface Found {
  readonly hits: readonly MessageHit[];
  /** There are older ones. */
  readonly more: boolean;
  /** Why those could not be had, when they were asked for. */
  readonly trouble?: string;
}

export interface Search {
  readonly query: ReadonlySignal<string>;
  /** The one conversation that is searched; undefined for all. */
  readonly scope: ReadonlySignal<ContactKey | undefined>;
  /** Undefined while there is no question, or no answer yet; a string says why there is none. */
  readonly found: ReadonlySignal<Found | string | undefined>;
  /** How often the person has wanted to search: each time the field takes the focus. */
  readonly begun: ReadonlySignal<number>;
  ask(query: string): void;
  /** Leads to the field; what stands in it is asked again where another scope is wanted. */
  begin(scope: ContactKey | undefined): void;
  older(): Promise<void>;
  readonly clear: () => void;
}

const pauseMs = 120;
const hitsPage = 50;

export function createSearch(host: Host): Search {
  const query = signal('');
  const scope = signal<ContactKey | undefined>(undefined);
  const found = signal<Found | string | undefined>(undefined);
  const begun = signal(0);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;

  async function run(before: readonly MessageHit[]): Promise<void> {
    const question = ++asked;
    const last = before.at(-1)?.message.id;
    let answer: Found | string;
    try {
      const hits = await host.call('search_messages', {
        query: query.value,
        limit: hitsPage,
        ...(scope.value !== undefined && { contact_pub_key: scope.value }),
        ...(last !== undefined && { before: last }),
      });
      answer = { hits: [...before, ...hits], more: hits.length === hitsPage };
    } catch (error) {
      const why = sentence(error);
      answer = before.length === 0 ? why : { hits: before, more: true, trouble: why };
    }
    if (question === asked) found.value = answer;
  }

  function askSoon(): void {
    clearTimeout(timer);
    asked += 1;
    if (query.value.trim() === '') found.value = undefined;
    else timer = setTimeout(() => void run([]), pauseMs);
  }

  return {
    query,
    scope,
    found,
    begun,
    ask(text) {
      query.value = text;
      askSoon();
    },
    begin(conversation) {
      if (scope.value !== conversation) {
        scope.value = conversation;
        askSoon();
      }
      begun.value += 1;
    },
    async older() {
      if (typeof found.value === 'object') await run(found.value.hits);
    },
    clear() {
      query.value = '';
      scope.value = undefined;
      askSoon();
    },
  };
}
