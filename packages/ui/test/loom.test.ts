// The window's state against a host that answers from a script, through the same door as the real one.
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Message } from '@loom/contract';
import { CallError } from '../src/host.ts';
import { en } from '../src/messages/en.ts';
import { receivedMessage, sentMessage, them } from './messages.ts';
import { contact, key, setUp, settled, status } from './scripted.ts';

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

describe('opening', () => {
  test('loads everything once the connection is open, and not before', async () => {
    const { loom, connection, calls } = setUp();
    await settled();
    expect(calls).toEqual([]);
    expect(loom.phase.value).toBe('opening');
    connection.value = 'open';
    await settled();
    expect(loom.phase.value).toBe('main');
    expect(loom.contacts.list.value).toEqual([contact]);
    expect(calls).not.toContain('start_network');
  });

  test('begins with onboarding where there is no identity', async () => {
    const { loom, connection } = setUp({ get_status: { ...status, has_identity: false } });
    connection.value = 'open';
    await settled();
    expect(loom.phase.value).toBe('onboarding');
  });

  test('starts a network that does not run yet', async () => {
    const { connection, calls } = setUp({
      get_status: { ...status, network: { ...status.network, running: false } },
    });
    connection.value = 'open';
    await settled();
    expect(calls).toContain('start_network');
  });

  test('says in words why it could not load', async () => {
    const { loom, connection } = setUp({ get_status: new CallError('The disk is full.') });
    connection.value = 'open';
    await settled();
    expect(loom.problem.value).toBe('The disk is full.');
  });

  test('shows all of it or the reason: no window with half of what there is', async () => {
    const { loom, connection, script } = setUp({ get_contacts: new CallError('The disk is gone.') });
    connection.value = 'open';
    await settled();
    expect(loom.phase.value).toBe('opening');
    expect(loom.problem.value).toBe('The disk is gone.');
    script['get_contacts'] = [contact];
    await loom.load();
    expect(loom.phase.value).toBe('main');
    expect(loom.problem.value).toBeUndefined();
  });

  test('waits for all of it also where an event tells the status first', async () => {
    const { loom, connection, script, emit } = setUp();
    let tell: (contacts: unknown) => void = () => undefined;
    script['get_contacts'] = new Promise((resolve) => (tell = resolve));
    connection.value = 'open';
    const newer = { ...status, display_name: 'Mara B.' };
    emit({ event: 'status_changed', payload: { status: newer } });
    await settled();
    expect(loom.phase.value).toBe('opening');
    emit({ event: 'status_changed', payload: { status: newer } });
    tell([contact]);
    await settled();
    expect(loom.phase.value).toBe('main');
    expect(loom.status.value).toEqual(newer);
    expect(loom.contacts.list.value).toEqual([contact]);
  });

  test('opens the conversation that was open before a reload', async () => {
    const { loom, connection } = setUp({}, { 'loom.selected': key });
    connection.value = 'open';
    await settled();
    expect(loom.openContact.value).toEqual(contact);
    expect(loom.threads.of(key).value).toMatchObject({ complete: true });
  });
});

test('shows the new identity’s token until the person goes on', async () => {
  const { loom, connection, script } = setUp({ get_status: { ...status, has_identity: false } });
  connection.value = 'open';
  await settled();
  script['get_status'] = status;
  await loom.makeIdentity('Mara');
  expect(loom.phase.value).toBe('onboarding');
  loom.finishOnboarding();
  expect(loom.phase.value).toBe('main');
});

test('protects the profile anew only where another try has not done so already', async () => {
  const { loom, connection, given, script } = setUp({ get_status: { ...status, has_identity: false } });
  connection.value = 'open';
  await settled();
  script['set_key_custody'] = null;
  script['generate_new_identity'] = new CallError('That is no name.');
  const tries = ['first of all', 'first of all', 'second of all', undefined, undefined, 'third of all'];
  for (const passphrase of tries) await expect(loom.makeIdentity('-', passphrase)).rejects.toThrow('no name');
  script['generate_new_identity'] = null;
  await loom.makeIdentity('Mara', 'third of all');
  await loom.makeIdentity('Mara', 'fourth of all');
  expect(given.flatMap(([command, args]) => (command === 'set_key_custody' ? [args] : []))).toEqual([
    { kind: 'passphrase', passphrase: 'first of all' },
    { kind: 'passphrase', passphrase: 'second of all', current_passphrase: 'first of all' },
    { kind: 'key-file', current_passphrase: 'second of all' },
    { kind: 'passphrase', passphrase: 'third of all' },
    { kind: 'passphrase', passphrase: 'fourth of all' },
  ]);
});

describe('with a conversation open', () => {
  async function opened() {
    const set = setUp();
    set.connection.value = 'open';
    await settled();
    set.loom.selected.value = key;
    await settled();
    return set;
  }

  test('takes in messages and changes as events tell of them', async () => {
    const { loom, emit } = await opened();
    emit({
      event: 'message_changed',
      payload: { contact_identity: them, message: sentMessage(2, 1, { state: 'waiting' }) },
    });
    emit({
      event: 'message_changed',
      payload: { contact_identity: them, message: sentMessage(2, 1, { state: 'delivered' }) },
    });
    await settled();
    const thread = loom.threads.of(key).value;
    expect(thread).toMatchObject({ messages: [{ state: 'received' }, { state: 'delivered' }] });
  });

  test('tells a screen reader of what came, as plain text and as its kind has it', async () => {
    const { loom, emit } = await opened();
    const come = (message: Message): void =>
      emit({ event: 'message_changed', payload: { contact_identity: them, message } });
    const text = receivedMessage(9, 3, { content: 'see\u202e you' });
    const newer = receivedMessage(10, 4, { kind: 'unknown', content: '' });
    const notice = receivedMessage(11, 5, { kind: 'notice', content: 'A new session was begun.' });
    for (const message of [text, newer, notice]) come(message);
    come(sentMessage(12, 6));
    await settled();
    expect(loom.announcements.value).toEqual([
      { id: text.id, text: 'Ines: see\ufffd you' },
      { id: newer.id, text: `Ines: ${en.messages.unknown}` },
      { id: notice.id, text: 'Loom, in the conversation with Ines: A new session was begun.' },
    ]);
  });

  test('shows who writes, and says so once a minute where that conversation is open', async () => {
    const { loom, connection, emit } = await opened();
    const typing = async (now: boolean): Promise<void> => {
      emit({ event: 'typing_changed', payload: { contact_identity: them, typing: now } });
      await settled();
    };
    loom.selected.value = undefined;
    await typing(true);
    expect([...loom.typing.writing.value]).toEqual([key]);
    expect(loom.announcements.value).toEqual([]);
    await typing(false);
    loom.selected.value = key;
    for (let n = 0; n < 5; n += 1) {
      await typing(true);
      await typing(false);
    }
    expect(loom.announcements.value.map(({ text }) => text)).toEqual(['Ines is writing…']);
    await vi.advanceTimersByTimeAsync(60_000);
    await typing(true);
    expect(loom.announcements.value).toHaveLength(2);
    connection.value = 'lost';
    expect([...loom.typing.writing.value]).toEqual([]);
  });

  test('tells the engine of writing once a second, and that it stopped only where it began', async () => {
    const { loom, calls } = await opened();
    const told = (): number => calls.filter((command) => command === 'set_typing').length;
    loom.typing.tell(key, false);
    expect(told()).toBe(0);
    for (let n = 0; n < 20; n += 1) {
      loom.typing.tell(key, true);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(told()).toBe(2);
    loom.typing.tell(key, false);
    loom.typing.tell(key, false);
    expect(told()).toBe(3);
  });

  test('says what came of a handshake, and forgets a failure once secured', async () => {
    const { loom, script, emit } = await opened();
    script['initiate_chat_handshake'] = new CallError('Ines did not answer.');
    await loom.handshakes.initiate(key);
    expect(loom.handshakes.byKey.value.get(key)).toEqual({ state: 'failed', why: 'Ines did not answer.' });
    emit({ event: 'contact_changed', payload: { contact: { ...contact, state: 'secured' } } });
    await settled();
    expect(loom.handshakes.byKey.value.has(key)).toBe(false);
    expect(loom.openContact.value?.state).toBe('secured');
  });

  test('reads everything again after the connection was lost', async () => {
    const { loom, connection, script } = await opened();
    connection.value = 'lost';
    script['get_messages'] = [receivedMessage(1, 0), receivedMessage(2, 5)];
    connection.value = 'open';
    await settled();
    expect(loom.threads.of(key).value).toMatchObject({ messages: [{}, { content: 'message 2' }] });
  });

  test('forgets what it knew when a backup was restored, and reads it all again', async () => {
    const { loom, script, emit } = await opened();
    loom.drafts.write(key, 'of another time');
    script['get_messages'] = [receivedMessage(7, 3)];
    script['get_contacts'] = [{ ...contact, display_name: 'Ines before' }];
    emit({ event: 'profile_restored', payload: {} });
    await settled();
    expect(loom.drafts.byKey.value.size).toBe(0);
    expect(loom.openContact.value?.display_name).toBe('Ines before');
    expect(loom.threads.of(key).value).toMatchObject({ messages: [{ content: 'message 7' }] });
    expect(loom.answering.value).toBe(true);
  });

  test('claims nothing of links from the loss of the connection until all has been read again', async () => {
    const { loom, connection, script } = await opened();
    expect(loom.answering.value).toBe(true);
    connection.value = 'lost';
    expect(loom.answering.value).toBe(false);
    script['get_contacts'] = new CallError('Not yet.');
    connection.value = 'open';
    await settled();
    expect(loom.answering.value).toBe(false);
    script['get_contacts'] = [contact];
    await loom.load();
    expect(loom.answering.value).toBe(true);
  });

  test('closes it when the contact is deleted, and keeps no trace of the selection', async () => {
    const { loom, emit, stored } = await opened();
    expect(stored.get('loom.selected')).toBe(key);
    emit({ event: 'contact_removed', payload: { public_key: them } });
    await settled();
    expect(loom.openContact.value).toBeUndefined();
    expect(stored.size).toBe(0);
  });
});

describe('a jump to a message', () => {
  test('stays where it led, also while the newest page is loaded, until the newest are asked for', async () => {
    const { loom, connection, script, emit } = setUp();
    connection.value = 'open';
    await settled();
    script['get_messages'] = [receivedMessage(40, 0), receivedMessage(41, 1), receivedMessage(42, 2)];
    const jumping = loom.threads.jumpTo(key, receivedMessage(41, 1).id);
    const loading = loom.threads.load(key);
    await Promise.all([jumping, loading]);
    const ids = () => {
      const thread = loom.threads.of(key).value;
      return typeof thread === 'object' ? thread.messages.map(({ content }) => content) : thread;
    };
    script['get_messages'] = [receivedMessage(90, 5)];
    await loom.threads.load(key);
    expect(ids()).toEqual(['message 40', 'message 41', 'message 42']);
    expect(loom.threads.target.value).toEqual({
      key,
      messageId: receivedMessage(41, 1).id,
      how: 'found',
    });
    emit({
      event: 'message_changed',
      payload: { contact_identity: them, message: receivedMessage(91, 6) },
    });
    await settled();
    expect(ids()).toHaveLength(3);
    await loom.threads.showNewest(key);
    expect(ids()).toEqual(['message 90']);
  });

  test('to one that is gone leaves the conversation as it is', async () => {
    const { loom, connection, script } = setUp();
    connection.value = 'open';
    await settled();
    await loom.threads.load(key);
    script['get_messages'] = new CallError('gone');
    await loom.threads.jumpTo(key, 'ff'.repeat(16));
    expect(loom.threads.target.value).toBeUndefined();
    expect(loom.threads.of(key).value).toMatchObject({ latest: true });
  });
});

describe('a search', () => {
  test('asks for what was typed last, once, and clears', async () => {
    const { loom, connection, calls, script } = setUp({ search_messages: [] });
    connection.value = 'open';
    await settled();
    loom.search.ask('o');
    loom.search.ask('oa');
    loom.search.ask('oak');
    await settled();
    expect(calls.filter((command) => command === 'search_messages')).toHaveLength(1);
    expect(loom.search.found.value).toEqual({ hits: [], more: false });
    script['search_messages'] = new CallError('There is nothing to search for.');
    loom.search.ask('-');
    await settled();
    expect(loom.search.found.value).toBe('There is nothing to search for.');
    loom.search.clear();
    expect(loom.search.found.value).toBeUndefined();
  });

  test('keeps what it found where the older ones can’t be had, and says why', async () => {
    const hits = Array.from({ length: 50 }, (_, index) => ({
      contact: them,
      message: receivedMessage(index + 1, index),
      ranges: [],
    }));
    const { loom, connection, script } = setUp({ search_messages: hits });
    connection.value = 'open';
    await settled();
    loom.search.ask('oak');
    await settled();
    script['search_messages'] = new CallError('The disk is gone.');
    await loom.search.older();
    expect(loom.search.found.value).toEqual({ hits, more: true, trouble: 'The disk is gone.' });
    script['search_messages'] = hits.slice(0, 1);
    await loom.search.older();
    expect(loom.search.found.value).toMatchObject({ more: false });
    expect(loom.search.found.value).not.toHaveProperty('trouble');
  });
});
