// Handlers that answer at once, for tests of what carries requests to them. Knows nothing of messengers.
import { LoomError, settingsFrom, type CommandName, type Handlers, type LoomEvent } from '@loom/contract';
import type { EventListener, LocalEngine } from '../src/door.ts';

export interface FakeEngine extends LocalEngine {
  /** The commands that were carried out, in order. */
  readonly ran: CommandName[];
  raise(event: LoomEvent): void;
  listeners(): number;
  /** Clients that have not left. */
  visitors(): number;
}

const key = Array.from({ length: 32 }, () => 7);

export function fakeEngine(overrides: Partial<Handlers> = {}): FakeEngine {
  let visitors = 0;
  const ran: CommandName[] = [];
  const listeners = new Set<EventListener>();
  const refuse = (): never => {
    throw new LoomError('unknown-contact', {});
  };
  const handlers: Handlers = {
    has_identity: () => true,
    generate_new_identity: ({ name }) => `LOOM-${name ?? ''}`,
    get_my_token: () => 'LOOM-FAKE',
    set_display_name: () => null,
    get_status: () => {
      throw new TypeError('a secret stands here');
    },
    parse_token: () => ({ identity_key: key, dh_key: key, version: 2 }),
    add_contact_token: refuse,
    get_contacts: () => [],
    rename_contact: refuse,
    get_safety_number: refuse,
    mark_verified: refuse,
    accept_new_session: refuse,
    block_contact: refuse,
    create_backup: ({ path }) => ({ path, bytes: 0 }),
    suggest_backup_path: () => ({ path: '/loom' }),
    verify_backup: refuse,
    restore_backup: () => ({ kept_aside: null }),
    begin_restore_upload: () => ({ upload_id: '0'.repeat(32) }),
    restore_upload_chunk: () => null,
    delete_contact: refuse,
    start_network: () => null,
    get_network_port: () => 47113,
    get_peers: () => [],
    inject_peer_address: refuse,
    search_network: () => ({ probed: 0, open: 0, found: 0 }),
    run_doctor: () => ({ checks: [] }),
    initiate_chat_handshake: refuse,
    send_message: ({ content }) => {
      if (content === '') throw new LoomError('message-too-long', { bytes: 5, limit: 4 });
      return '0'.repeat(32);
    },
    get_messages: () => [],
    search_messages: () => [],
    delete_message: refuse,
    retry_message: refuse,
    mark_read: () => null,
    set_typing: refuse,
    get_manual_addresses: () => [],
    remove_peer_address: refuse,
    get_log: () => ({ entries: [], file: '/loom.log' }),
    get_settings: () => settingsFrom({}),
    set_settings: (patch) => settingsFrom(patch),
    open_pairing: refuse,
    close_pairing: () => null,
    get_pairing: () => ({ failed_tries: 0, nearby: [] }),
    start_pairing: refuse,
    confirm_pairing: refuse,
    lock: () => null,
    unlock: () => null,
    get_key_choices: () => ({ current: 'key-file', keychain: false }),
    set_key_custody: refuse,
    note_activity: () => null,
    wipe_profile: refuse,
    ...overrides,
  };
  const recorded = Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [
      name,
      (args: never) => {
        ran.push(name as CommandName);
        return handler(args);
      },
    ]),
  ) as Handlers;
  const engine: FakeEngine = {
    ran,
    handlers: recorded,
    on: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    raise: (event) => {
      for (const listener of listeners) listener(event);
    },
    listeners: () => listeners.size,
    enter: () => {
      visitors += 1;
      return { handlers: engine.handlers, leave: () => void (visitors -= 1) };
    },
    visitors: () => visitors,
  };
  return engine;
}
