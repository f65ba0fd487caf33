// The store that the conformance tests run on, and what they put into it. Knows nothing of what is promised.

import type {
  AddressRow,
  ContactId,
  ContactRow,
  Content,
  IncomingRow,
  MessageRow,
  NewContact,
  NewIncoming,
  OutgoingRow,
  ProfileRow,
  Store,
} from '../../ports/store.ts';

export interface StoreUnderTest {
  /** Empty. */
  readonly store: Store;
  /** Opens again what `store` has kept; the suite has closed that one before. */
  reopen?(): Store;
  /** Called once at the end of each test, with all stores closed. */
  cleanUp(): void;
}

/** One store for each test, and short words for what tests do with it. */
export class Subject {
  readonly #open: () => StoreUnderTest;
  #current: { readonly opened: StoreUnderTest; store: Store } | undefined;

  constructor(open: () => StoreUnderTest) {
    this.#open = open;
  }

  get store(): Store {
    return this.#running.store;
  }

  begin(): void {
    const opened = this.#open();
    this.#current = { opened, store: opened.store };
  }

  end(): void {
    this.store.close();
    this.#running.opened.cleanUp();
    this.#current = undefined;
  }

  /** From here on the store is as the next start of the process finds it. */
  restart(): void {
    const running = this.#running;
    if (running.opened.reopen === undefined) return;
    running.store.close();
    running.store = running.opened.reopen();
  }

  addContact(mark: number): ContactRow {
    return this.store.addContact(newContact(mark));
  }

  send(id: ContactId, mark: number): OutgoingRow {
    return this.store.addOutgoing(id, messageId(mark), text(`out ${mark}`), 1_000 + mark);
  }

  /** An outgoing message for each seq, sealed with it. */
  sendSealed(id: ContactId, ...seqs: number[]): OutgoingRow[] {
    return seqs.map((seq) => {
      const row = this.send(id, 1_000 + seq);
      this.store.assignSeq(row.rowId, seq);
      return { ...row, seq };
    });
  }

  receive(id: ContactId, seq: number, changes: Partial<NewIncoming> = {}): IncomingRow[] {
    return this.store.addIncoming(incoming(id, seq, changes));
  }

  everything(id: ContactId): MessageRow[] {
    return this.store.listMessages(id, undefined, 1_000);
  }

  get #running() {
    if (this.#current === undefined) throw new Error('No test is running.');
    return this.#current;
  }
}

export const STREAM = bytes(8, 11);
export const OTHER_STREAM = bytes(8, 22);

export function fail(): never {
  throw new Error('The test lacks a row that it needs.');
}

/** `length` bytes, all different where they fit, told apart by `mark`. */
export function bytes(length: number, mark: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 7 + mark * 31) % 256);
}

export function messageId(mark: number): Uint8Array {
  const id = new Uint8Array(16);
  new DataView(id.buffer).setUint32(12, mark);
  id[0] = mark;
  return id;
}

export function text(value: string): Content {
  return { kind: 'text', text: value };
}

export function profile(): ProfileRow {
  return {
    masterSeed: bytes(32, 1),
    fillerKey: bytes(32, 2),
    displayName: 'Ada',
    createdAt: 1_700_000_000_000,
  };
}

export function newContact(mark: number): NewContact {
  return {
    tokenPayload: bytes(135, mark),
    identityKey: bytes(32, mark + 60),
    staticKey: bytes(32, mark + 120),
    displayName: `contact ${mark}`,
    addedAt: 1_700_000_000_000 + mark,
    ownStream: bytes(8, mark + 200),
  };
}

export function incoming(contactId: ContactId, seq: number, changes: Partial<NewIncoming>): NewIncoming {
  return {
    contactId,
    stream: STREAM.slice(),
    seq,
    messageId: messageId(seq),
    content: text(`in ${seq}`),
    sentAt: 5_000 + seq,
    ...changes,
  };
}

export function address(mark: number, lastGood = 0): AddressRow {
  return { host: `192.0.2.${mark}`, port: 40_000 + mark, source: 'remembered', lastGood };
}

export function seqOf(row: MessageRow): number | undefined {
  return row.direction === 'in' ? row.origin?.seq : row.seq;
}

export function delivered(row: OutgoingRow): OutgoingRow {
  return { ...row, progress: 'delivered' };
}

/** All that reading shows of a store. */
export function snapshot(store: Store) {
  const contacts = store.listContacts().map((contact) => [
    contact.id,
    {
      contact,
      summary: store.summarize(contact.id),
      messages: store.listMessages(contact.id, undefined, 1_000),
      unsealed: store.unsealed(contact.id, 1_000),
      sealed: store.sealedFrom(contact.id, 0, 1_000),
      received: [STREAM, OTHER_STREAM].map((stream) => store.receivedSeq(contact.id, stream)),
      held: [STREAM, OTHER_STREAM].map((stream) => store.heldRanges(contact.id, stream, 1_000)),
      sessions: [store.readSession(contact.id, 'current'), store.readSession(contact.id, 'previous')],
      addresses: store.listAddresses(contact.id),
    },
  ]);
  return {
    profile: store.readProfile(),
    contacts: Object.fromEntries(contacts) as Record<ContactId, object>,
  };
}
