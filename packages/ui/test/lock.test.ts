// What a lock, or the end of a profile, leaves in the window's state: nothing.
import { signal } from '@preact/signals';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Status } from '@loom/contract';
import { CallError } from '../src/host.ts';
import { receivedMessage, them } from './messages.ts';
import { contact, key, setUp, settled, status } from './scripted.ts';

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

describe('a lock', () => {
  const canary = 'the canary sings at dawn';
  const locked: Status = {
    ...status,
    locked: true,
    key_custody: 'passphrase',
    network: { running: false, discovery: 'off', interfaces: [] },
    contacts: 0,
  };
  delete (locked as { display_name?: string }).display_name;

  /** All that views could still show. */
  function known({ loom, stored }: ReturnType<typeof setUp>): string {
    const { contacts, peers, pairing, threads, drafts, handshakes, search, asked, announcements } = loom;
    const { doctor, unfolded, used } = loom;
    return JSON.stringify([
      [...contacts.byKey.value],
      peers.list.value,
      pairing.now.value,
      threads.of(key).value,
      threads.target.value,
      [...drafts.byKey.value],
      [...handshakes.byKey.value],
      [search.query.value, search.scope.value, search.found.value],
      asked.value,
      [doctor.examination.value, doctor.around.value, doctor.addresses.value],
      [...unfolded.ids.value],
      used.value,
      announcements.value,
      loom.status.value,
      loom.openContact.value,
      [...stored],
    ]);
  }

  async function inUse() {
    const message = receivedMessage(1, 0, { content: canary });
    const set = setUp({
      get_contacts: [{ ...contact, display_name: canary, last_message: message }],
      get_messages: [message],
      search_messages: [{ contact: them, message, ranges: [] }],
      run_doctor: { checks: [canary] },
      search_network: { found: canary },
      get_manual_addresses: [canary],
    });
    const { loom, connection, emit } = set;
    connection.value = 'open';
    await settled();
    loom.selected.value = key;
    loom.drafts.write(key, canary);
    loom.search.ask(canary);
    loom.asked.value = { kind: 'delete-message', message };
    loom.settingsView.open();
    await Promise.all([loom.doctor.examine(), loom.doctor.askAround(), loom.doctor.loadAddresses()]);
    loom.unfolded.unfold(canary);
    loom.use(canary);
    const { id, content, timestamp } = message;
    emit({
      event: 'message_received',
      payload: { sender_identity: them, message_id: id, content, timestamp },
    });
    await settled();
    return set;
  }

  test('leaves nothing of the profile in the window, and shows it again once it is open', async () => {
    const set = await inUse();
    const { loom, script, emit } = set;
    expect(known(set).split(canary).length).toBeGreaterThan(12);
    emit({ event: 'status_changed', payload: { status: locked } });
    await settled();
    expect(loom.phase.value).toBe('locked');
    expect(known(set)).not.toContain(canary);
    expect(known(set)).not.toContain(key);
    expect(loom.settingsView.at.value).toBeUndefined();

    script['get_status'] = { ...status, key_custody: 'passphrase' };
    emit({ event: 'status_changed', payload: { status: { ...status, key_custody: 'passphrase' } } });
    expect(loom.phase.value).toBe('locked');
    await settled();
    expect(loom.phase.value).toBe('main');
    expect(loom.contacts.list.value).toMatchObject([{ display_name: canary }]);
    expect(loom.drafts.byKey.value.size).toBe(0);
  });

  test('takes no answer any more to what was asked before it', async () => {
    const set = await inUse();
    const { loom, script, emit } = set;
    const late = ['run_doctor', 'search_network', 'get_manual_addresses', 'initiate_chat_handshake'];
    const answers: (() => void)[] = [];
    for (const command of late)
      script[command] = new Promise((resolve, reject) => {
        const answer = { checks: [canary], found: canary };
        answers.push(() =>
          command.startsWith('initiate') ? reject(new CallError(canary)) : resolve(answer),
        );
      });
    const asked = [
      loom.doctor.examine(),
      loom.doctor.askAround(),
      loom.doctor.loadAddresses(),
      loom.handshakes.initiate(key),
    ];
    emit({ event: 'status_changed', payload: { status: locked } });
    await settled();
    for (const answer of answers) answer();
    await Promise.all(asked);
    expect(known(set)).not.toContain(canary);
    expect(loom.handshakes.byKey.value.size).toBe(0);
    script['run_doctor'] = { checks: ['after it'] };
    await loom.doctor.examine();
    expect(loom.doctor.examination.value).toMatchObject({ checks: ['after it'] });
  });

  test('takes back what the system shows of messages', async () => {
    vi.stubGlobal('document', { hasFocus: () => false });
    onTestFinished(() => void vi.unstubAllGlobals());
    const shown = new Set<string>();
    const { connection, emit } = setUp(
      { get_settings: { notifications: 'with-name' } },
      {},
      {
        permission: signal('granted'),
        ask: async () => {},
        show: ({ tag }) => void shown.add(tag),
        withdraw: (tag) => void shown.delete(tag),
      },
    );
    connection.value = 'open';
    await settled();
    emit({
      event: 'message_changed',
      payload: { contact_identity: them, message: receivedMessage(2, 1, { is_read: false }) },
    });
    await settled();
    expect(shown.size).toBe(1);
    emit({ event: 'status_changed', payload: { status: locked } });
    await settled();
    expect(shown.size).toBe(0);
  });

  test('is never stuck: what can’t be read once it is open is said, in the window', async () => {
    const { loom, connection, script, emit } = setUp({ get_status: locked });
    connection.value = 'open';
    await settled();
    script['get_status'] = status;
    script['get_contacts'] = new CallError('The disk is gone.');
    emit({ event: 'status_changed', payload: { status } });
    await settled();
    expect(loom.phase.value).toBe('main');
    expect(loom.problem.value).toBe('The disk is gone.');
  });

  test('is what a window begins with where the profile is locked, and that nothing is told is no trouble', async () => {
    const refusal = new CallError('Loom is locked.');
    const { loom, connection, calls } = setUp({
      get_status: locked,
      get_settings: refusal,
      get_contacts: refusal,
      get_peers: refusal,
      get_pairing: refusal,
      get_messages: refusal,
    });
    connection.value = 'open';
    await settled();
    expect(loom.phase.value).toBe('locked');
    expect(loom.problem.value).toBeUndefined();
    expect(calls).not.toContain('start_network');
  });

  test('that falls while the window opens is no trouble: what was refused is asked again', async () => {
    const refusal = new CallError('Loom is locked.');
    const refused = {
      get_settings: refusal,
      get_contacts: refusal,
      get_peers: refusal,
      get_pairing: refusal,
    };
    let tell: (answer: unknown) => void = () => undefined;
    const { loom, connection, script, emit } = setUp(
      {
        ...refused,
        get_status: locked,
        get_messages: new Promise((resolve) => (tell = resolve)),
      },
      { 'loom.selected': key },
    );
    connection.value = 'open';
    await settled();
    emit({ event: 'status_changed', payload: { status } });
    await settled();
    Object.assign(script, { get_status: status, get_contacts: [contact], get_peers: [], get_messages: [] });
    Object.assign(script, { get_settings: undefined, get_pairing: undefined });
    tell([]);
    await settled();
    expect(loom.phase.value).toBe('main');
    expect(loom.contacts.list.value).toEqual([contact]);
    expect(loom.problem.value).toBeUndefined();
  });

  test('in the first start leaves the passphrase that was chosen before it as it is', async () => {
    const nobody = { ...status, has_identity: false };
    const { loom, connection, script, given, emit } = setUp({ get_status: nobody, set_key_custody: null });
    connection.value = 'open';
    await settled();
    script['generate_new_identity'] = new CallError('That is no name.');
    await expect(loom.makeIdentity('-', 'first of all')).rejects.toThrow('no name');
    emit({ event: 'status_changed', payload: { status: locked } });
    emit({ event: 'status_changed', payload: { status: { ...nobody, key_custody: 'passphrase' } } });
    await settled();
    script['generate_new_identity'] = null;
    await loom.makeIdentity('Mara');
    expect(given.filter(([command]) => command === 'set_key_custody')).toHaveLength(1);
  });

  test('or a wipe: after it the window is as at the first start', async () => {
    const set = await inUse();
    set.emit({
      event: 'status_changed',
      payload: { status: { ...locked, locked: false, has_identity: false } },
    });
    await settled();
    expect(set.loom.phase.value).toBe('onboarding');
    expect(known(set)).not.toContain(canary);
  });
});
