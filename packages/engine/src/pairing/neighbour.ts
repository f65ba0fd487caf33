// Somebody nearby: the links to their device, and how far our person has come with them. Knows nothing of other people.
import { keyNumbers, type LoomError, type Nearby, type NearbyStep } from '@loom/contract';
import type { Comparison } from './comparison.ts';
import type { PairingLink } from './pairing-link.ts';

/** How a meeting stands while no comparison is under way. */
type Rest =
  | { readonly is: 'near' }
  | { readonly is: 'failed'; readonly error: LoomError }
  | { readonly is: 'done'; readonly identityKey: Uint8Array };

export class Neighbour {
  readonly id: string;
  readonly name: string;
  /** Oldest first. A second one lasts only until the leader has closed one. */
  readonly links = new Set<PairingLink>();
  comparison: Comparison | undefined;
  /** Our person has begun, and there is no link yet. */
  isWanted = false;
  /** A try has failed, so the next string comes only where our person begins: none takes the place of one that is being read. */
  mustBegin = false;
  rest: Rest = { is: 'near' };

  constructor(id: string, name: string) {
    this.id = id;
    this.name = name;
  }

  get link(): PairingLink | undefined {
    return [...this.links][0];
  }

  get isDone(): boolean {
    return this.rest.is === 'done';
  }

  get isActive(): boolean {
    return this.isWanted || this.comparison !== undefined;
  }

  view(): Nearby {
    const { comparison, rest } = this;
    const string = comparison?.string;
    return {
      nearby_id: this.id,
      name: this.name,
      step: this.#step(),
      ...(string && {
        symbols: string.symbols.map(({ emoji, name }) => ({ emoji, name })),
        digits: string.digits,
      }),
      ...(!this.isActive &&
        rest.is === 'failed' && {
          reason: rest.error.message,
          fault: rest.error.toFault(),
        }),
      ...(rest.is === 'done' && { public_key: keyNumbers(rest.identityKey) }),
    };
  }

  #step(): NearbyStep {
    if (!this.isActive) return this.rest.is;
    const { comparison } = this;
    return comparison?.string !== undefined && !comparison.isConfirmedHere ? 'compare' : 'waiting';
  }
}
