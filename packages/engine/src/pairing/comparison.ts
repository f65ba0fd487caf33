// One comparison over one link, from the commitment to both tokens, with its deadlines (PROTOCOL.md sections 10.4 and 10.5). It
// ends once: with the other side's genuine token, or with why not. Knows nothing of contacts, or of other comparisons.
import type { FaultCode } from '@loom/contract';
import {
  answerComparison,
  beginComparison,
  checkOpening,
  confirmHere,
  confirmThere,
  giveToken,
  openNonce,
  takeToken,
  type Agreed,
  type AwaitingNonce,
  type AwaitingOpening,
  type Comparing,
  type ConfirmedHere,
  type ConfirmedThere,
  type Identity,
  type PairingFrame,
  type ShortString,
  type Token,
} from '@loom/protocol';
import type { Clock, Random, Timer } from '../ports/index.ts';
import { pairingLimits } from './limits.ts';
import type { PairingLink } from './pairing-link.ts';

export type ComparisonFailure = Extract<
  FaultCode,
  | 'pairing-peer-busy'
  | 'pairing-different'
  | 'pairing-refused'
  | 'pairing-forged'
  | 'pairing-too-late'
  | 'pairing-broken-off'
  | 'pairing-window-ended'
>;

export interface ComparisonEvents {
  /** There is a string now, or somebody has confirmed. */
  onChanged(): void;
  onDone(token: Token, listeningPort: number): void;
  /** @param counts it was a guess that somebody in the middle may have had */
  onFailed(failure: ComparisonFailure, counts: boolean): void;
}

type State = AwaitingNonce | AwaitingOpening | Comparing | ConfirmedHere | ConfirmedThere | Agreed;
type Frame = Exclude<PairingFrame, { type: 'card' }>;
type Commit = Extract<Frame, { type: 'commit' }>;

export class Comparison {
  readonly link: PairingLink;
  readonly #us: Identity;
  readonly #listeningPort: number;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #events: ComparisonEvents;
  #state: State;
  #deadline: Timer | undefined;
  #ended = false;

  /** @param commit the other side's, where it began; without it this side begins */
  constructor(
    deps: {
      readonly us: Identity;
      readonly listeningPort: number;
      readonly clock: Clock;
      readonly random: Random;
    },
    link: PairingLink,
    commit: Commit | undefined,
    events: ComparisonEvents,
  ) {
    this.link = link;
    this.#us = deps.us;
    this.#listeningPort = deps.listeningPort;
    this.#clock = deps.clock;
    this.#random = deps.random;
    this.#events = events;
    this.#state = commit === undefined ? this.#begin() : this.#answer(commit);
  }

  /** Once both devices know it. */
  get string(): ShortString | undefined {
    return 'string' in this.#state ? this.#state.string : undefined;
  }

  /** Our person has said that it is the same. */
  get isConfirmedHere(): boolean {
    return this.#state.stage === 'confirmed-here' || this.#state.stage === 'agreed';
  }

  /** @returns false where there is nothing that could be answered now */
  answer(same: boolean): boolean {
    const state = this.#state;
    if (this.#ended || state.stage === 'awaiting-nonce' || state.stage === 'awaiting-opening') return false;
    if (state.stage === 'agreed') return same;
    if (!same) {
      this.link.send({ type: 'refuse' });
      this.#fail('pairing-different', 'end');
    } else if (state.stage !== 'confirmed-here') {
      this.link.send({ type: 'confirm' });
      this.#confirmed(confirmHere(state));
    }
    return true;
  }

  onFrame(frame: Frame): void {
    const state = this.#state;
    if (this.#ended) return;
    switch (state.stage) {
      case 'awaiting-nonce':
        return this.#whileAwaitingNonce(state, frame);
      case 'awaiting-opening':
        return frame.type === 'open' ? this.#onOpening(state, frame) : this.#fail('pairing-forged');
      case 'comparing':
      case 'confirmed-here':
        if (frame.type === 'confirm') return this.#confirmed(confirmThere(state));
        return this.#fail(frame.type === 'refuse' ? 'pairing-refused' : 'pairing-forged');
      case 'confirmed-there':
        return this.#fail(frame.type === 'refuse' ? 'pairing-refused' : 'pairing-forged');
      case 'agreed':
        if (frame.type === 'token') return this.#onToken(state, frame);
        return this.#fail(frame.type === 'refuse' ? 'pairing-refused' : 'pairing-forged');
    }
  }

  onClosed(): void {
    this.#fail('pairing-broken-off');
  }

  /** The window has ended. */
  abandon(): void {
    this.#fail('pairing-window-ended');
  }

  #whileAwaitingNonce(state: AwaitingNonce, frame: Frame): void {
    if (frame.type === 'nonce') {
      const opened = openNonce(state, frame);
      this.link.send(opened.frame);
      this.#toCompare(opened.state);
    } else if (frame.type === 'busy') {
      this.#end(() => this.#events.onFailed('pairing-peer-busy', false));
    } else if (frame.type !== 'commit') {
      this.#fail('pairing-forged');
    } else if (state.keys.role === 'responder') {
      // Both began: the Noise initiator's commitment stands, and ours was never opened.
      this.#state = this.#answer(frame);
    }
  }

  #begin(): AwaitingNonce {
    const { state, frame } = beginComparison(this.link.keys, (length) => this.#random.bytes(length));
    this.link.send(frame);
    this.#restart(pairingLimits.stepMs);
    return state;
  }

  #answer(commit: Commit): AwaitingOpening {
    const random = (length: number): Uint8Array => this.#random.bytes(length);
    const { state, frame } = answerComparison(this.link.keys, commit, random);
    this.link.send(frame);
    this.#restart(pairingLimits.stepMs);
    return state;
  }

  #onOpening(state: AwaitingOpening, frame: Extract<Frame, { type: 'open' }>): void {
    const checked = checkOpening(state, frame);
    if (checked.ok) this.#toCompare(checked.value);
    else this.#fail('pairing-forged');
  }

  #toCompare(state: Comparing): void {
    this.#state = state;
    this.#restart(pairingLimits.answerMs);
    this.#events.onChanged();
  }

  #confirmed(state: ConfirmedHere | ConfirmedThere | Agreed): void {
    this.#state = state;
    if (state.stage === 'agreed') {
      this.link.send(giveToken(state, this.#us, this.#listeningPort));
      this.#restart(pairingLimits.stepMs);
    }
    this.#events.onChanged();
  }

  #onToken(state: Agreed, frame: Extract<Frame, { type: 'token' }>): void {
    const token = takeToken(state, frame);
    if (!token.ok) {
      this.#fail('pairing-forged');
      return;
    }
    this.#end(() => this.#events.onDone(token.value, frame.listeningPort));
    this.link.end();
  }

  #restart(ms: number): void {
    this.#deadline?.cancel();
    this.#deadline = this.#clock.after(ms, () => this.#fail('pairing-too-late'));
  }

  /** A link carries one comparison that came to something, so nothing of it can be taken for part of the next. */
  #fail(failure: ComparisonFailure, leave: 'end' | 'destroy' = 'destroy'): void {
    if (this.#ended) return;
    const isKnowable = this.#state.stage !== 'awaiting-nonce';
    this.#end(() => this.#events.onFailed(failure, isKnowable || failure === 'pairing-too-late'));
    if (leave === 'end') this.link.end();
    else this.link.destroy(failure);
  }

  #end(tell: () => void): void {
    this.#ended = true;
    this.#deadline?.cancel();
    tell();
  }
}
