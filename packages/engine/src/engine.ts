// The engine: puts the rooms together and answers every command of the contract. Knows nothing of processes, sockets or files.
import {
  defaultPort,
  isLoomError,
  keyNumbers,
  LoomError,
  loomVersion,
  type EngineHandlers,
  type LoomEvent,
  type Status,
} from '@loom/contract';
import { encodeToken, identityFromSeed, nodeKem, type Identity, type Kem, type Token } from '@loom/protocol';
import { Delivery } from './delivery/delivery.ts';
import { networkHandlers } from './doctor/handlers.ts';
import { Emitter } from './emitter.ts';
import { Network } from './network.ts';
import { PairingRoom } from './pairing/handlers.ts';
import { addressHandlers } from './peers/address-handlers.ts';
import { admitContact } from './peers/admit.ts';
import type { Peer } from './peers/peer.ts';
import { Roster } from './peers/roster.ts';
import type {
  Address,
  Backup,
  Clock,
  ContactPatch,
  Discovery,
  Host,
  Log,
  MessageRow,
  ProfileRow,
  Random,
  Store,
  Transport,
} from './ports/index.ts';
import { messageHandlers } from './messages/handlers.ts';
import { Typing } from './messages/typing.ts';
import { peopleHandlers } from './people/handlers.ts';
import { readToken } from './people/read-token.ts';
import { SettingsRoom } from './settings/settings.ts';
import { Erasure } from './storage/erasure.ts';
import { orTold, storeFault, tellingStoreFaults } from './storage/faults.ts';
import { storageHandlers } from './storage/handlers.ts';
import { checkName } from './text.ts';
import { Views } from './views.ts';

/** Where Loom listens: one constant for all, and the 15 above it for further profiles of a machine (PROTOCOL.md section 6). */
export const defaultPorts: readonly number[] = Array.from({ length: 16 }, (_, index) => defaultPort + index);

export interface EngineOptions {
  readonly store: Store;
  readonly transport: Transport;
  /** Undefined: switched off. */
  readonly discovery: Discovery | undefined;
  /** Undefined: nothing is known of the machine, so no addresses are told, no names looked up, and the doctor sees little. */
  readonly host?: Host | undefined;
  /** Undefined: what is stored can't be copied. */
  readonly backup?: Backup | undefined;
  /** The same for people who want to meet: another service. Undefined: switched off. */
  readonly pairingDiscovery?: Discovery | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly profile: string;
  readonly keyCustody: Status['key_custody'];
  /** Tried in order. */
  readonly ports: readonly number[];
  /** What ships unless a test brings a deterministic one. */
  readonly kem?: Kem;
}

export interface Engine {
  readonly handlers: EngineHandlers;
  /** @returns a function that ends the listening. */
  on(listener: (event: LoomEvent) => void): () => void;
  /** Stores what has arrived, says goodbye, closes all links. Leaves the store open. */
  stop(): Promise<void>;
}

/** @throws LoomError `database-failed` where what is stored can't be read */
export function createEngine(options: EngineOptions): Engine {
  const engine = orTold(() => new LoomEngine(options));
  const handlers = tellingStoreFaults(engine.handlers());
  return { handlers, on: (listener) => engine.on(listener), stop: () => engine.stop() };
}

/** What there is once the profile has an identity. */
interface Person {
  readonly profile: ProfileRow;
  readonly us: Identity;
  readonly roster: Roster;
}

class LoomEngine {
  readonly #options: EngineOptions;
  readonly #store: Store;
  readonly #emitter: Emitter;
  readonly #delivery: Delivery;
  readonly #views: Views;
  readonly #pairing: PairingRoom;
  readonly #erasure: Erasure;
  readonly #settings: SettingsRoom;
  readonly #typing: Typing;
  #person: Person | undefined;
  #network: Network | undefined;
  #starting: Promise<Network> | undefined;
  /** Why the network did not start when that was last tried. */
  #startFailure: LoomError | undefined;
  #stopped = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#store = options.store;
    this.#emitter = new Emitter(options.log);
    this.#settings = new SettingsRoom({
      store: options.store,
      onChanged: (settings) => {
        if (!settings.typing_indicators) this.#typing.endAll();
        this.#emitter.emit('settings_changed', { settings });
      },
    });
    this.#views = new Views({
      store: options.store,
      ourKey: () => this.#requirePerson().us.identityKey.publicKey,
      connectorOf: (peer) => this.#network?.connectorOf(peer),
    });
    this.#delivery = new Delivery({
      ...options,
      tellsRead: () => this.#settings.current.read_receipts,
      events: {
        onMessage: (peer, row, isNew) => this.#onMessage(peer, row, isNew),
        onChanged: (peer) => this.#onContactChanged(peer),
        onTyping: (peer, typing) => this.#typing.hear(peer, typing),
      },
    });
    this.#typing = new Typing({
      clock: options.clock,
      isOn: () => this.#settings.current.typing_indicators,
      wake: (peer) => this.#delivery.wake(peer),
      onChanged: (peer, typing) =>
        this.#emitter.emit('typing_changed', {
          contact_identity: keyNumbers(peer.token.identityKey),
          typing,
        }),
    });
    this.#pairing = new PairingRoom({
      discovery: options.pairingDiscovery,
      emitter: this.#emitter,
      onMet: (token, name, address) => this.#meet(token, name, address),
      surroundings: () => {
        const { us, profile } = this.#requirePerson();
        const { port } = this.#requireNetwork();
        const { kem = nodeKem, ...ports } = this.#options;
        return { ...ports, kem, us, name: profile.displayName, listeningPort: port };
      },
    });
    const profile = this.#store.readProfile();
    if (profile !== undefined) this.#person = this.#personOf(profile);
    this.#erasure = new Erasure(options);
    void this.#erasure.resume();
  }

  on(listener: (event: LoomEvent) => void): () => void {
    return this.#emitter.on(listener);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#delivery.stop();
    await this.#starting?.catch(() => undefined);
    await this.#pairing.close();
    await this.#network?.stop();
    this.#network = undefined;
    await this.#erasure.stop();
  }

  handlers(): EngineHandlers {
    return {
      ...storageHandlers(this.#options.backup, this.#erasure),
      ...this.#pairing.handlers(),
      ...networkHandlers({
        surroundings: () => ({
          host: this.#options.host,
          transport: this.#options.transport,
          clock: this.#options.clock,
          peers: [...(this.#person?.roster ?? [])],
          hasIdentity: this.#person !== undefined,
          network: this.#network,
          startFailure: this.#startFailure,
        }),
        requireNetwork: () => this.#requireNetwork(),
      }),
      ...this.#settings.handlers(),
      ...peopleHandlers({
        ourKey: () => this.#requirePerson().us.identityKey.publicKey,
        peer: (key) => this.#peer(key),
        patch: (peer, patch) => {
          this.#patch(peer, patch);
          this.#onContactChanged(peer);
        },
        wake: (peer) => this.#delivery.wake(peer),
        network: () => this.#network,
      }),
      ...messageHandlers({
        ...this.#options,
        views: this.#views,
        delivery: this.#delivery,
        typing: this.#typing,
        emitter: this.#emitter,
        peer: (key) => this.#peer(key),
        peers: () => this.#person?.roster ?? [],
        network: () => this.#network,
        onChanged: (peer) => this.#onContactChanged(peer),
      }),
      ...addressHandlers({
        ...this.#options,
        emitter: this.#emitter,
        peer: (key) => this.#peer(key),
        peers: () => this.#person?.roster ?? [],
        network: () => this.#network,
      }),
      delete_contact: ({ contact_pub_key }) => this.#deleteContact(this.#peer(contact_pub_key)),
      has_identity: () => this.#person !== undefined,
      generate_new_identity: ({ name }) => this.#generateIdentity(name),
      get_my_token: () => encodeToken(this.#requirePerson().us.tokenPayload),
      set_display_name: ({ name }) => this.#renameSelf(name),
      get_status: () => this.#status(),
      add_contact_token: ({ token_str, display_name }) => this.#addContact(token_str, display_name),
      get_contacts: () => [...(this.#person?.roster ?? [])].map((peer) => this.#views.contact(peer)),
      start_network: () => this.#startNetwork(),
      get_network_port: () => this.#requireNetwork().port,
      get_peers: () =>
        [...(this.#person?.roster ?? [])]
          .map((peer) => this.#views.peer(peer))
          .filter((peer) => peer !== undefined),
      initiate_chat_handshake: async ({ contact_pub_key }) => {
        const peer = this.#peer(contact_pub_key);
        await this.#requireNetwork().connect(peer);
        return null;
      },
    };
  }

  #generateIdentity(name: string | undefined): string {
    if (this.#person !== undefined) throw new LoomError('identity-exists', {});
    const displayName = name === undefined ? '' : checkName(name);
    const { random, clock } = this.#options;
    const profile: ProfileRow = {
      masterSeed: random.bytes(32),
      fillerKey: random.bytes(32),
      displayName,
      createdAt: clock.now(),
    };
    this.#store.createProfile(profile);
    this.#person = this.#personOf(profile);
    this.#statusChanged();
    return encodeToken(this.#person.us.tokenPayload);
  }

  #personOf(profile: ProfileRow): Person {
    const us = identityFromSeed(profile.masterSeed);
    return { profile, us, roster: new Roster(this.#store, us) };
  }

  #renameSelf(name: string): null {
    const person = this.#requirePerson();
    const displayName = checkName(name);
    this.#store.renameProfile(displayName);
    this.#person = { ...person, profile: { ...person.profile, displayName } };
    this.#statusChanged();
    return null;
  }

  #addContact(text: string, name: string): ReturnType<Views['contact']> {
    const token = readToken(text);
    const displayName = checkName(name);
    const { peer, isKnown } = admitContact(
      { ...this.#options, ...this.#requirePerson() },
      token,
      displayName,
      false,
    );
    if (isKnown) this.#patch(peer, { displayName });
    this.#network?.contactAdded(peer);
    this.#onContactChanged(peer);
    return this.#views.contact(peer);
  }

  /** Two people have compared and confirmed: what a contact is called stays what the person has called them. */
  #meet(token: Token, name: string, address: Address): void {
    const deps = { ...this.#options, ...this.#requirePerson() };
    const { peer, isKnown } = admitContact(deps, token, name, true);
    if (isKnown) this.#patch(peer, { verified: true });
    // Without it the contact is found as any other is.
    this.#evenIfStoreFails('an address could not be stored', () => {
      if (address.port === 0) return;
      this.#store.rememberAddress(peer.id, { ...address, source: 'remembered', lastGood: 0 });
    });
    this.#network?.contactAdded(peer);
    this.#onContactChanged(peer);
  }

  #patch(peer: Peer, patch: ContactPatch): void {
    this.#store.updateContact(peer.id, patch);
    peer.durable = { ...peer.durable, row: { ...peer.durable.row, ...patch } };
  }

  /** Gone for everybody at once; the answer says that it is erased. */
  async #deleteContact(peer: Peer): Promise<null> {
    const gone = new LoomError('contact-deleted', { name: peer.name });
    this.#requirePerson().roster.remove(peer);
    this.#delivery.forget(peer, gone);
    this.#typing.end(peer);
    this.#network?.contactRemoved(peer, gone);
    this.#emitter.emit('contact_removed', { public_key: keyNumbers(peer.token.identityKey) });
    await this.#erasure.finish();
    return null;
  }

  async #startNetwork(): Promise<null> {
    const { us, roster, profile } = this.#requirePerson();
    const running = this.#network ?? (await this.#starting?.catch(() => undefined));
    if (running !== undefined) throw new LoomError('already-running', { port: running.port });
    if (this.#stopped) throw new LoomError('engine-stopped', {});
    this.#starting = Network.start({
      ...this.#options,
      host: this.#options.host,
      kem: this.#options.kem ?? nodeKem,
      us,
      fillerKey: profile.fillerKey,
      roster,
      delivery: this.#delivery,
      events: {
        onChanged: (peer) => {
          if (peer.link === undefined) this.#typing.end(peer);
          this.#onContactChanged(peer);
          this.#emitter.emit('peers_changed', {});
        },
        onUp: (connector, link, settled) => {
          const { peer } = connector;
          this.#delivery.attach(peer, link, () => connector.onLinkDown(link));
          for (const row of settled.changed) this.#onMessage(peer, row, false);
          for (const row of settled.arrived) this.#onMessage(peer, row, true);
          if (settled.established) {
            this.#emitter.emit('session_established', { peer_identity: keyNumbers(peer.token.identityKey) });
          }
          this.#onContactChanged(peer);
          this.#emitter.emit('peers_changed', {});
        },
        onRows: (peer, rows) => {
          for (const row of rows) this.#onMessage(peer, row, row.direction === 'in');
          this.#onContactChanged(peer);
        },
        onDiscovered: (peer, { host, port }) =>
          this.#emitter.emit('peer_discovered', {
            peer_identity: keyNumbers(peer.token.identityKey),
            ip: host,
            port,
          }),
        onReachChanged: () => this.#emitter.emit('peers_changed', {}),
        onSeenAnew: () => this.#statusChanged(),
      },
    });
    try {
      this.#network = await this.#starting;
      this.#startFailure = undefined;
    } catch (error) {
      if (isLoomError(error)) this.#onStartFailed(error);
      throw error;
    } finally {
      this.#starting = undefined;
    }
    this.#options.log('info', `the network runs on port ${this.#network.port}`);
    this.#network.dialAll();
    this.#statusChanged();
    return null;
  }

  #onStartFailed(error: LoomError): void {
    this.#startFailure = error;
    this.#options.log('error', `the network could not be started: ${error.message}`);
    this.#statusChanged();
  }

  #status(): Status {
    const { profile, keyCustody } = this.#options;
    const person = this.#person;
    const network = this.#network;
    const reach = network?.discovery ?? { state: 'off' as const };
    const reason = reach.state === 'failed' ? reach.reason : this.#startFailure?.message;
    const peers = [...(person?.roster ?? [])];
    return {
      version: loomVersion,
      profile,
      has_identity: person !== undefined,
      ...(person && {
        display_name: person.profile.displayName,
        identity_key: keyNumbers(person.us.identityKey.publicKey),
      }),
      network: {
        running: network !== undefined,
        ...(network && { port: network.port }),
        discovery: reach.state,
        ...(reason !== undefined && { reason }),
        ...(this.#startFailure && { fault: this.#startFailure.toFault() }),
        interfaces: network?.interfaces() ?? [],
        ...(network?.air && { air: network.air }),
      },
      key_custody: keyCustody,
      locked: false,
      contacts: peers.length,
      waiting: peers.reduce((sum, peer) => sum + this.#store.summarize(peer.id).waiting, 0),
    };
  }

  #onMessage(peer: Peer, row: MessageRow, isNew: boolean): void {
    const message = this.#views.message(peer, row);
    const key = keyNumbers(peer.token.identityKey);
    if (isNew && row.direction === 'in' && row.content.kind === 'text') {
      this.#emitter.emit('message_received', {
        sender_identity: key,
        message_id: message.id,
        content: message.content,
        timestamp: message.timestamp,
      });
    }
    this.#emitter.emit('message_changed', { contact_identity: key, message });
  }

  #onContactChanged(peer: Peer): void {
    if (!this.#person?.roster.has(peer)) return;
    this.#evenIfStoreFails('an event could not be told', () =>
      this.#emitter.emit('contact_changed', { contact: this.#views.contact(peer) }),
    );
  }

  #statusChanged(): void {
    this.#evenIfStoreFails('an event could not be told', () =>
      this.#emitter.emit('status_changed', { status: this.#status() }),
    );
  }

  /** What has happened stands, also where a disk that fails keeps what follows from it. */
  #evenIfStoreFails(what: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      const fault = storeFault(error);
      if (fault === undefined) throw error;
      this.#options.log('error', `${what}: ${fault.code}`);
    }
  }

  #peer(key: Uint8Array): Peer {
    return this.#requirePerson().roster.get(key);
  }

  #requirePerson(): Person {
    if (this.#person === undefined) throw new LoomError('no-identity', {});
    return this.#person;
  }

  #requireNetwork(): Network {
    this.#requirePerson();
    if (this.#network === undefined) throw new LoomError('network-not-running', {});
    return this.#network;
  }
}
