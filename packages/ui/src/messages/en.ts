// Every word that the window itself says, in English. What the engine says (reasons, faults) arrives in words already.
import { findingSentences, type Fault, type Finding, type FindingCode } from '@loom/contract';
import { log } from './en-log.ts';
import { network } from './en-network.ts';
import { settings } from './en-settings.ts';
import { enBackup } from './en-backup.ts';
import { enCodes } from './en-codes.ts';
import { commands, keys } from './en-commands.ts';
import { details } from './en-details.ts';
import { talk } from './en-talk.ts';
import { effects } from './en-effects.ts';
import { list } from './en-list.ts';
import { notifications } from './en-notifications.ts';
import { enLock } from './en-lock.ts';

const messages = (count: number): string => (count === 1 ? '1 message' : `${count} messages`);

export const en = {
  locale: 'en',
  app: 'Loom',
  /** What an engine's fault says: in English its own sentence. */
  fault: (fault: Fault): string => fault.message,
  /** What the doctor found, and what to do. */
  finding: ({ code, ...facts }: Finding): { saw: string; remedy?: string } =>
    findingSentences<FindingCode>(code, facts),
  /** A notice of Loom's own, from the words in which it is stored. */
  noticeText: (text: string): string => text,
  titleUnread: (count: number): string => `(${count}) Loom`,

  connection: {
    lost: 'Loom is not answering. Trying again… If it was ended, start it again and use the window that it opens.',
    callLost:
      'Loom did not answer: the connection to it is lost. It is being made again; then try once more.',
    engineGone: 'Loom’s engine stopped unexpectedly. It is being started again…',
    engineBack:
      'Loom’s engine stopped unexpectedly and was started again. All that was stored is here; messages that wait are sent by themselves.',
    dismiss: 'Dismiss',
    loading: 'Opening…',
    tryAgain: 'Try again',
    refusedTitle: 'This window is not connected',
    refusedLead: 'Each window of Loom is opened by Loom itself, with a key that works once. Start it again:',
    refusedCommands: ['npm start', 'loom start'],
    refusedOr: 'or',
    refusedAfter: 'It opens a new window. This one can be closed.',
  },

  onboarding: {
    nameTitle: ['Talk to people', 'on your network.'],
    nameLead:
      'No server, no account, no internet. What you write goes straight to the other device, encrypted.',
    nameLabel: 'Your name',
    nameHint: 'Stays on this device, until you meet someone nearby.',
    nameExample: 'What others call you',
    make: 'Make my identity',
    making: 'Making it…',
    cardTitle: 'Make your identity',
    cardText:
      'Loom makes your keys on this device. The secret ones never leave it; your token carries the public ones.',
    tokenTitle: (name: string): readonly string[] => ['This is you,', `${name}.`],
    tokenLead:
      'Give this token to people you want to talk with: read it aloud, paste it, or let a phone see the code.',
    steps: 'Steps',
    stepName: 'Your name',
    stepNameOpen: 'Only people you meet nearby see it',
    stepToken: 'Your token',
    stepTokenText: 'Carries your public keys, no secret',
    stepPeople: 'Your people',
    stepPeopleText: 'Add the first one',
    stepDone: 'done',
    tokenAlwaysThere: 'Always at hand under My Device.',
    goOn: 'Find your people',
  },

  token: {
    title: 'Your token',
    text: 'Signed and checksummed: a slip of the tongue is caught before it does harm.',
    prefix: 'LOOM-',
    groups: '36 groups of six',
    code: 'QR code of your token',
    copy: 'Copy token',
    copied: 'Copied. Paste it where you write to them.',
    copyFailed: 'The browser refused to copy. Select the groups and copy them by hand.',
    savePicture: 'Save picture',
    pictureName: 'loom-token.png',
    cloth: 'Token in 36 groups of six',
  },

  device: {
    title: 'My Device',
    port: (port: number): string => `Port: ${port}`,
    networkOff: 'network is off',
    unknown: 'no answer',
    discoveryOff: 'Others are not looked for, and can’t find this device: discovery is switched off.',
    showToken: 'Show my token',
    settings: 'Settings',
    discoveryFailed: 'Others can’t find this device by themselves.',
    close: 'Close',
    addresses: 'Reachable at',
    name: 'Name',
    portLabel: 'Port',
    version: 'Version',
    profile: 'Profile',
  },

  sidebar: {
    label: 'Contacts and conversations',
    conversations: 'Conversations',
    none: 'Conversations will hang here, newest on top.',
    add: 'Add new contact',
    you: 'You: ',
    waiting: (count: number): string => `${count} ${count === 1 ? 'waits' : 'wait'}`,
    unread: (count: number): string => (count === 1 ? '1 unread message' : `${count} unread messages`),
    verified: 'verified',
    newContact: 'Added, not connected yet',
    noMessages: 'No messages yet',
    yesterday: 'Yesterday',
  },

  nearby: {
    title: 'Nearby',
    none: 'Nobody in reach yet',
    noneHelp: 'Start Loom on their device, in this network. Whoever you have added shows up by themselves.',
    noneHelpAlone:
      'Nobody is looked for. Give addresses by hand: with the token, or later by Set address in a conversation.',
    unknown: 'Not known now',
    unknownHelp: 'Loom is not answering, so nobody can say who is in reach.',
    count: (count: number): string => (count === 1 ? '1 contact in reach' : `${count} contacts in reach`),
    connected: 'connected',
    heard: 'in reach',
    meet: 'Meet',
  },

  pairing: {
    title: 'Meet someone nearby',
    lead: 'For two people side by side: no token, nothing to type. Choose them here, or let them choose you, and compare what both screens show.',
    people: 'People nearby',
    looking: 'Looking around. They open this on their device, too.',
    nobody: 'Nobody can see this device now, and it looks for nobody.',
    visible: 'People nearby can see your name.',
    theyToo: 'They have to open this, too.',
    afterBoth: 'Your keys cross only after both of you confirm.',
    hidden: (failedTries: number): string =>
      failedTries >= 3
        ? 'Three comparisons came to nothing, so this device is no longer visible.'
        : 'This device is no longer visible.',
    timeLeft: 'Visible for another',
    again: 'Be visible again',
    unverified: 'calls themselves so; not verified',
    reaching: 'Reaching their device…',
    verified: 'Verified contact',
    compare: 'Compare',
    tryAgain: 'Try again',
    tryAgainWith: (name: string): string => `Try again with ${name}`,
    compareWith: (name: string): string => `Compare with ${name}`,
    open: 'Open',
    openWith: (name: string): string => `Open conversation with ${name}`,
    met: (name: string): string => `${name} is your contact now, verified.`,
    compareTitle: 'Do both screens show the same?',
    compareLead: (name: string): string =>
      `Somebody who calls themselves ${name} is comparing with you. Read yours to each other.`,
    symbols: 'Symbols to compare',
    digits: 'Digits to compare:',
    different: 'Not the same',
    same: 'They are the same',
    waiting: (name: string): string => `You have confirmed. Waiting for ${name} to confirm, too…`,
  },

  presence: {
    secured: 'Connected',
    connecting: 'Connecting',
    offline: 'Offline',
    new: 'Not connected yet',
    unknown: 'Not known now',
  },

  add: {
    title: 'Add a contact',
    name: 'Display name',
    nameExample: 'As you know them',
    token: 'Token',
    tokenCount: (count: number, total: number): string => `${count} of ${total} characters`,
    tokenExample: 'Paste it here, or type it group by group',
    address: 'Address (optional)',
    addressHint: 'only if not found by itself',
    addressExample: '192.168.1.20:47113, or a port',
    addressFault: 'Write an IP address, with :port where it is not 47113, or only a port for this device.',
    genuine: 'The token is whole and its signature is genuine.',
    characterAt: (place: string): string => `Look at group ${place}. `,
    typo: (within: number, found: string, expected: string): string =>
      found.length === 1
        ? `Its character ${within} is “${found}”, and only “${expected}” makes the token genuine. Compare with the original.`
        : `From its character ${within} on, “${found}” is swapped: only “${expected}” makes the token genuine. Compare with the original.`,
    correct: (expected: string): string => `Change to ${expected}`,
    theyToo: 'They have to add your token too.',
    theyTooNamed: (name: string): string => `${name} has to add your token too.`,
    sideBySide: 'Are they beside you? ',
    meetInstead: 'Meet someone nearby instead',
    cancel: 'Cancel',
    add: 'Add',
    adding: 'Adding…',
    addedWithoutAddress: (fault: string): string => `The contact was added, but not the address: ${fault}`,
  },

  backup: enBackup,
  codes: enCodes,
  lock: enLock,

  conversation: {
    region: (name: string): string => `Conversation with ${name}`,
    back: 'Back to conversations',
    options: 'Contact options',
    safety: 'Safety number',
    heldWhy: (name: string): string =>
      `A new session with ${name} began, although you had verified them. That happens after a new installation or a restored backup; it would also happen if somebody had taken their keys. Ask ${name} in person or by voice. Until you accept it, what you write waits here.`,
    compareFirst: 'Compare first',
    accept: 'Accept new session',
    rename: 'Rename',
    setAddress: 'Set address',
    search: 'Search in conversation',
    block: 'Block contact',
    unblock: 'Unblock contact',
    blocked: 'Blocked',
    blockedHelp: (name: string): string =>
      `You have blocked ${name}: nothing passes either way, and to them you are not there. What they write waits with them.`,
    delete: 'Delete contact',
    secured: 'Secured',
    verified: 'verified',
    notCompared: 'not compared yet',
    newSession: 'new session, not accepted yet',
    connecting: 'Connecting…',
    offline: 'Offline',
    offlineWaiting: (count: number): string =>
      `Offline - ${messages(count)} ${count === 1 ? 'waits' : 'wait'}`,
    new: 'Not connected yet',
    unknown: 'Loom is not answering',
    unknownHelp:
      'Loom is not answering, so the state of this link is not known. No handshake can be made now.',
    handshake: 'Initiate handshake',
    handshaking: (name: string): string => `Reaching out to ${name}…`,
    newHelp: (name: string): string =>
      `Once ${name} has added your token as well, this becomes Secured by itself.`,
    offlineHelp: (name: string): string =>
      `${name} is out of reach. What you write is kept and sent as soon as they are back.`,
    chooseTitle: 'Pick up a thread',
    chooseText: 'Choose a conversation on the left.',
  },

  empty: {
    title: 'The loom is strung',
    text: 'It takes a second thread to weave. Add someone whose token you have.',
    add: 'Add by token',
    theyNeed: 'They need yours as well: ',
    showToken: 'show my token',
  },

  talk,

  notifications,

  messages: {
    list: (name: string): string => `Messages with ${name}`,
    none: (name: string): string => `Nothing written yet. Say hello to ${name}.`,
    loadFailed: 'The messages could not be loaded.',
    today: 'Today',
    yesterday: 'Yesterday',
    newest: 'Jump to the newest message',
    you: 'You',
    waits: (name: string): string => `Kept on this device until ${name} has it.`,
    notice: 'Loom',
    unknown: 'A kind of message that only a newer Loom can show. Update Loom to read it.',
    states: {
      waiting: 'Waiting',
      sent: 'Sent',
      delivered: 'Delivered',
      read: 'Read',
      failed: 'Not sent',
      received: '',
    },
    announce: (name: string, text: string): string => `${name}: ${text}`,
  },

  effects,
  list,

  composer: {
    label: 'Message',
    example: (name: string): string => `Message ${name}`,
    send: 'Send',
    notNow: 'Loom is not answering, so nothing can be sent now. What you write stays in this window.',
    help: 'Enter sends, Shift and Enter begin a new line.',
  },

  actions: {
    label: 'Message options',
    copy: 'Copy text',
    copied: 'Copied.',
    copyFailed: 'The system refused to copy. Select the text and copy it by hand.',
    retry: 'Try now',
    remove: 'Delete for me',
    title: 'Delete this message?',
    waiting: 'It has not arrived yet, and will not be sent.',
    ofOurs: 'It is erased from this device. What has arrived over there stays there.',
    ofTheirs: 'It is erased from this device, and does not come back. The other person keeps it.',
    keep: 'Keep',
    confirm: 'Delete for me',
  },

  link: {
    title: 'Open this link?',
    outside: 'It opens outside Loom. Whoever runs that site sees that you came.',
    userInfo:
      'Something stands before the name of the site that may look like another site. It leads to the one above.',
    foreignLetters:
      'The name of the site is written in letters that can look like others. Its real name is the one above.',
    unencrypted: 'The connection to this site is not encrypted.',
    cancel: 'Cancel',
    copy: 'Copy address',
    copied: 'Copied.',
    copyFailed: 'The browser refused to copy. Select the address and copy it by hand.',
    open: 'Open',
  },

  search: {
    label: 'Search messages and people',
    short: 'Search',
    labelIn: (name: string): string => `Search in the conversation with ${name}`,
    clear: 'End the search',
    results: 'What was found',
    people: 'People',
    messages: 'Messages',
    none: 'No message holds all these words.',
    older: 'Show older ones',
    count: (count: number, more: boolean): string =>
      `${more ? 'More than ' : ''}${count} ${count === 1 ? 'message' : 'messages'} found`,
  },

  log,

  network,

  settings,

  details,
  commands,
  keys,

  rename: {
    label: 'Display name',
    save: 'Save',
    cancel: 'Cancel',
  },

  safety: {
    title: 'Safety number',
    text: (name: string): string =>
      `Compare with ${name}, face to face or by voice; one of the forms is enough. The same on both screens means that nobody sits between you.`,
    form: 'How to compare',
    forms: { digits: 'Digits', symbols: 'Symbols', code: 'QR code' },
    code: (name: string): string => `QR code of the safety number with ${name}`,
    making: 'Working it out…',
    mark: 'Mark as verified',
    verified: (name: string): string => `You have compared this number with ${name}: it was the same.`,
    undo: 'No longer verified',
  },

  setAddress: {
    text: (name: string): string => `Where ${name} can be reached. Their window shows it under My Device.`,
    label: 'Address',
    save: 'Set address',
    saved: (address: string): string => `Set: Loom reaches out to ${address}, and keeps the address.`,
    cancel: 'Cancel',
  },

  remove: {
    title: (name: string): string => `Delete ${name}?`,
    text: (name: string): string =>
      `The contact, the session and every message with ${name} are erased from this device. It can’t be undone.`,
    waiting: (count: number): string =>
      `${messages(count)} that ${count === 1 ? 'waits' : 'wait'} will not be sent.`,
    confirm: 'Delete contact and history',
    erasing: 'Erasing…',
    cancel: 'Keep',
  },
} as const;
