// What the doctor judges by: plain facts, whoever found them. Knows nothing of what they mean.
import type { Fault } from '@loom/contract';
import type { ReachOutcome } from '@loom/protocol';
import type { Address, HostSurvey } from '../ports/index.ts';

/** Another Loom that is heard, on another machine. */
export interface HeardFact {
  readonly isContact: boolean;
  /** How many epochs of 15 minutes its clock is ahead of ours; negative where it is behind. */
  readonly epochsAhead: number;
  /** What a plain TCP connection to where it says it listens came to. */
  readonly door: 'opened' | 'refused' | 'silent' | 'not-tried';
}

export interface Facts {
  /** `missing`: there is none of that name. `held`: by a process that does not answer. Neither could be opened. */
  readonly profile: 'with-identity' | 'without-identity' | 'missing' | 'held';
  readonly network:
    | { readonly state: 'listening'; readonly port: number; readonly defaultPort: number }
    /** It was tried, and failed. */
    | { readonly state: 'failed'; readonly fault: Fault }
    | { readonly state: 'not-started' };
  readonly discovery:
    { readonly state: 'on' | 'off' } | { readonly state: 'failed'; readonly reason: string };
  /** Undefined where nothing is known of the machine. */
  readonly survey: HostSurvey | undefined;
  readonly heard: readonly HeardFact[];
  /** Where somebody announces himself as this profile. */
  readonly copies: readonly Address[];
  readonly contacts: number;
  /** Contacts on other machines with a link now. */
  readonly connected: number;
  /** `reached`: a contact of another machine has opened a link to us. Otherwise what a contact said that we asked. */
  readonly reach: 'reached' | 'not-asked' | ReachOutcome;
  /** The last change of this machine's addresses since the network started. */
  readonly moved:
    | { readonly agoMs: number; readonly before: readonly string[]; readonly after: readonly string[] }
    | undefined;
}
