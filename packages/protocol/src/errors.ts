// Every fault that bytes from outside can cause, as closed unions of codes with their facts. Sentences for
// people are made elsewhere. No fault carries a secret.

/** Why a text is no token; the codes are in the order of the checks (PROTOCOL.md section 1). */
export type TokenFault =
  | { readonly code: 'token-prefix' }
  /** `position` counts from 1 in what follows the prefix, white space and dashes left out. */
  | { readonly code: 'token-alphabet'; readonly character: string; readonly position: number }
  | { readonly code: 'token-length'; readonly length: number; readonly expected: number }
  | { readonly code: 'token-version'; readonly version: number }
  /**
   * One character is wrong or two neighbours are swapped, and there is exactly one correction. `position` counts as
   * above; `found` and `expected` are one character, or two.
   */
  | {
      readonly code: 'token-typo';
      readonly position: number;
      readonly found: string;
      readonly expected: string;
      /** The whole token, corrected. Never taken without a person's consent. */
      readonly correction: string;
    }
  | { readonly code: 'token-checksum' }
  | { readonly code: 'token-key' }
  | { readonly code: 'token-signature' };

/** Why a handshake ended (PROTOCOL.md section 2). The connection closes without a word. */
export type HandshakeFault =
  | { readonly code: 'bad-size'; readonly size: number; readonly expected: number }
  /** Another message number, version or suite. */
  | { readonly code: 'bad-header' }
  /** Altered on the way, or meant for or made by somebody else. */
  | { readonly code: 'bad-tag' }
  | { readonly code: 'low-order-key' }
  /** Fails the modulus check of FIPS 203. */
  | { readonly code: 'bad-kem-key' }
  | { readonly code: 'wrong-static-key' }
  | { readonly code: 'wrong-tid' }
  | { readonly code: 'bad-hello' }
  /** Both sides could speak a higher version than this link's header says. */
  | { readonly code: 'version-downgrade' };

/** Why a link ended (PROTOCOL.md section 2.2). */
export type LinkFault =
  | { readonly code: 'illegal-length'; readonly length: number }
  | { readonly code: 'bad-tag' }
  /** Something other than zeros after the last frame of a record. */
  | { readonly code: 'bad-padding' }
  | { readonly code: 'unknown-frame'; readonly type: number }
  | { readonly code: 'frame-too-long'; readonly type: number; readonly length: number }
  | { readonly code: 'malformed-frame'; readonly type: number }
  /** R's first record is not its HELLO, or that HELLO takes no decision. */
  | { readonly code: 'hello-expected' }
  /** A HELLO from I, or a second one from R. */
  | { readonly code: 'unexpected-hello' }
  | { readonly code: 'wrong-tid' }
  | { readonly code: 'version-downgrade' };

/** Why a HELLO is not in its one canonical form (PROTOCOL.md section 3). */
export interface HelloFault {
  readonly code: 'bad-hello';
}

/** Why I refuses what R decided, and what its next HELLO asks for (PROTOCOL.md section 3). */
export interface DecisionFault {
  readonly code: 'decision-refused';
  readonly ask: 'unlinked' | 'linked';
  readonly reason:
    'no-decision' | 'unknown-session' | 'bad-proof' | 'rollback-here' | 'rollback-there' | 'gap-too-wide';
}

/** Why a ratchet message does not open; the session is as it was (PROTOCOL.md section 4). */
export type RatchetFault =
  | { readonly code: 'malformed' }
  | { readonly code: 'gap-too-wide'; readonly gap: number; readonly limit: number }
  | { readonly code: 'bad-tag' }
  /** Opened before, or its key was given up after its time. */
  | { readonly code: 'already-opened' }
  /** A new ratchet key although the last one has not been answered: no honest peer sends it. */
  | { readonly code: 'unexpected-key' }
  | { readonly code: 'low-order-key' };

/** Why a delivery envelope is not in its one canonical form (PROTOCOL.md section 5). */
export interface EnvelopeFault {
  readonly code: 'bad-envelope';
}

/** Why stored bytes are no session. */
export type StoredFault =
  { readonly code: 'stored-version'; readonly version: number } | { readonly code: 'stored-malformed' };

/** Why a pairing link or the comparison on it ended (PROTOCOL.md section 10). */
export type PairingFault =
  | { readonly code: 'illegal-length'; readonly length: number }
  | { readonly code: 'bad-tag' }
  | { readonly code: 'malformed-frame' }
  /** The nonce is not the one that was committed to: somebody stands in the middle, or cheats. */
  | { readonly code: 'wrong-opening' }
  /** The token's static key is not the other side's. */
  | { readonly code: 'wrong-proof' };
