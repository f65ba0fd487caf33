// Contacts, messages and states in words for a terminal. Everything that a peer or a person wrote is made harmless here.
import {
  keyHex,
  type Contact,
  type ContactState,
  type Message,
  type MessageState,
  type Status,
} from '@loom/contract';
import { neutraliseLine, neutraliseText } from '@loom/ui/text/neutralise';

const contactStates: Readonly<Record<ContactState, string>> = {
  secured: 'Secured',
  connecting: 'Connecting',
  offline: 'Offline',
  new: 'Not connected yet',
};

const messageStates: Readonly<Record<MessageState, string>> = {
  waiting: 'waiting',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  failed: 'failed',
  received: 'received',
};

const excerptLength = 30;

export function nameOf(contact: Contact): string {
  return neutraliseLine(contact.display_name);
}

/** `Secured`, or `Offline, 3 messages wait: no route` */
export function stateOf({ state, verified, blocked, held, waiting, reason }: Contact): string {
  const queue = waiting === 0 ? '' : `, ${waiting} ${waiting === 1 ? 'message waits' : 'messages wait'}`;
  // While a link is being made, the reason tells of the attempt before.
  if (blocked) return `Blocked${verified ? ', verified' : ''}${queue}`;
  const isDown = state === 'offline' || state === 'new';
  const why = isDown && reason !== undefined ? `: ${neutraliseLine(reason)}` : '';
  const checked = verified ? ', verified' : '';
  const session = held ? ', new session not accepted yet' : '';
  return `${contactStates[state]}${checked}${session}${queue}${why}`;
}

export function contactLine(contact: Contact): string {
  const unread = contact.unread === 0 ? '' : `, ${contact.unread} unread`;
  return `${keyHex(contact.public_key).slice(0, 8)}  ${nameOf(contact)}  ${stateOf(contact)}${unread}`;
}

/** The first line with time and sender, the others set in, so that no text can pass for a line of Loom's own. */
export function messageLines(message: Message, contact: Contact): string[] {
  const [first = '', ...others] = contentOf(message).split('\n');
  const own = message.state !== 'received';
  const sender = message.kind === 'notice' ? 'Loom' : own ? 'Me' : nameOf(contact);
  const state = own && message.kind !== 'notice' ? `  [${messageStateOf(message)}]` : '';
  return [
    `${timeOf(message.timestamp)}  ${sender}: ${first}${state}`,
    ...others.map((line) => `    ${line}`),
  ];
}

function contentOf({ kind, content }: Message): string {
  return kind === 'unknown' ? '(a kind of message that only a newer Loom can show)' : neutraliseText(content);
}

/** `  “the beginning of it” delivered` */
export function stateLine(message: Message): string {
  const text = neutraliseLine(contentOf(message));
  const excerpt = text.length > excerptLength ? `${text.slice(0, excerptLength).toWellFormed()}…` : text;
  return `  “${excerpt}” ${messageStateOf(message)}`;
}

/** `delivered`, or `waiting: not in reach` */
function messageStateOf({ state, reason }: Message): string {
  return `${messageStates[state]}${reason === undefined ? '' : `: ${neutraliseLine(reason)}`}`;
}

/** Local time to the minute. */
export function timeOf(timestamp: number): string {
  const time = new Date(timestamp);
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${clockTime(timestamp)}`;
}

/** Local time of the day, to the minute. */
export function clockTime(timestamp: number): string {
  const time = new Date(timestamp);
  return `${two(time.getHours())}:${two(time.getMinutes())}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Where the key of a profile is. */
export const keyPlaces: { readonly [C in Status['key_custody']]: string } = {
  'key-file': 'in a file that only you can read',
  keychain: 'in the system’s keychain',
  passphrase: 'closed with your passphrase',
  memory: 'in memory only',
};
