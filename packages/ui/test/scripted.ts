// A window's state whose host answers from a script, and what stands in it where a test says nothing else.
import { signal } from '@preact/signals';
import { vi } from 'vitest';
import { keyHex, type Contact, type LoomEvent, type Status } from '@loom/contract';
import type { Connection, Host, Notifier } from '../src/host.ts';
import { createLoom } from '../src/state/loom.ts';
import { me, morning, receivedMessage, them } from './messages.ts';

export const key = keyHex(them);

export const contact: Contact = {
  public_key: them,
  display_name: 'Ines',
  state: 'new',
  verified: false,
  blocked: false,
  held: false,
  generation: 0,
  counters: { sealed: 0, opened: 0 },
  waiting: 0,
  unread: 0,
  added_at: morning,
};

export const status: Status = {
  version: '0.1.0',
  profile: 'default',
  has_identity: true,
  identity_key: me,
  display_name: 'Mara',
  network: { running: true, port: 47113, discovery: 'on', interfaces: [] },
  key_custody: 'memory',
  locked: false,
  contacts: 1,
  waiting: 0,
};

export function setUp(
  answers: Record<string, unknown> = {},
  kept: Record<string, string> = {},
  notifier?: Notifier,
) {
  const calls: string[] = [];
  const given: [command: string, args: unknown][] = [];
  const script: Record<string, unknown> = {
    get_status: status,
    get_contacts: [contact],
    get_peers: [],
    get_messages: [receivedMessage(1, 0)],
    mark_read: null,
    set_typing: null,
    start_network: null,
    ...answers,
  };
  const connection = signal<Connection>('connecting');
  const listeners = new Set<(event: LoomEvent) => void>();
  const host: Host = {
    async call(command, args) {
      calls.push(command);
      given.push([command, args]);
      const answer = script[command];
      if (answer instanceof Error) throw answer;
      // What a command answers is the script's business; the state under test only passes it on.
      return answer as never;
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    connection,
    notice: signal(undefined),
    linkedToken: signal(undefined),
    can: { saveFiles: false, openLinks: false, ownKeys: true, scanQr: false },
    notifier,
  };
  const stored = new Map(Object.entries(kept));
  const storage: Storage = {
    length: 0,
    clear: () => stored.clear(),
    key: () => null,
    getItem: (name) => stored.get(name) ?? null,
    setItem: (name, value) => void stored.set(name, value),
    removeItem: (name) => void stored.delete(name),
  };
  const loom = createLoom(host, storage);
  const emit = (event: LoomEvent): void => {
    for (const listener of listeners) listener(event);
  };
  return { loom, connection, calls, given, script, stored, emit };
}

export const settled = () => vi.advanceTimersByTimeAsync(500);
