// What engines tell their interfaces, held against what they told before and what is stored. Knows nothing of how it comes about.
import { keyHex, type LoomEvent, type Message, type MessageState } from '@loom/contract';
import { brief, type Ledger } from './ledger.ts';
import type { Person } from './person.ts';
import type { Report } from './violation.ts';

const rank: Partial<Record<MessageState, number>> = { waiting: 0, sent: 0, delivered: 1, read: 2 };

export class Told {
  readonly #ledger: Ledger;
  readonly #report: Report;
  readonly #note: (line: string) => void;
  /** By person and message. */
  readonly #states = new Map<string, number>();
  /** By person and contact. */
  readonly #established = new Map<string, number>();
  readonly #held = new Set<string>();
  /** By person, life and contact. */
  readonly #typing = new Set<string>();

  constructor(ledger: Ledger, report: Report, note: (line: string) => void) {
    this.#ledger = ledger;
    this.#report = report;
    this.#note = note;
  }

  /** How often this person was told of a session with that one. */
  established(who: Person, of: Person): number {
    return this.#established.get(`${who.index} ${of.key}`) ?? 0;
  }

  /** The person's database is older than what was told. */
  forget(who: Person): void {
    for (const known of [this.#states, this.#held])
      for (const key of known.keys()) if (key.startsWith(`${who.index} `)) known.delete(key);
  }

  /** Whether somebody is shown to this person as writing. */
  someoneWrites(who: Person): boolean {
    return [...this.#typing].some((key) => key.startsWith(`${who.index} ${who.lives} `));
  }

  onEvent({ index, lives }: Person, event: LoomEvent): void {
    switch (event.event) {
      case 'message_received': {
        const { content } = event.payload;
        this.#note(`${index} is shown ${brief(content)}`);
        if (!this.#ledger.isDurable(index, content))
          this.#report('disagreed', `${brief(content)}: shown before it was durable`);
        return;
      }
      case 'message_changed':
        this.#onMessage(index, `${index} ${keyHex(event.payload.contact_identity)}`, event.payload.message);
        return;
      case 'session_established': {
        const key = `${index} ${keyHex(event.payload.peer_identity)}`;
        this.#note(`${index} has a session`);
        this.#established.set(key, (this.#established.get(key) ?? 0) + 1);
        return;
      }
      case 'contact_changed': {
        const { public_key, held } = event.payload.contact;
        const key = `${index} ${keyHex(public_key)}`;
        if (held) this.#held.add(key);
        else this.#held.delete(key);
        return;
      }
      case 'typing_changed': {
        const key = keyHex(event.payload.contact_identity);
        const isHeld = this.#held.has(`${index} ${key}`);
        this.#onTyping(`${index} ${lives} ${key}`, event.payload.typing, isHeld);
        return;
      }
      case 'contact_removed': {
        const key = keyHex(event.payload.public_key);
        if (this.#typing.has(`${index} ${lives} ${key}`))
          this.#report('disagreed', `${index}: somebody writes who was deleted`);
        this.#held.delete(`${index} ${key}`);
        return;
      }
      default:
        return;
    }
  }

  #onTyping(key: string, typing: boolean, isHeld: boolean): void {
    this.#note(`${key}: ${typing ? 'writes' : 'writes no more'}`);
    if (this.#typing.has(key) === typing)
      this.#report('disagreed', `${key}: told twice that somebody writes`);
    if (typing && isHeld) this.#report('disagreed', `${key}: shown as writing although held`);
    if (typing) this.#typing.add(key);
    else this.#typing.delete(key);
  }

  #onMessage(index: number, contact: string, { id, state, content }: Message): void {
    const now = rank[state];
    if (now === undefined) return;
    const key = `${index} ${id}`;
    this.#note(`${index}: ${brief(content)} is ${state}`);
    if (now < (this.#states.get(key) ?? 0) && !this.#ledger.mayGoBack(index))
      this.#report('disagreed', `${brief(content)}: told as ${state} after it was more`);
    if (state === 'sent' && this.#held.has(contact))
      this.#report('disagreed', `${brief(content)}: left although it was held`);
    this.#states.set(key, now);
  }
}
