// Every failure that a command can end in: a closed union of codes with their facts, and for each one sentence that
// names the cause and the remedy. Nothing secret and no message text goes into a fact.
import * as v from 'valibot';
import { tokenPlace } from './token-places.ts';

/** The facts that come with each code. */
export interface Faults {
  'token-prefix': object;
  'token-alphabet': { character: string; position: number };
  'token-length': { length: number; expected: number };
  'token-version': { version: number };
  /**
   * One character is wrong or two neighbours are swapped, and one correction alone fits. `found` and `expected` are what
   * stands at `position` (from 1, as in `token-alphabet`) and what belongs there; `place` is its group, like C4. The
   * corrected token, `correction`, counts only once a person has agreed and it is passed anew.
   */
  'token-typo': {
    position: number;
    place: string;
    found: string;
    expected: string;
    correction: string;
  };
  'token-checksum': object;
  'token-key': object;
  'token-signature': object;
  'token-own': object;
  'token-key-reused': object;
  'identity-exists': object;
  'no-identity': object;
  'unknown-contact': object;
  'message-empty': object;
  'message-too-long': { bytes: number; limit: number };
  'message-not-unicode': object;
  'unknown-message': object;
  'outbox-full': { name: string; limit: number };
  'name-empty': object;
  'name-too-long': { length: number; limit: number };
  'name-unprintable': object;
  'bad-address': { address: string };
  'bad-port': { port: number };
  'already-running': { port: number };
  'network-not-running': object;
  'port-taken': { port: number };
  'no-address': { name: string };
  unreachable: { name: string; tried: string };
  'no-answer': { name: string };
  'handshake-failed': { name: string; detail: string };
  'contact-deleted': { name: string };
  'session-changed': { name: string };
  'contact-blocked': { name: string };
  'query-empty': object;
  'pairing-off': object;
  'pairing-no-discovery': { reason: string };
  'pairing-unnamed': object;
  'pairing-busy': object;
  'pairing-nothing-to-compare': object;
  'pairing-changed': object;
  'unknown-nearby': object;
  'pairing-peer-busy': { name: string };
  'pairing-different': { name: string };
  'pairing-refused': { name: string };
  'pairing-forged': { name: string };
  'pairing-too-late': { name: string };
  'pairing-broken-off': { name: string };
  'pairing-window-ended': object;
  'bad-request': { detail: string };
  'bad-arguments': { detail: string };
  'unknown-command': { command: string };
  'engine-running': { profile: string };
  'engine-not-running': { profile: string };
  'engine-unresponsive': object;
  'engine-stopped': object;
  'database-corrupt': { path: string };
  'database-newer': { path: string; version: number; supported: number };
  'database-key-missing': { path: string };
  'database-key-damaged': { path: string; bytes: number };
  'database-full': object;
  'database-failed': { detail: string };
  'backup-exists': { path: string };
  'backup-place': { path: string };
  'backup-missing': { path: string };
  /** Without a path: what was handed over. */
  'backup-unusable': { path?: string };
  'backup-needs-passphrase': object;
  'upload-gone': object;
  'upload-too-large': { bytes: number; limit: number };
  'profile-occupied': { profile: string };
  'folder-read-only': { path: string };
  locked: object;
  'lock-needs-passphrase': object;
  'passphrase-wrong': object;
  'passphrase-too-short': { least: number };
  'keychain-unavailable': { detail: string };
  'wipe-unconfirmed': { profile: string };
  internal: { detail: string };
}

export type FaultCode = keyof Faults;

/** A character of a token as people look for it. */
function whereIn(position: number): string {
  const { name, within } = tokenPlace(position);
  return `in group ${name}, character ${within}`;
}

type Sentences = { readonly [C in FaultCode]: (facts: Faults[C]) => string };

const sentences: Sentences = {
  'token-prefix': () =>
    'This is not a Loom token: a token begins with LOOM-. Copy the whole token and try again.',
  'token-alphabet': ({ character, position }) =>
    `“${character}”, ${whereIn(position)}, is none that a token uses (A to Z and 2 to 7). Compare it with the original.`,
  'token-length': ({ length, expected }) =>
    `The token has ${length} characters after LOOM-, and ${expected} are needed. Copy the whole token and try again.`,
  'token-version': ({ version }) =>
    version < 2
      ? 'This token is of the old, unsigned version and can’t be trusted. Ask for a new one, made with a current Loom.'
      : `This token is of version ${version}, which this Loom does not know. Update Loom and try again.`,
  'token-typo': ({ position, found, expected }) =>
    `The token has one mistake: ${whereIn(position)}, “${found}” should be “${expected}”. Compare it with the original; if that is right, use the corrected token.`,
  'token-checksum': () =>
    'The token’s checksum does not fit: more than one character is wrong. Compare it with the original.',
  'token-key': () =>
    'The token holds a key that no real identity can have. Don’t use it; ask for a new token.',
  'token-signature': () =>
    'The token’s signature is not genuine. Don’t use it; ask the person for the token again.',
  'token-own': () => 'This is your own token. Give it to the other person, and add theirs here.',
  'token-key-reused': () =>
    'Another contact already holds a key of this token, so one of the two is false. Ask the person in some other way.',
  'identity-exists': () =>
    'This profile already has an identity. To make another person, use another profile.',
  'no-identity': () => 'This profile has no identity yet. Make one first.',
  'unknown-contact': () => 'There is no such contact in this profile. Add the person’s token first.',
  'message-empty': () => 'The message is empty. Write something first.',
  'message-too-long': ({ bytes, limit }) =>
    `The message is ${bytes} bytes long, and ${limit} is the most. Send it in parts.`,
  'message-not-unicode': () => 'The text is not valid Unicode (UTF-8). Convert it and try again.',
  'outbox-full': ({ name, limit }) =>
    `${limit} messages wait for ${name} already, and no more can. Write again once some of them have arrived.`,
  'unknown-message': () => 'There is no such message in this conversation. List the messages again.',
  'name-empty': () => 'The name is empty. Enter a name.',
  'name-too-long': ({ length, limit }) =>
    `The name is ${length} characters long, and ${limit} is the most. Choose a shorter one.`,
  'name-unprintable': () =>
    'The name holds control characters or characters that turn the writing direction. Leave them out.',
  'bad-address': ({ address }) =>
    `“${address}” is neither an IP address nor a host’s name that this network knows. Write it like 192.168.1.20, fe80::1%eth0 or ines.local.`,
  'bad-port': ({ port }) => `${port} is not a port. A port is a whole number from 1 to 65535.`,
  'already-running': ({ port }) =>
    `The network is already running, on port ${port}. There is nothing to start.`,
  'network-not-running': () => 'The network is not running yet. Start it first (start_network).',
  'port-taken': ({ port }) => `Port ${port} is taken by another program. Choose another one with --port.`,
  'no-address': ({ name }) =>
    `Loom knows no address of ${name} yet. Make sure both are on the same network, or give an address by hand.`,
  unreachable: ({ name, tried }) =>
    `${name} could not be reached at ${tried}. See that Loom runs there and that no firewall is in between.`,
  'no-answer': ({ name }) =>
    `${name} did not answer. The other side has to add your token too; then it goes on by itself.`,
  'handshake-failed': ({ name, detail }) =>
    `The handshake with ${name} failed (${detail}). Loom tries again by itself.`,
  'session-changed': ({ name }) =>
    `Another session with ${name} has begun since. Compare the safety number once more, then accept.`,
  'contact-deleted': ({ name }) => `${name} was deleted meanwhile. Add the token again to go on.`,
  'contact-blocked': ({ name }) => `You have blocked ${name}. Unblock ${name} first.`,
  'query-empty': () => 'There is nothing to search for. Type a word or its beginning.',
  'pairing-off': () => 'This device is not visible to people nearby. Make it visible first (open_pairing).',
  'pairing-no-discovery': ({ reason }) =>
    `People nearby can’t be looked for: ${reason.replace(/\.$/, '')}. Exchange tokens by hand instead.`,
  'pairing-unnamed': () => 'You have no name yet that people nearby could see. Give yourself one first.',
  'pairing-busy': () => 'A comparison with somebody else is under way. Finish it first.',
  'pairing-nothing-to-compare': () => 'There is nothing to compare with this person now. Begin first.',
  'pairing-changed': () =>
    'What you answered is not what is to be compared now, so nothing was confirmed. Compare again, symbol by symbol.',
  'unknown-nearby': () => 'This person is not nearby any more. See that both are visible, and look again.',
  'pairing-peer-busy': ({ name }) =>
    `${name} is comparing with somebody else, or has to begin too after a failed try. Try again in a moment.`,
  'pairing-different': ({ name }) =>
    `You said that the symbols were not the same. Somebody may stand between you and ${name}: try again, or exchange tokens by hand.`,
  'pairing-refused': ({ name }) =>
    `${name} said that the symbols were not the same. Somebody may stand between you: try again, or exchange tokens by hand.`,
  'pairing-forged': ({ name }) =>
    `What came from ${name} was not genuine, so nothing was kept. Try again, or exchange tokens by hand.`,
  'pairing-too-late': ({ name }) => `The comparison with ${name} took too long. Try again, both at once.`,
  'pairing-broken-off': ({ name }) =>
    `The connection to ${name} ended before both had confirmed. See that both are visible, and try again.`,
  'pairing-window-ended': () => 'Your device was no longer visible before both had confirmed. Try again.',
  'bad-request': ({ detail }) =>
    `This is no request that Loom understands: ${detail}. Send one JSON-RPC 2.0 object at a time.`,
  'bad-arguments': ({ detail }) => `The arguments don’t fit the command: ${detail}.`,
  'unknown-command': ({ command }) =>
    `There is no command “${command}”. See loom --help for those there are.`,
  'engine-running': ({ profile }) =>
    `Loom is already running for the profile “${profile}”. Use that one, or stop it first.`,
  'engine-not-running': ({ profile }) => `Loom is not running for the profile “${profile}”. Start it first.`,
  'engine-unresponsive': () =>
    'Loom runs for this profile, but does not answer. Wait a moment and try again; if it stays so, end its process and start Loom again.',
  'engine-stopped': () => 'Loom was stopped before it could answer. Start it again and repeat.',
  'database-corrupt': ({ path }) =>
    `The database ${path} is damaged or its key does not fit. Nothing was changed; restore a backup, or move the file away to begin anew.`,
  'database-newer': ({ path, version, supported }) =>
    `The database ${path} was written by a newer Loom (version ${version}; this one knows ${supported}). Update Loom.`,
  'database-key-missing': ({ path }) =>
    `The key file ${path} is missing, so the database can’t be opened. Put it back; without it the data is lost.`,
  'database-key-damaged': ({ path, bytes }) =>
    `The key file ${path} is damaged (${bytes} bytes). Put a copy back; without it the data is lost.`,
  'database-full': () => 'The disk is full, so nothing could be stored. Free some space and try again.',
  'database-failed': ({ detail }) =>
    `The database can’t be read or written (${detail}), so nothing was changed. Check the disk; if it stays so, restore a backup.`,
  'backup-exists': ({ path }) =>
    `There is something at ${path} already, and a backup overwrites nothing. Choose another name.`,
  'backup-place': ({ path }) =>
    `No backup can be written to ${path}. Choose a folder that is there and writable.`,
  'backup-missing': ({ path }) => `There is no backup at ${path} that can be read. Look for the right file.`,
  'backup-unusable': ({ path }) =>
    `${path ?? 'This file'} is no backup of an identity, is damaged, or needs another key. Nothing was changed; take another copy of it, or name the key file that belongs to it, with --key.`,
  'backup-needs-passphrase': () => 'This backup is closed with a passphrase. Enter it.',
  'upload-gone': () =>
    'What was handed over of the file is gone, because it took too long or another was begun. Choose the file again.',
  'upload-too-large': ({ bytes, limit }) =>
    `The file has ${bytes} bytes, and there is room for ${limit}. Free some space, or restore it with loom restore.`,
  'profile-occupied': ({ profile }) =>
    `The profile “${profile}” is in use already, and nothing was changed. Restore into another profile, or with --replace, which keeps the old one beside.`,
  'folder-read-only': ({ path }) =>
    `Loom can’t write to ${path}. Make it writable, or set LOOM_HOME to another folder.`,
  locked: () => 'Loom is locked. Unlock it with your passphrase.',
  'lock-needs-passphrase': () =>
    'This profile has no passphrase, so there is nothing to unlock it with. Set a passphrase first.',
  'passphrase-wrong': () =>
    'The passphrase does not fit. Look at Caps Lock and the keyboard’s language, and enter it again.',
  'passphrase-too-short': ({ least }) =>
    `The passphrase is too short: ${least} characters are the least. Choose a longer one, such as several words.`,
  'keychain-unavailable': ({ detail }) =>
    `The system’s keychain can’t be used (${detail}). Log in to the desktop or unlock its keychain and try again, or choose a passphrase.`,
  'wipe-unconfirmed': ({ profile }) =>
    `Nothing was erased. To erase the profile for good, confirm with its name, “${profile}”.`,
  internal: ({ detail }) => `Something went wrong inside Loom (${detail}). Please report it.`,
};

/** A failure as it travels: `{code, message}` and its facts. */
export type Fault = { [C in FaultCode]: { code: C; message: string } & Faults[C] }[FaultCode];

/** A fault among other facts of a model: with it an interface can say `reason` in its own language. */
export const fault = v.custom<Fault>(
  (value) => typeof value === 'object' && value !== null && 'code' in value && isFaultCode(value.code),
  'must be a fault',
);

export function faultSentence<C extends FaultCode>(code: C, facts: Faults[C]): string {
  return sentences[code](facts);
}

export function isFaultCode(code: unknown): code is FaultCode {
  return typeof code === 'string' && Object.hasOwn(sentences, code);
}

/** Thrown by commands: an expected failure, not a bug. */
export class LoomError<C extends FaultCode = FaultCode> extends Error {
  override readonly name = 'LoomError';
  readonly code: C;
  readonly facts: Faults[C];

  constructor(code: C, facts: Faults[C]) {
    super(faultSentence(code, facts));
    this.code = code;
    this.facts = facts;
  }

  /** The wire form. */
  toFault(): Fault {
    return { code: this.code, message: this.message, ...this.facts } as unknown as Fault;
  }
}

/** Tells an expected failure from a bug. */
export function isLoomError(error: unknown): error is LoomError {
  return error instanceof LoomError;
}
