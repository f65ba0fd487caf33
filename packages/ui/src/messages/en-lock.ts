// What the window says of the lock, of passphrases, of where the key is kept, and of the end of a profile.

export const enLock = {
  title: 'Loom is locked',
  profile: (name: string): string => `Profile: ${name}`,
  passphrase: 'Passphrase',
  unlock: 'Unlock',
  unlocking: 'Unlocking…',
  slow: 'This takes a moment on purpose: it makes guessing slow.',
  show: 'Show the passphrase',
  hide: 'Hide the passphrase',
  capsLock: 'Caps Lock is on.',
  forgotten: 'Forgotten? What can be done',
  forgottenText:
    'Nobody can give it back to you: the key opens with it alone. Try what you may have typed, with another layout of the keyboard too. If it stays lost, two ways remain.',
  orRestore: 'Restore from a backup',
  orRestoreText:
    'What was written since then is missing here. What you have now is kept aside, still closed.',
  orWipe: 'Erase this profile',
  orWipeText: 'Everything is gone for good, and you begin as somebody new.',

  newPassphrase: 'New passphrase',
  again: 'The same again',
  differs: 'The two are not the same.',
  strengths: {
    none: 'Four or five words that nobody would put together are easy to remember and hard to guess.',
    short: 'Short: whoever copies your files can guess it with patience.',
    fair: 'Fair: a few words more would make it safe from patient guessing, too.',
    long: 'Long enough, if it is no saying and no line from a book or a song.',
  },

  custody: 'Where the key is kept',
  custodyLead: 'All that you write is encrypted with one key. Whoever has it can read everything here.',
  choices: {
    'key-file': {
      name: 'In a file',
      means: 'Readable by your account alone. Whoever gets at your account’s files can read everything.',
    },
    keychain: {
      name: 'In the system’s keychain',
      means: 'Open while you are logged in. Files that were copied alone open nothing.',
    },
    passphrase: {
      name: 'Under a passphrase',
      means: 'Opens with what you know alone, each time that Loom starts. Nobody can give it back to you.',
    },
  },
  inUse: 'In use',
  use: 'Use this',
  useNamed: (name: string): string => `Use this: ${name}`,
  changePassphrase: 'Change',
  changePassphraseLabel: 'Change the passphrase',
  memory: 'Nothing of this profile outlives this run of Loom, so there is no key to keep.',
  currentPassphrase: 'Current passphrase',
  moveTitle: 'Keep the key elsewhere?',
  moveText:
    'From then on Loom opens without a passphrase. A new key is made, so that copies of the old files open nothing of what is here now.',
  setTitle: 'Set a passphrase',
  changeTitle: 'Change the passphrase',
  setText:
    'Loom asks for it at each start, and when it was locked. Write it down where only you find it: without it, all is lost.',
  save: 'Set passphrase',
  move: 'Keep it there',
  working: 'Making a new key…',
  cancel: 'Cancel',

  lockTitle: 'Lock',
  lockNow: 'Lock now',
  lockNeeds: 'Only a profile with a passphrase can be locked.',
  lockMeans:
    'While it is locked, nothing comes in and nothing goes out. What is written to you waits with those who write.',
  lockAfter: 'Lock after',
  never: 'Never',
  minutes: (count: number): string => (count === 60 ? '1 hour' : `${count} min`),

  wipeTitle: 'Erase this profile?',
  wipeSection: 'The end of this profile',
  wipeOpen: 'Erase profile…',
  wipeLead:
    'For good, and beginning with the key: then nothing that is left of the files can be read any more.',
  wipeGoes: 'What goes',
  wipeParts: [
    'your identity: your contacts would see somebody new, with another token',
    'all contacts, and who of them was verified',
    'all messages, also those that have not arrived yet',
    'settings and log',
  ],
  wipeStays: 'Backups that you made elsewhere stay, and what your contacts have of you stays with them.',
  wipeConfirm: (profile: string): string => `Type the name of the profile, ${profile}`,
  wipeDo: 'Erase for good',
  wiping: 'Erasing…',
  keep: 'Keep',

  protected: 'This profile is protected by a passphrase already.',
  protect: 'Protect it with a passphrase',
  protectHint: 'Then nobody else who gets at this device can open it. You can do so later, too.',
  withPassphrase: (name: string): string => `${name}, with a passphrase`,
} as const;
