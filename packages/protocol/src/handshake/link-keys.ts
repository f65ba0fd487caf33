// What a finished handshake leaves behind, the same for both ends but for who sends with which key
// (PROTOCOL.md section 2.2).

import { Secret } from '../primitives/secret.ts';
import type { SymmetricState } from './symmetric-state.ts';

export type Role = 'initiator' | 'responder';

export interface EstablishedLink {
  readonly role: Role;
  /** The final h, 32 bytes. */
  readonly handshakeHash: Uint8Array;
  /** Keys new session roots, 32 bytes. */
  readonly exporter: Secret<'exporter'>;
  /** 32 bytes. */
  readonly sendKey: Secret<'link key'>;
  /** 32 bytes. */
  readonly receiveKey: Secret<'link key'>;
  /** 32 bytes. */
  readonly tidInitiator: Uint8Array;
  /** 32 bytes. */
  readonly tidResponder: Uint8Array;
}

export interface Parties {
  readonly tidInitiator: Uint8Array;
  readonly tidResponder: Uint8Array;
}

export function establish(role: Role, symmetric: SymmetricState, parties: Parties): EstablishedLink {
  const keys = symmetric.split();
  const initiatorKey = new Secret('link key', keys.initiatorKey);
  const responderKey = new Secret('link key', keys.responderKey);
  return {
    role,
    handshakeHash: symmetric.hash,
    exporter: new Secret('exporter', keys.exporter),
    sendKey: role === 'initiator' ? initiatorKey : responderKey,
    receiveKey: role === 'initiator' ? responderKey : initiatorKey,
    tidInitiator: parties.tidInitiator,
    tidResponder: parties.tidResponder,
  };
}
