// sessions.json: new roots (PROTOCOL.md section 3).
import {
  firstContact,
  iRatchetSecret,
  iRenewedSecret,
  renewal,
  rRatchetSecret,
  rRenewedSecret,
} from './handshake.ts';
import { alice, bob, type Person } from './people.ts';
import { type Bytes, dh, hex, type Hex, x25519Public, zeros } from './primitives.ts';
import { type Finished, rootOf, stepRoot } from './root.ts';

export interface SessionCase {
  readonly name: string;
  readonly tid_i: Hex;
  readonly tid_r: Hex;
  readonly handshake_hash: Hex;
  readonly exporter: Hex;
  readonly salt: Hex;
  readonly info: Hex;
  readonly rk: Hex;
  readonly ck_r0: Hex;
  readonly cs: Hex;
  readonly sid: Hex;
  readonly i_ratchet_secret: Hex;
  readonly i_ratchet_key: Hex;
  readonly r_ratchet_secret: Hex;
  readonly r_ratchet_key: Hex;
  /** DH(rI, RR), and the root and sending chain that it makes for I. */
  readonly dh: Hex;
  readonly i_rk: Hex;
  readonly i_ck: Hex;
}

export interface SessionsFile {
  readonly comment: string;
  readonly cases: readonly SessionCase[];
}

function sessionCase(args: {
  readonly name: string;
  readonly link: Finished;
  readonly initiator: Person;
  readonly responder: Person;
  readonly salt: Bytes;
  readonly iSecret: Bytes;
  readonly rSecret: Bytes;
}): SessionCase {
  const { name, link, initiator, responder, salt, iSecret, rSecret } = args;
  const root = rootOf(link, salt, initiator.tid, responder.tid);
  const shared = dh(iSecret, x25519Public(rSecret));
  const first = stepRoot(root.rk, shared);
  return {
    name,
    tid_i: hex(initiator.tid),
    tid_r: hex(responder.tid),
    handshake_hash: hex(link.handshakeHash),
    exporter: hex(link.exporter),
    salt: hex(salt),
    info: hex(root.info),
    rk: hex(root.rk),
    ck_r0: hex(root.ckR0),
    cs: hex(root.cs),
    sid: hex(root.sid),
    i_ratchet_secret: hex(iSecret),
    i_ratchet_key: hex(x25519Public(iSecret)),
    r_ratchet_secret: hex(rSecret),
    r_ratchet_key: hex(x25519Public(rSecret)),
    dh: hex(shared),
    i_rk: hex(first.rk),
    i_ck: hex(first.ck),
  };
}

export function sessionsFile(): SessionsFile {
  const first = firstContact();
  const { cs } = rootOf(first, zeros(32), alice.tid, bob.tid);
  return {
    comment:
      'PROTOCOL.md section 3, a new root: from the two handshakes of handshake.json. The salt of NEW_LINKED is cs of the session before, that of NEW_UNLINKED 32 zero bytes. i_rk and i_ck are KDF_RK(rk, dh) of section 4.',
    cases: [
      sessionCase({
        name: 'NEW_UNLINKED',
        link: first,
        initiator: alice,
        responder: bob,
        salt: zeros(32),
        iSecret: iRatchetSecret,
        rSecret: rRatchetSecret,
      }),
      sessionCase({
        name: 'NEW_LINKED',
        link: renewal(),
        initiator: bob,
        responder: alice,
        salt: cs,
        iSecret: iRenewedSecret,
        rSecret: rRenewedSecret,
      }),
    ],
  };
}
