// What must be true of messages, held against every commit of every disk. Knows nothing of links, sessions or faults.
//
// For each sender and receiver:
// - a message is shown once, and in the order of sending;
// - it is delivered, and read, only once it is durable at the receiver, and never goes back from there;
// - at rest, what the sender's database holds has all been shown to the receiver, and all that `send_message` accepted is there.
//
// A person who loses a database, goes back to an older one, or deletes a contact, loses what only that database held. From then on:
// - what the sender has forgotten may be missing, or come later than its successors; what the receiver had of it stays;
// - what the sender still holds and the receiver has lost is shown to the receiver again, once and in order; what was delivered
//   may wait again, for nobody knows which copy has it, until it is delivered to this one.
import type { ContactId, IncomingRow, MessageRow, OutgoingRow, Store } from '../../ports/index.ts';
import type { Commit, Write } from './disk.ts';
import type { Report } from './violation.ts';

interface Sent {
  /** The order of all sends. */
  readonly n: number;
  readonly from: number;
  readonly to: number;
  state: 'asked' | 'accepted' | 'refused';
}

/** What one person's disk holds of a contact, by what was committed. */
interface Conversation {
  readonly shown: string[];
  readonly shownSet: Set<string>;
  readonly outgoing: Map<string, OutgoingRow['progress']>;
}

const rank: Record<OutgoingRow['progress'], number> = { waiting: 0, delivered: 1, read: 2 };

export class Ledger {
  readonly #report: Report;
  /** By content, which no two messages share. */
  readonly #sends = new Map<string, Sent>();
  readonly #people: Book[] = [];
  #keys: readonly string[] = [];

  constructor(report: Report) {
    this.#report = report;
  }

  get messages(): number {
    return this.#sends.size;
  }

  /** Whether anybody has lost something. */
  get hasLosses(): boolean {
    return this.#people.some(({ losses }) => losses > 0);
  }

  /** @param keys the identity keys of all, in hexadecimal. */
  begin(keys: readonly string[]): void {
    this.#keys = keys;
  }

  asked(from: number, to: number, content: string): void {
    this.#sends.set(content, { n: this.#sends.size + 1, from, to, state: 'asked' });
  }

  answered(content: string, state: 'accepted' | 'refused'): void {
    const sent = this.#sends.get(content);
    if (sent !== undefined) sent.state = state;
  }

  onCommit(who: number, commit: Commit): void {
    for (const write of commit) this.#onWrite(who, write);
  }

  /** Another machine has this person's database too, from now on. */
  onCopied(who: number): void {
    this.#book(who).losses += 1;
  }

  /** What the other machine stores has arrived, as far as anybody can know. */
  onCommitOfCopy(who: number, commit: Commit): void {
    for (const write of commit) {
      if (write.method !== 'addIncoming') continue;
      const [{ content }] = write.args;
      if (content?.kind === 'text') this.#book(who).everStored.add(content.text);
    }
  }

  /** The person's disk is another one now than what was committed: this is what it holds. */
  onRestored(who: number, contents: Store): void {
    const book = this.#book(who);
    book.forgets(this.#sends.size + 1);
    book.read(contents, (row) => this.#personOf(row.identityKey));
    for (const { shown } of book.conversations.values()) shown.forEach((text) => book.everStored.add(text));
  }

  /** After a crash: what was committed is on the disk, and nothing else. */
  onRestarted(who: number, contents: Store): void {
    const known = this.#book(who);
    const found = new Book();
    found.read(contents, (row) => this.#personOf(row.identityKey));
    for (const [of, before] of known.conversations) {
      const now = found.of(of);
      const gone =
        before.shown.find((text) => !now.shownSet.has(text)) ??
        [...before.outgoing.keys()].find((text) => !now.outgoing.has(text));
      if (gone !== undefined)
        this.#report('lost', `${brief(gone)}: committed at ${who}, and not there after a crash`);
      for (const [text, progress] of before.outgoing) {
        if (rank[now.outgoing.get(text) ?? 'waiting'] < rank[progress])
          this.#report('lost', `${brief(text)}: was ${progress} at ${who} before a crash`);
      }
    }
  }

  /** At rest, with both holding each other as contacts. */
  atRest(from: number, to: number): void {
    const { outgoing } = this.#book(from).of(to);
    const { shown, shownSet } = this.#book(to).of(from);
    const forgotten = this.#book(from).forgottenUpTo(to);
    for (const [text, sent] of this.#sends) {
      if (sent.from !== from || sent.to !== to || sent.state !== 'accepted' || sent.n < forgotten) continue;
      if (!outgoing.has(text))
        this.#report('lost', `${brief(text)}: accepted, and not in the sender's database`);
    }
    for (const [text, progress] of outgoing) {
      if (!shownSet.has(text)) this.#report('lost', `${brief(text)}: never shown to its receiver`);
      else if (progress === 'waiting')
        this.#report('disagreed', `${brief(text)}: waits, although it has arrived`);
    }
    const inOrder = [...outgoing.keys()].filter((text) => this.#n(text) >= forgotten);
    const wanted = new Set(inOrder);
    const arrived = shown.filter((text) => wanted.has(text));
    const wrong = arrived.findIndex((text, index) => text !== inOrder[index]);
    if (wrong !== -1)
      this.#report('misordered', `${brief(arrived[wrong] ?? '')}: not where its sender has it`);
  }

  /** What an interface shows of a conversation is what was committed. */
  asShown(who: number, of: number, incoming: readonly string[], outgoing: readonly string[]): void {
    const conversation = this.#book(who).of(of);
    if (incoming.join('\n') !== conversation.shown.join('\n'))
      this.#report('disagreed', `${who} is shown other messages of ${of} than were stored`);
    if (outgoing.join('\n') !== [...conversation.outgoing.keys()].join('\n'))
      this.#report('disagreed', `${who} is shown other messages to ${of} than were stored`);
  }

  /** Whether a message that arrived is durable on that person's disk. */
  isDurable(who: number, content: string): boolean {
    return this.#book(who).everStored.has(content);
  }

  /** Whether this person, or somebody who writes with this person, has lost something: then what was told may be taken back. */
  mayGoBack(who: number): boolean {
    return this.#people.some(
      (book, index) => book.losses > 0 && (index === who || this.#book(who).conversations.has(index)),
    );
  }

  #onWrite(who: number, write: Write): void {
    switch (write.method) {
      case 'addContact':
        this.#book(who).ids.set(write.result.id, this.#personOf(write.result.identityKey));
        return;
      case 'deleteContact': {
        const of = this.#book(who).ids.get(write.args[0]);
        if (of !== undefined) this.#book(who).forgetContact(of, this.#sends.size + 1);
        return;
      }
      case 'addOutgoing':
        if (write.result.content.kind === 'text')
          this.#of(who, write.args[0])?.outgoing.set(write.result.content.text, 'waiting');
        return;
      case 'addIncoming': {
        const [{ content }] = write.args;
        if (content?.kind === 'text') this.#book(who).everStored.add(content.text);
        this.#onShown(who, write.result);
        return;
      }
      case 'releaseHeld':
        this.#onShown(who, write.result);
        return;
      case 'markDelivered':
      case 'markDeliveredRange':
      case 'markReadByPeer':
      case 'beginStream':
        for (const row of write.result) this.#onProgress(who, row);
        return;
      default:
        return;
    }
  }

  #onShown(who: number, rows: readonly IncomingRow[]): void {
    for (const { contactId, content } of rows) {
      if (content.kind !== 'text') continue;
      const { text } = content;
      const of = this.#book(who).ids.get(contactId);
      const sent = this.#sends.get(text);
      if (of === undefined || sent?.from !== of || sent.to !== who) {
        this.#report('disagreed', `${brief(text)}: shown to ${who} as of ${of}`);
        continue;
      }
      const { shown, shownSet } = this.#book(who).of(of);
      if (shownSet.has(text)) this.#report('duplicated', `${brief(text)}: shown twice`);
      const last = shown.at(-1);
      const isLate = last !== undefined && this.#n(last) > sent.n;
      if (isLate && sent.n >= this.#book(of).forgottenUpTo(who))
        this.#report('misordered', `${brief(text)}: shown after ${brief(last)}`);
      shown.push(text);
      shownSet.add(text);
    }
  }

  #onProgress(who: number, row: OutgoingRow): void {
    if (row.content.kind !== 'text') return;
    const { text } = row.content;
    const to = this.#book(who).ids.get(row.contactId);
    if (to === undefined) return;
    const { outgoing } = this.#book(who).of(to);
    const before = outgoing.get(text) ?? 'waiting';
    if (rank[row.progress] < rank[before] && this.#book(to).losses === 0 && this.#book(who).losses === 0)
      this.#report('disagreed', `${brief(text)}: was ${before} and is ${row.progress}`);
    if (row.progress !== 'waiting' && !this.isDurable(to, text))
      this.#report(
        'disagreed',
        `${brief(text)}: ${row.progress} at its sender, and not durable at its receiver`,
      );
    outgoing.set(text, row.progress);
  }

  #n(text: string): number {
    return this.#sends.get(text)?.n ?? 0;
  }

  #of(who: number, id: ContactId): Conversation | undefined {
    const of = this.#book(who).ids.get(id);
    return of === undefined ? undefined : this.#book(who).of(of);
  }

  #book(who: number): Book {
    return (this.#people[who] ??= new Book());
  }

  #personOf(identityKey: Uint8Array): number {
    return this.#keys.indexOf([...identityKey].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
  }
}

/** A message's text without what fills it up. */
export function brief(text: string): string {
  return text.replace(/[ .]*$/, '');
}

/** One person's disk, by what was committed. */
class Book {
  readonly conversations = new Map<number, Conversation>();
  /** Texts that came and were durable at some time. */
  readonly everStored = new Set<string>();
  readonly ids = new Map<ContactId, number>();
  /** How often this person has lost something. */
  losses = 0;
  #forgotten = 0;
  readonly #forgottenOf = new Map<number, number>();

  of(of: number): Conversation {
    const known = this.conversations.get(of);
    if (known !== undefined) return known;
    const conversation: Conversation = { shown: [], shownSet: new Set(), outgoing: new Map() };
    this.conversations.set(of, conversation);
    return conversation;
  }

  /** Sends before this one may be missing here, and nowhere else. */
  forgottenUpTo(of: number): number {
    return Math.max(this.#forgotten, this.#forgottenOf.get(of) ?? 0);
  }

  forgets(upTo: number): void {
    this.losses += 1;
    this.#forgotten = upTo;
  }

  forgetContact(of: number, upTo: number): void {
    this.losses += 1;
    this.#forgottenOf.set(of, upTo);
    this.conversations.delete(of);
  }

  read(contents: Store, personOf: (row: { identityKey: Uint8Array }) => number): void {
    this.conversations.clear();
    this.ids.clear();
    for (const contact of contents.listContacts()) {
      const of = personOf(contact);
      this.ids.set(contact.id, of);
      for (const row of contents.listMessages(contact.id, undefined, Infinity)) this.#keep(of, row);
    }
  }

  #keep(of: number, row: MessageRow): void {
    if (row.content.kind !== 'text') return;
    const { text } = row.content;
    const conversation = this.of(of);
    if (row.direction === 'out') conversation.outgoing.set(text, row.progress);
    else {
      conversation.shown.push(text);
      conversation.shownSet.add(text);
    }
  }
}
