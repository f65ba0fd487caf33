// Every event that the engine raises, and its payload.
import * as v from 'valibot';
import { logEntry } from './log.ts';
import { contact, message, status } from './models.ts';
import { nearbyId, pairing } from './pairing.ts';
import { messageId, port, publicKey, timestamp } from './scalars.ts';
import { settings } from './settings.ts';

export const events = {
  /** A contact was heard on the local network, or its address changed. */
  peer_discovered: v.object({ peer_identity: publicKey, ip: v.string(), port }),
  /** Who is in reach has changed; `get_peers` tells how. */
  peers_changed: v.object({}),
  message_received: v.object({
    sender_identity: publicKey,
    message_id: messageId,
    content: v.string(),
    timestamp,
  }),
  /** A message of a conversation was added, or its state changed. */
  message_changed: v.object({ contact_identity: publicKey, message }),
  /** A message is here no more: our person deleted it. */
  message_removed: v.object({ contact_identity: publicKey, message_id: messageId }),
  /** This contact has begun to write to us, or stopped; it ends by itself, too. */
  typing_changed: v.object({ contact_identity: publicKey, typing: v.boolean() }),
  /** First contact, or a session that had to be begun anew. */
  session_established: v.object({ peer_identity: publicKey }),
  /** A contact was added, or anything that `get_contacts` tells of it has changed. */
  contact_changed: v.object({ contact }),
  contact_removed: v.object({ public_key: publicKey }),
  /** Somebody nearby wants to meet people too, and calls themselves so; nobody has verified it. */
  nearby_changed: v.object({ nearby_id: nearbyId, name: v.string() }),
  pairing_changed: v.object({ pairing }),
  status_changed: v.object({ status }),
  /** A backup was restored: all that was told before counts for nothing, and is to be asked anew. */
  profile_restored: v.object({}),
  settings_changed: v.object({ settings }),
  log: logEntry,
} as const;

export type EventName = keyof typeof events;
export type EventPayload<E extends EventName> = v.InferOutput<(typeof events)[E]>;

/** One event with its name: what travels in one line or one frame. */
export type LoomEvent = { [E in EventName]: { event: E; payload: EventPayload<E> } }[EventName];

export const eventNames = Object.keys(events) as EventName[];

export function isEventName(name: string): name is EventName {
  return Object.hasOwn(events, name);
}
