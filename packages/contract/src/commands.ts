// Every command of the engine: its arguments and its result. The daemon, the command line and the window derive from
// this one map; a handler that is missing does not compile.
import * as v from 'valibot';
import { keyChoice, keyChoices } from './custody.ts';
import { backupContents, backupSource, passphrase, restoreOrder, uploadChunk, uploadId } from './backup.ts';
import { diagnosis } from './doctor.ts';
import { maxLogEntries, recentLog } from './log.ts';
import {
  contact,
  manualAddress,
  message,
  messageHit,
  peer,
  sessionId,
  safetyNumber,
  status,
} from './models.ts';
import { nearbyId, pairing, pairingDigits } from './pairing.ts';
import { messageId, publicKey, publicKeyInput, timestamp } from './scalars.ts';
import { settings, settingsPatch } from './settings.ts';

const nothing = v.strictObject({});
const contactOnly = v.strictObject({ contact_pub_key: publicKeyInput });
const oneMessage = v.strictObject({ contact_pub_key: publicKeyInput, message_id: messageId });
const token = v.string();

/** The most messages that one `get_messages` returns. */
export const maxMessagesPage = 1000;
/** The most hits that one `search_messages` returns. */
export const maxHitsPage = 200;

const atMost = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));

export const commands = {
  has_identity: { args: nothing, result: v.boolean() },
  generate_new_identity: { args: v.strictObject({ name: v.optional(v.string()) }), result: token },
  get_my_token: { args: nothing, result: token },
  set_display_name: { args: v.strictObject({ name: v.string() }), result: v.null() },
  get_status: { args: nothing, result: status },
  parse_token: {
    args: v.strictObject({ token_str: v.string() }),
    result: v.object({ identity_key: publicKey, dh_key: publicKey, version: v.number() }),
  },
  add_contact_token: {
    args: v.strictObject({ token_str: v.string(), display_name: v.string() }),
    result: contact,
  },
  get_contacts: { args: nothing, result: v.array(contact) },
  rename_contact: {
    args: v.strictObject({ contact_pub_key: publicKeyInput, display_name: v.string() }),
    result: v.null(),
  },
  /** What both people compare to know that nobody stands between them; the same on both sides. */
  get_safety_number: { args: contactOnly, result: safetyNumber },
  /** The person has compared the safety number with the contact, or takes that back. */
  mark_verified: {
    args: v.strictObject({ contact_pub_key: publicKeyInput, verified: v.optional(v.boolean(), true) }),
    result: v.null(),
  },
  /** Lets out what was held because a verified contact began a new session. */
  accept_new_session: {
    args: v.strictObject({
      contact_pub_key: publicKeyInput,
      /** The one that the person was shown; where another has come since, nothing is accepted. */
      session_id: v.optional(sessionId),
    }),
    result: v.null(),
  },
  /** Nothing passes to or from a blocked contact, and no link is made; what was said before stays. */
  block_contact: {
    args: v.strictObject({ contact_pub_key: publicKeyInput, blocked: v.optional(v.boolean(), true) }),
    result: v.null(),
  },
  /**
   * A copy of all that is stored; `path` is absolute, and nothing is there yet. With a passphrase it opens with that alone,
   * anywhere; without, with this profile's key. `bytes` is its size.
   */
  create_backup: {
    args: v.strictObject({ path: v.string(), passphrase: v.optional(passphrase) }),
    result: v.object({ path: v.string(), bytes: v.number() }),
  },
  /** A place for a backup where nothing is yet: among the person's documents, under their name and the day's date. */
  suggest_backup_path: { args: nothing, result: v.object({ path: v.string() }) },
  /** Reads all of a backup, as restoring would, and changes nothing. */
  verify_backup: { args: backupSource, result: backupContents },
  /** Makes the profile what it was when the backup was made. Where it is somebody's already, only with `replace`. */
  restore_backup: {
    args: restoreOrder,
    /** Where what was there before is kept; null where there was nothing. */
    result: v.object({ kept_aside: v.nullable(v.string()) }),
  },
  /** Begins to hand a file over; one that was begun before is given up. `bytes` is its size. */
  begin_restore_upload: {
    args: v.strictObject({ bytes: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
    result: v.object({ upload_id: uploadId }),
  },
  /** The next piece, in base64. What was handed over is gone when it was restored, when the client leaves, or after a while. */
  restore_upload_chunk: { args: uploadChunk, result: v.null() },
  delete_contact: { args: contactOnly, result: v.null() },
  start_network: { args: nothing, result: v.null() },
  get_network_port: { args: nothing, result: v.number() },
  get_peers: { args: nothing, result: v.array(peer) },
  inject_peer_address: {
    args: v.strictObject({ peer_pub_key: publicKeyInput, ip: v.string(), port: v.number() }),
    result: v.null(),
  },
  get_manual_addresses: { args: nothing, result: v.array(manualAddress) },
  /** Forgets an address of a contact; a link that is up stays. */
  remove_peer_address: {
    args: v.strictObject({ peer_pub_key: publicKeyInput, ip: v.string(), port: v.number() }),
    result: v.null(),
  },
  /** Knocks at the doors of the local network, a /24 at most of each card: for networks that carry no multicast. */
  search_network: {
    args: nothing,
    result: v.object({
      /** Hosts that were asked. */
      probed: v.number(),
      /** Doors on Loom's ports that opened. */
      open: v.number(),
      /** Contacts that were absent before, and are connected now. */
      found: v.number(),
    }),
  },
  /** Looks at the network for some seconds and says what is right and wrong with it, and what to do. */
  run_doctor: { args: nothing, result: diagnosis },
  initiate_chat_handshake: { args: contactOnly, result: v.null() },
  send_message: {
    args: v.strictObject({ contact_pub_key: publicKeyInput, content: v.string() }),
    result: messageId,
  },
  get_messages: {
    args: v.strictObject({
      contact_pub_key: publicKeyInput,
      /** At most one of the four; without any, the newest. Only messages before this one. */
      before: v.optional(messageId),
      /** Only messages after this one, the oldest of them. */
      after: v.optional(messageId),
      /** This one, and as many before it as after it. */
      around: v.optional(messageId),
      /** The first one that was written then or later, and those after it; 0 is the beginning of the conversation. */
      since: v.optional(timestamp),
      limit: v.optional(atMost(maxMessagesPage), 100),
    }),
    /** Oldest first. */
    result: v.array(message),
  },
  /**
   * Finds text messages that hold every word of the query, each as the beginning of a word, whatever its case and accents;
   * newest first.
   */
  search_messages: {
    args: v.strictObject({
      query: v.string(),
      /** Only in this conversation; otherwise in all. */
      contact_pub_key: v.optional(publicKeyInput),
      /** Only hits that are older than this one, for the next page. */
      before: v.optional(messageId),
      limit: v.optional(atMost(maxHitsPage), 50),
    }),
    result: v.array(messageHit),
  },
  /** Deletes one message here, and only here; one that waits is withdrawn. */
  delete_message: { args: oneMessage, result: v.null() },
  /** Tries at once to bring a message that waits, or has failed, on its way. */
  retry_message: { args: oneMessage, result: v.null() },
  /** Makes this device visible to people nearby for five minutes; where it is already, nothing changes. */
  open_pairing: { args: nothing, result: pairing },
  close_pairing: { args: nothing, result: v.null() },
  get_pairing: { args: nothing, result: pairing },
  /** Begins a comparison with somebody nearby; the other person sees it at once. */
  start_pairing: { args: v.strictObject({ nearby_id: nearbyId }), result: v.null() },
  /**
   * What our person says of the comparison whose digits these are: another one that has taken its place meanwhile is not
   * answered by it. The contact comes once both have said that it is the same.
   */
  confirm_pairing: {
    args: v.strictObject({ nearby_id: nearbyId, digits: pairingDigits, same: v.boolean() }),
    result: v.null(),
  },
  /** All that has come from this contact so far has been seen by the person. */
  mark_read: { args: contactOnly, result: v.null() },
  /**
   * The person is writing to this contact, or has stopped; said again as long as they write, as often as is convenient. It passes
   * only where there is a link, and only if the settings let it.
   */
  set_typing: {
    args: v.strictObject({ contact_pub_key: publicKeyInput, typing: v.boolean() }),
    result: v.null(),
  },
  /** What was logged lately, while this engine's host runs. */
  get_log: { args: v.strictObject({ limit: v.optional(atMost(maxLogEntries), 200) }), result: recentLog },
  get_settings: { args: nothing, result: settings },
  set_settings: { args: settingsPatch, result: settings },
  /** Ends the network, closes the database and forgets its key, until `unlock`. */
  lock: { args: nothing, result: v.null() },
  /** Where nothing is locked, nothing changes. */
  unlock: { args: v.strictObject({ passphrase: v.string() }), result: v.null() },
  get_key_choices: { args: nothing, result: keyChoices },
  /** Keeps the key elsewhere from now on; a new one, so that copies of the old open nothing of what is here then. */
  set_key_custody: {
    args: v.strictObject({
      kind: keyChoice,
      /** The new one, for `passphrase`. */
      passphrase: v.optional(v.string()),
      /** Needed where a passphrase protects the key now. */
      current_passphrase: v.optional(v.string()),
    }),
    result: v.null(),
  },
  /** The person is at a window: keeps the lock by `lock_after_minutes` off. */
  note_activity: { args: nothing, result: v.null() },
  /**
   * Erases the profile, its key first: identity, contacts and messages are gone for good, and it is as new.
   */
  wipe_profile: {
    /** The profile's name. */
    args: v.strictObject({ confirm: v.string() }),
    result: v.null(),
  },
} as const;

export type CommandName = keyof typeof commands;
/** What a caller passes. */
export type CommandInput<C extends CommandName> = v.InferInput<(typeof commands)[C]['args']>;
/** What a handler gets, after the schema has checked and converted it. */
export type CommandArgs<C extends CommandName> = v.InferOutput<(typeof commands)[C]['args']>;
export type CommandResult<C extends CommandName> = v.InferOutput<(typeof commands)[C]['result']>;

export type Handlers = {
  readonly [C in CommandName]: (args: CommandArgs<C>) => CommandResult<C> | Promise<CommandResult<C>>;
};

/** Answered by whoever hosts the engine: they are also there while no engine is, or while it is exchanged for another. */
export const hostCommands = [
  'lock',
  'unlock',
  'get_key_choices',
  'set_key_custody',
  'note_activity',
  'wipe_profile',
  'get_log',
  'suggest_backup_path',
  'verify_backup',
  'restore_backup',
  'begin_restore_upload',
  'restore_upload_chunk',
] as const satisfies readonly CommandName[];

export type HostHandlers = Pick<Handlers, (typeof hostCommands)[number]>;
export type EngineHandlers = Omit<Handlers, (typeof hostCommands)[number]>;

export const commandNames = Object.keys(commands) as CommandName[];

export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}
