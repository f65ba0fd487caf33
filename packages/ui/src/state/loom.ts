// Everything the window knows, derived from the engine's commands and events. Loads it when the connection opens, and
// again after each loss. Holds no view logic.
import {
  batch,
  computed,
  effect,
  signal,
  untracked,
  type ReadonlySignal,
  type Signal,
} from '@preact/signals';
import type { Contact, LoomEvent, Message, Status } from '@loom/contract';
import type { Host } from '../host.ts';
import { createAnnouncements, type Announcements } from './announcements.ts';
import { contactKey, createContacts, type ContactKey, type Contacts } from './contacts.ts';
import { createDoctor, type Doctor } from './doctor.ts';
import { createDrafts, type Drafts } from './drafts.ts';
import { createHandshakes, type Handshakes } from './handshakes.ts';
import { createLayers, type Layers } from './layers.ts';
import { createNotifications } from './notifications.ts';
import { createLog, type LogState } from './log.ts';
import { createPairing, type PairingState } from './pairing.ts';
import { createPeers, type Peers } from './peers.ts';
import { createSelection } from './selection.ts';
import { createSearch, type Search } from './search.ts';
import { createSettings, type SettingsState } from './settings.ts';
import { createSettingsView, type SettingsView } from './settings-view.ts';
import { createThreads, sentence, type Threads } from './threads.ts';
import { createTyping, type TypingState } from './typing.ts';
import { createUnfolded, type Unfolded } from './unfolded.ts';

/** Which of its few large faces the window shows. */
export type Phase = 'opening' | 'refused' | 'locked' | 'onboarding' | 'main';

export type Asked =
  | { readonly kind: 'delete-message'; readonly message: Message }
  | { readonly kind: 'link'; readonly url: URL }
  /** A backup has taken the place of what was here, which lies in this file now. */
  | { readonly kind: 'restored'; readonly keptAside: string };

export interface Loom extends Layers {
  readonly host: Host;
  readonly phase: ReadonlySignal<Phase>;
  readonly status: ReadonlySignal<Status | undefined>;
  /** The engine is there, and what is shown is what it last told; while false, nothing about links is known. */
  readonly answering: ReadonlySignal<boolean>;
  /** This device looks for others and can be found, so that people nearby can be met. */
  readonly looking: ReadonlySignal<boolean>;
  /** Why not all of it could be read, in words. */
  readonly problem: ReadonlySignal<string | undefined>;
  readonly contacts: Contacts;
  readonly peers: Peers;
  readonly pairing: PairingState;
  readonly threads: Threads;
  readonly doctor: Doctor;
  readonly log: LogState;
  readonly drafts: Drafts;
  readonly handshakes: Handshakes;
  readonly typing: TypingState;
  readonly unfolded: Unfolded;
  readonly settings: SettingsState;
  readonly settingsView: SettingsView;
  readonly search: Search;
  /** What a view deep within has asked for, and lies over the whole window. */
  readonly asked: Signal<Asked | undefined>;
  /** Messages that came and have not been seen, over all conversations. */
  readonly unread: ReadonlySignal<number>;
  readonly selected: Signal<ContactKey | undefined>;
  /** The contact whose conversation is open; undefined also while contacts load. */
  readonly openContact: ReadonlySignal<Contact | undefined>;
  readonly announcements: Announcements['list'];
  readonly load: () => Promise<void>;
  /** @param passphrase what the profile opens with from now on, where there is to be one. @throws CallError */
  makeIdentity(name: string, passphrase?: string): Promise<void>;
  /** The new identity's token has been seen: go on to the main view. */
  readonly finishOnboarding: () => void;
  /** @throws CallError; the message is durable once this resolves. */
  send(key: ContactKey, content: string): Promise<void>;
}

/** Events of about one frame are taken in at once, so that a thousand of them draw the window a few times. */
const eventBatchMs = 16;

/** There is nothing of a profile to show. */
function isShut({ locked, has_identity }: Status): boolean {
  return locked || !has_identity;
}

export function createLoom(door: Host, storage: Storage): Loom {
  // An answer speaks of what the engine told before it: those events come first, also where they wait for their frame.
  const host: Host = {
    ...door,
    async call(command, args) {
      try {
        return await door.call(command, args);
      } finally {
        applyWaiting();
      }
    },
  };
  const status = signal<Status | undefined>(undefined);
  /** The connection was lost, and not everything has been read again since. */
  const stale = signal(false);
  const answering = computed(() => host.connection.value === 'open' && !stale.value);
  const looking = computed(() => {
    const network = status.value?.network;
    return answering.value && network?.running === true && network.discovery === 'on';
  });
  const problem = signal<string | undefined>(undefined);
  const welcoming = signal(false);
  /** What the engine told last, also where it is not shown yet. */
  let latest: Status | undefined;
  /** The passphrase that a try to make an identity has set, where the identity then failed. */
  let protectedBy: string | undefined;
  const contacts = createContacts(host);
  const peers = createPeers(host);
  const pairing = createPairing(host);
  const threads = createThreads(host);
  const doctor = createDoctor(host);
  const log = createLog(host);
  const drafts = createDrafts();
  const handshakes = createHandshakes(host);
  const typing = createTyping(host);
  const settings = createSettings(host);
  const search = createSearch(host);
  const selected = createSelection(storage);
  const settingsView = createSettingsView();
  const unfolded = createUnfolded();
  const layers = createLayers();
  const asked = signal<Asked | undefined>(undefined);

  const phase = computed<Phase>(() => {
    if (host.connection.value === 'refused') return 'refused';
    if (!status.value) return 'opening';
    if (status.value.locked) return 'locked';
    return !status.value.has_identity || welcoming.value ? 'onboarding' : 'main';
  });

  const openContact = computed(() =>
    selected.value === undefined ? undefined : contacts.byKey.value.get(selected.value),
  );

  const announcements = createAnnouncements(contacts, openContact);
  const notifications = createNotifications({
    notifier: host.notifier,
    settings: settings.current,
    contacts,
    inSight: () => (settingsView.at.value === undefined ? selected.value : undefined),
    open(key) {
      settingsView.close();
      layers.sheet.value = undefined;
      selected.value = key;
    },
  });

  async function startNetwork(): Promise<void> {
    try {
      await host.call('start_network', {});
    } catch {
      // Already running, or it could not start: the status says which, with the reason.
    }
    status.value = note(await host.call('get_status', {}));
  }

  function note(next: Status): Status {
    latest = next;
    // Whoever opens it again has the passphrase; what this page has tried before is over.
    if (next.locked) protectedBy = undefined;
    return next;
  }

  async function load(): Promise<void> {
    problem.value = undefined;
    try {
      // All of it at once, so that the window is drawn once, with everything in it; the language and the look come first,
      // so that nothing is shown in others. What is locked, or nobody's, does not tell the rest, and need not.
      const [told, ...parts] = await Promise.allSettled([
        host.call('get_status', {}).then(note),
        settings.load(),
        contacts.load(),
        peers.load(),
        pairing.load(),
        threads.reload(selected.value),
      ]);
      if (told.status === 'rejected') throw told.reason;
      const next = latest ?? told.value;
      // It was opened while it was asked.
      if (told.value.locked && !next.locked) return await load();
      const needed = next.locked ? [] : next.has_identity ? parts : parts.slice(0, 1);
      const untold = needed.find((part) => part.status === 'rejected');
      if (isShut(next)) forget();
      // A window that shows something goes on with what there is, and says what is missing; one that opens waits for all of it.
      if (untold === undefined || status.value !== undefined) status.value = next;
      if (untold !== undefined) throw untold.reason;
      stale.value = false;
      if (!isShut(next) && !next.network.running) await startNetwork();
    } catch (error) {
      problem.value = sentence(error);
    }
  }

  /** Nothing of the profile stays in the window: it is locked, or there is nobody. */
  function forget(): void {
    for (const part of [contacts, peers, pairing, threads, doctor, drafts, handshakes, typing, unfolded])
      part.forget();
    for (const part of [announcements, notifications, layers]) part.forget();
    search.clear();
    settingsView.close();
    selected.value = undefined;
    asked.value = undefined;
  }

  function takeStatus(next: Status): void {
    note(next);
    if (isShut(next)) forget();
    // A window that has shown nothing of the profile yet shows it once all of it has been read.
    const isClosed = status.value === undefined || status.value.locked;
    if (next.locked || !isClosed) status.value = next;
    else if (status.value !== undefined) void load();
  }

  /** What is shown may be there no more. */
  async function loadAnew(): Promise<void> {
    stale.value = true;
    search.clear();
    for (const part of [threads, doctor, drafts, handshakes, typing]) part.forget();
    protectedBy = undefined;
    await load();
  }

  const waiting: LoomEvent[] = [];

  function take(event: LoomEvent): void {
    if (waiting.push(event) === 1) setTimeout(applyWaiting, eventBatchMs);
  }

  function applyWaiting(): void {
    batch(() => withoutOutdated(waiting.splice(0)).forEach(apply));
  }

  function apply(event: LoomEvent): void {
    if (event.event === 'status_changed') takeStatus(event.payload.status);
    if (event.event === 'profile_restored') void loadAnew();
    contacts.apply(event);
    peers.apply(event);
    doctor.apply(event);
    log.apply(event);
    pairing.apply(event);
    threads.apply(event);
    handshakes.apply(event);
    typing.apply(event);
    settings.apply(event);
    announcements.apply(event);
    notifications.apply(event);
    if (event.event === 'contact_removed' && selected.value === contactKey(event.payload.public_key)) {
      selected.value = undefined;
    }
  }

  host.on(take);
  effect(() => {
    if (host.connection.value === 'open') void untracked(load);
    else if (host.connection.value === 'lost') {
      stale.value = true;
      typing.forget();
    }
  });
  effect(() => {
    const open = openContact.value;
    if (!open) return;
    const key = contactKey(open.public_key);
    if (threads.of(key).value === undefined) void threads.load(key);
  });

  return {
    ...layers,
    host,
    phase,
    status,
    answering,
    looking,
    problem,
    contacts,
    peers,
    pairing,
    threads,
    doctor,
    log,
    drafts,
    handshakes,
    typing,
    unfolded,
    settings,
    settingsView,
    search,
    asked,
    unread: computed(() => contacts.list.value.reduce((sum, contact) => sum + contact.unread, 0)),
    selected,
    openContact,
    announcements: announcements.list,
    load,
    async makeIdentity(name, passphrase) {
      if (passphrase !== protectedBy) {
        await host.call('set_key_custody', {
          ...(passphrase === undefined ? { kind: 'key-file' } : { kind: 'passphrase', passphrase }),
          ...(protectedBy !== undefined && { current_passphrase: protectedBy }),
        });
        protectedBy = passphrase;
      }
      welcoming.value = true;
      await host.call('generate_new_identity', { name });
      protectedBy = undefined;
      await startNetwork();
      await load();
    },
    finishOnboarding() {
      welcoming.value = false;
    },
    async send(key, content) {
      const id = await host.call('send_message', { contact_pub_key: key, content });
      void threads.showSent(key, id);
    },
  };
}

/** A burst changes a contact with each message: only what it came to is of interest. */
function withoutOutdated(events: readonly LoomEvent[]): readonly LoomEvent[] {
  const newest = new Map<ContactKey, LoomEvent>();
  for (const event of events)
    if (event.event === 'contact_changed') newest.set(contactKey(event.payload.contact.public_key), event);
  return events.filter(
    (event) =>
      event.event !== 'contact_changed' || newest.get(contactKey(event.payload.contact.public_key)) === event,
  );
}
