// What the window says of backups: making one, testing it, and the way back.

const messages = (count: number): string => (count === 1 ? '1 message' : `${count} messages`);
const contacts = (count: number): string => (count === 1 ? '1 contact' : `${count} contacts`);

export const enBackup = {
  title: 'Backup',
  lead: 'One file with your identity, contacts and messages, closed with a passphrase of its own. Keep it elsewhere: on a stick, or with somebody you trust.',
  backUp: 'Back up now',
  restore: 'Restore from a backup',
  comeBefore: 'Have you been here before? ',
  restoreOpen: 'Restore from a backup…',

  makeTitle: 'Back up',
  place: 'Where the file goes',
  placeHint: 'on this device',
  passphrase: 'Passphrase of the backup',
  passphraseText:
    'Whoever has the file and this passphrase is you. Without it the file opens for nobody, you included.',
  make: 'Make the backup',
  making: 'Writing the file…',
  cancel: 'Cancel',

  made: (size: string, path: string): string => `Made: ${size}, at ${path}.`,
  untested: 'Not tested yet',
  testTitle: 'Does it open?',
  testText:
    'A backup counts once it has been opened. Enter its passphrase once more: the whole file is read with it, and nothing is changed.',
  test: 'Test it',
  testing: 'Reading the whole file…',
  later: 'Close untested',
  opens: 'It opens, and all of it can be read.',
  holds: (name: string, people: number, count: number): string =>
    `${name}, ${contacts(people)}, ${messages(count)}`,
  holdsTitle: 'In it',
  madeOn: 'Made on',
  file: 'File',
  done: 'Done',

  restoreTitle: 'Restore from a backup',
  restoreLead: 'Drop the file here, or choose it. Nothing is changed before you have seen what is in it.',
  choose: 'Choose file',
  chooseAnother: 'Choose another',
  drop: 'Let go to take this file',
  orPath: 'Or where it lies on this device',
  pathExample: '/media/stick/ada.loom-backup',
  backupPassphrase: 'Its passphrase',
  backupPassphraseHint: 'none, for a copy made without one',
  look: 'Look into it',
  handingOver: 'Handing the file over…',
  handed: (percent: number): string => `${percent} % handed over`,
  looking: 'Reading the whole file…',
  readTitle: 'This is in the backup',
  name: 'Name',
  people: 'Contacts',
  written: 'Messages',
  back: 'Back',
  replaces: (profile: string): string =>
    `It takes the place of all that is in the profile ${profile} now. What is here now is kept aside, in the folder of the profile.`,
  heals: 'What your contacts sent since then comes again by itself, and they are told of it.',
  doRestore: 'Restore',
  doReplace: 'Replace what is here',
  restoring: 'Restoring…',
  restored: 'Restored.',
  keptAside: (path: string): string => `What was here before is kept at ${path}.`,
} as const;
