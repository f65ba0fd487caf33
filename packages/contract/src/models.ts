// What the engine tells of contacts, messages and the network. Shapes only.
import * as v from 'valibot';
import { fault } from './errors.ts';
import { keyCustody } from './custody.ts';
import { messageId, port, publicKey, timestamp } from './scalars.ts';

/**
 * Where a message stands. `waiting`: stored, not on its way; `sent`: left on an authenticated link; `delivered`:
 * stored durably by the peer; `read`; `failed`: will not be sent again by itself. `received`: it came from the peer.
 */
export const messageState = v.picklist(['waiting', 'sent', 'delivered', 'read', 'failed', 'received']);
export type MessageState = v.InferOutput<typeof messageState>;

export const message = v.object({
  id: messageId,
  /** `text` from a person; `notice` from Loom itself; `unknown`: a kind that only a newer Loom can show. */
  kind: v.picklist(['text', 'notice', 'unknown']),
  sender: publicKey,
  recipient: publicKey,
  content: v.string(),
  timestamp,
  is_read: v.boolean(),
  state: messageState,
  /** Why it is in this state, in words; always there for `waiting` and `failed`. */
  reason: v.optional(v.string()),
});
export type Message = v.InferOutput<typeof message>;

/** A message that a search found, and where in its content the words stand. */
export const messageHit = v.object({
  contact: publicKey,
  message,
  /** Start and end of each word found, in UTF-16 units of `content`, ascending; they neither touch nor overlap. */
  ranges: v.array(v.tuple([v.number(), v.number()])),
});
export type MessageHit = v.InferOutput<typeof messageHit>;

/**
 * `secured`: an authenticated link is up; `connecting`: one is being made; `offline`: there is a session, and no link;
 * `new`: there has never been a session.
 */
export const contactState = v.picklist(['secured', 'connecting', 'offline', 'new']);
export type ContactState = v.InferOutput<typeof contactState>;

/** 16 bytes in hexadecimal. */
export const sessionId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/, 'must be 32 hexadecimal digits'));

export const contact = v.object({
  public_key: publicKey,
  display_name: v.string(),
  state: contactState,
  /** What the last attempt to connect came to, in words; absent while secured. */
  reason: v.optional(v.string()),
  /** The same as a fault. */
  fault: v.optional(fault),
  verified: v.boolean(),
  /** The person wants nothing of this contact: no link is made, and nothing passes. */
  blocked: v.boolean(),
  /** A verified contact began a new session; what is written waits until `accept_new_session`. */
  held: v.boolean(),
  /** Names the session for people: it outlives restarts, addresses and renewals. Absent before the first one. */
  session_id: v.optional(sessionId),
  /** How often the session's root was renewed. */
  generation: v.number(),
  /** Ratchet counters of the session; they only ever go up within one generation. */
  counters: v.object({ sealed: v.number(), opened: v.number() }),
  /** Messages of ours that the peer has not stored yet. */
  waiting: v.number(),
  unread: v.number(),
  last_message: v.optional(message),
  added_at: timestamp,
});
export type Contact = v.InferOutput<typeof contact>;

/** PROTOCOL.md section 8: one number in three forms, each enough alone. */
export const safetyNumber = v.object({
  digits: v.pipe(v.string(), v.regex(/^\d{60}$/)),
  /** 24 of them, each with its English name. */
  symbols: v.array(v.object({ emoji: v.string(), name: v.string() })),
  /** The text of the QR code that both show. */
  qr: v.string(),
});
export type SafetyNumber = v.InferOutput<typeof safetyNumber>;

export const peerAddress = v.object({
  ip: v.string(),
  port,
  /** How Loom knows it. */
  source: v.picklist(['mdns', 'manual', 'remembered']),
});

/** An address that the person gave by hand. */
export const manualAddress = v.object({
  peer_identity: publicKey,
  /** An IP address or a host's name. */
  ip: v.string(),
  port,
  /** When a link was last made by it. */
  worked_at: v.optional(timestamp),
});
export type ManualAddress = v.InferOutput<typeof manualAddress>;

/** A contact that is in reach now: heard on the local network, or connected. */
export const peer = v.object({
  peer_identity: publicKey,
  display_name: v.string(),
  addresses: v.array(peerAddress),
  connected: v.boolean(),
});
export type Peer = v.InferOutput<typeof peer>;

export const status = v.object({
  version: v.string(),
  profile: v.string(),
  has_identity: v.boolean(),
  /** This profile's own key, once it has an identity. */
  identity_key: v.optional(publicKey),
  display_name: v.optional(v.string()),
  network: v.object({
    running: v.boolean(),
    port: v.optional(port),
    /** `on`: announced and listening; `off`: switched off; `failed`: could not be started, see `reason`. */
    discovery: v.picklist(['on', 'off', 'failed']),
    /** Why the network did not start when that was last tried, or why discovery failed, in words. */
    reason: v.optional(v.string()),
    /** The same as a fault, where the network did not start. */
    fault: v.optional(fault),
    interfaces: v.array(v.object({ name: v.string(), address: v.string() })),
    /** The random name that strangers on the network see, and when it gives way to the next; absent where nothing is announced. */
    air: v.optional(v.object({ name: v.string(), until: timestamp })),
  }),
  key_custody: keyCustody,
  /** The passphrase is needed first: no network, nothing of the profile is open, and all counts are 0. */
  locked: v.boolean(),
  contacts: v.number(),
  waiting: v.number(),
});
export type Status = v.InferOutput<typeof status>;
