// Who is writing just now: what a contact is told of our person, and what is shown of a contact. Nothing of it is stored, and
// nothing waits (PROTOCOL.md section 5.2). Knows nothing of envelopes.
import { limits } from '../limits.ts';
import type { OpenLink } from '../links/open-link.ts';
import type { Peer } from '../peers/peer.ts';
import type { Clock, Timer } from '../ports/index.ts';

export interface TypingDeps {
  readonly clock: Clock;
  /** The person wants it: neither told nor shown otherwise. */
  isOn(): boolean;
  /** There is something to send to this peer. */
  wake(peer: Peer): void;
  /** What is shown of a contact is another now. */
  onChanged(peer: Peer, typing: boolean): void;
}

export class Typing {
  readonly #deps: TypingDeps;
  /** What was said on a link last; `at` by the monotonic clock, when it was last said that our person writes. */
  readonly #told = new WeakMap<OpenLink, { typing: boolean; at: number }>();
  /** Who is shown as writing, until the timer ends it. */
  readonly #shown = new Map<Peer, Timer>();
  /** When that last began, by the monotonic clock. */
  readonly #began = new WeakMap<Peer, number>();

  constructor(deps: TypingDeps) {
    this.#deps = deps;
  }

  /** Our person writes to this contact, or has stopped: said where there is a link, and not too often. */
  tell(peer: Peer, typing: boolean): void {
    const { link } = peer;
    if (link === undefined || peer.durable.row.held || !this.#deps.isOn()) return;
    const told = this.#told.get(link) ?? { typing: false, at: -Infinity };
    const now = this.#deps.clock.monotonic();
    const pause = told.typing ? limits.typingRenewMs : limits.typingPauseMs;
    if (typing ? now - told.at < pause : !told.typing) return;
    this.#told.set(link, { typing, at: typing ? now : told.at });
    link.typingDue = typing;
    this.#deps.wake(peer);
  }

  /** A message to this contact is on its way, which says by itself that the writing of it has ended. */
  hasWritten(peer: Peer): void {
    const { link } = peer;
    const told = link && this.#told.get(link);
    if (link === undefined || told === undefined) return;
    this.#told.set(link, { typing: false, at: told.at });
    link.typingDue = undefined;
  }

  /** The contact says so. */
  hear(peer: Peer, typing: boolean): void {
    if (!typing || peer.link === undefined || peer.durable.row.held || !this.#deps.isOn()) {
      this.end(peer);
      return;
    }
    const { clock } = this.#deps;
    const known = this.#shown.get(peer);
    const sinceBegun = clock.monotonic() - (this.#began.get(peer) ?? -Infinity);
    if (known === undefined && sinceBegun < limits.typingPauseMs) return;
    known?.cancel();
    this.#shown.set(
      peer,
      clock.after(limits.typingShownMs, () => this.end(peer)),
    );
    if (known !== undefined) return;
    this.#began.set(peer, clock.monotonic());
    this.#deps.onChanged(peer, true);
  }

  /** The contact writes no more, or nobody can tell. */
  end(peer: Peer): void {
    const shown = this.#shown.get(peer);
    if (shown === undefined) return;
    shown.cancel();
    this.#shown.delete(peer);
    this.#deps.onChanged(peer, false);
  }

  /** The person wants nothing of it any more. */
  endAll(): void {
    for (const peer of this.#shown.keys()) this.end(peer);
  }
}
