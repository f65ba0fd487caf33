// All contacts of the profile, found by identity key. Knows nothing of the network.
import { keyHex, LoomError } from '@loom/contract';
import type { Identity } from '@loom/protocol';
import type { NewContact, Store } from '../ports/index.ts';
import { Peer, readDurable } from './peer.ts';

export class Roster {
  readonly #peers = new Map<string, Peer>();
  readonly #store: Store;
  readonly #us: Identity;

  constructor(store: Store, us: Identity) {
    this.#store = store;
    this.#us = us;
    for (const row of store.listContacts()) this.#admit(new Peer(us, readDurable(store, row)));
  }

  #admit(peer: Peer): Peer {
    this.#peers.set(peer.key, peer);
    return peer;
  }

  [Symbol.iterator](): IterableIterator<Peer> {
    return this.#peers.values();
  }

  get size(): number {
    return this.#peers.size;
  }

  has(peer: Peer): boolean {
    return this.#peers.get(peer.key) === peer;
  }

  find(identityKey: Uint8Array): Peer | undefined {
    return this.#peers.get(keyHex(identityKey));
  }

  /** @throws LoomError `unknown-contact` */
  get(identityKey: Uint8Array): Peer {
    const peer = this.find(identityKey);
    if (peer === undefined) throw new LoomError('unknown-contact', {});
    return peer;
  }

  /** Whole or not at all. @throws StoreError */
  add(contact: NewContact, verified: boolean): Peer {
    const row = this.#store.transaction(() => {
      const added = this.#store.addContact(contact);
      if (verified) this.#store.updateContact(added.id, { verified });
      return { ...added, verified };
    });
    return this.#admit(new Peer(this.#us, { row, current: undefined, previous: undefined }));
  }

  remove(peer: Peer): void {
    this.#store.deleteContact(peer.id);
    this.#peers.delete(peer.key);
  }
}
