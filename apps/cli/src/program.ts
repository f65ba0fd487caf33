// The command line as a tree: names, arguments, flags and what each is for. Each command's room is loaded only when it runs.
import { Argument, Command, Option } from 'commander';
import { commandNames, keyChoice, loomVersion, type KeyChoice } from '@loom/contract';
import { readContext, type Context, type GlobalOptions } from './context.ts';
import type { BackupOptions, RestoreOptions } from './commands/backup.ts';
import type { PassphraseOptions } from './passphrase.ts';
import type { DaemonOptions } from './commands/daemon.ts';
import type { SendOptions } from './commands/send.ts';
import type { PairOptions } from './commands/pair.ts';
import type { FindOptions } from './commands/find.ts';
import type { LogOptions } from './commands/log.ts';
import type { MessagesOptions } from './commands/messages.ts';

const whoHelp = 'a contact: its name, the beginning of it, its key (8 digits or more) or its token';
const passphraseFileHelp = 'read the passphrase from a file, or from stdin (-), instead of asking for it';
const addressHelp = 'where the contact is (an IP address or a host’s name), if it is not found by itself';

export function createProgram(): Command {
  const program = new Command('loom')
    .description('A messenger for people on one local network: no server, no account, end-to-end encrypted.')
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .version(loomVersion, '--version', 'print the version')
    .helpOption('-h, --help', 'show help for a command')
    .option('--profile <name>', 'whose Loom this is (or LOOM_PROFILE; “default” without either)')
    .option('--port <port>', 'listen on this port alone, where this command starts Loom')
    .option('--no-mdns', 'neither announce nor look for anyone, where this command starts Loom')
    .option(
      '--unlock-file <file>',
      'the file with your passphrase (or LOOM_PASSPHRASE_FILE; - is stdin), where this command opens a locked profile',
    )
    .option('--json', 'print JSON, for programs')
    .addHelpText(
      'after',
      '\nAll data lives in LOOM_HOME if it is set, else in the system’s folder for such data.',
    );

  /** Reads the options that stand on the program, wherever they were written. */
  const context = (): Context => readContext(program.opts<GlobalOptions>(), process.env);

  program
    .command('start')
    .description('open the window')
    .action(async () => (await import('./commands/start.ts')).start(context()));

  program
    .command('daemon')
    .description('run Loom without a window until it is told to end')
    .option('--stdio', 'speak JSON-RPC 2.0 on stdin and stdout, and end with stdin')
    .option('--join', 'with --stdio: speak with the engine that runs for this profile, if one does')
    .action(async (options: DaemonOptions) =>
      (await import('./commands/daemon.ts')).daemon(context(), options),
    );

  const identity = program.command('identity').description('who you are to others');
  identity
    .command('new')
    .description('make an identity, once for each profile')
    .option('--name <name>', 'your name')
    .action(async (options: { name?: string }) =>
      (await import('./commands/identity.ts')).newIdentity(context(), options),
    );
  identity
    .command('show')
    .description('show your name, key and token')
    .action(async () => (await import('./commands/identity.ts')).showIdentity(context()));

  program
    .command('token')
    .description('show your token, which others need to reach you')
    .option('--qr', 'also as a QR code')
    .option('--svg <file>', 'write the QR code to a file')
    .action(async (options: { qr?: boolean; svg?: string }) =>
      (await import('./commands/token.ts')).token(context(), options),
    );

  const contact = program.command('contact').description('the people you talk with');
  contact
    .command('add')
    .description('add a contact')
    .argument('<token>', 'the token that the person gave you')
    .argument('<name>', 'what you call the person')
    .option('--address <ip[:port]>', addressHelp)
    .action(async (token: string, name: string, options: { address?: string }) =>
      (await import('./commands/contact.ts')).addContact(context(), token, name, options),
    );
  contact
    .command('list')
    .description('list all contacts and how they stand')
    .action(async () => (await import('./commands/contact.ts')).listContacts(context()));
  contact
    .command('remove')
    .description('delete a contact and the conversation')
    .argument('<who>', whoHelp)
    .action(async (who: string) => (await import('./commands/contact.ts')).removeContact(context(), who));

  contact
    .command('block')
    .description('have nothing to do with a contact: no link, no message, and to them you are not there')
    .argument('<who>', whoHelp)
    .action(async (who: string) =>
      (await import('./commands/contact.ts')).blockContact(context(), who, true),
    );
  contact
    .command('unblock')
    .description('take that back')
    .argument('<who>', whoHelp)
    .action(async (who: string) =>
      (await import('./commands/contact.ts')).blockContact(context(), who, false),
    );

  program
    .command('safety')
    .description('show the safety number that you and a contact compare')
    .argument('<who>', whoHelp)
    .action(async (who: string) => (await import('./commands/safety.ts')).safety(context(), who));
  program
    .command('verify')
    .description('note that you have compared the safety number and it was the same')
    .argument('<who>', whoHelp)
    .option('--undo', 'take that back')
    .action(async (who: string, options: { undo?: boolean }) =>
      (await import('./commands/safety.ts')).verify(context(), who, options),
    );
  program
    .command('accept')
    .description('accept the new session of a verified contact, and send what was held')
    .argument('<who>', whoHelp)
    .action(async (who: string) => (await import('./commands/safety.ts')).accept(context(), who));

  program
    .command('pair')
    .description('meet somebody nearby without a token: both run this, compare, and confirm')
    .option('--name <name>', 'the name that they see, and that you keep')
    .option('--with <name>', 'begin with this person alone, whoever else is nearby')
    .addHelpText(
      'after',
      '\nAnswers are read from stdin, a line each: the number or the name of a person, then y or n. The comparison is the\nprotection, so there is no switch that confirms by itself.',
    )
    .action(async (options: PairOptions) => (await import('./commands/pair.ts')).pair(context(), options));

  program
    .command('connect')
    .description('make a secured link now, and say what came of it')
    .argument('<who>', whoHelp)
    .option('--address <ip[:port]>', addressHelp)
    .action(async (who: string, options: { address?: string }) =>
      (await import('./commands/connect.ts')).connect(context(), who, options),
    );

  const address = program
    .command('address')
    .description('list the addresses that were given by hand')
    .action(async () => (await import('./commands/address.ts')).listAddresses(context()));
  address
    .command('remove')
    .description('forget one of them')
    .argument('<who>', whoHelp)
    .argument('<ip[:port]>', 'the address, as loom address shows it')
    .action(async (who: string, text: string) =>
      (await import('./commands/address.ts')).removeAddress(context(), who, text),
    );

  program
    .command('send')
    .description('send a message; it is kept until it can be delivered')
    .argument('<who>', whoHelp)
    .argument('<text...>', 'the message, or - to read it from stdin')
    .addOption(new Option('--wait <state>', 'end only when it has come to this').choices(['delivered']))
    .option('--timeout <seconds>', 'how long to wait (30)')
    .action(async (who: string, text: string[], options: SendOptions) =>
      (await import('./commands/send.ts')).send(context(), who, text, options),
    );

  program
    .command('messages')
    .description('show a conversation')
    .argument('<who>', whoHelp)
    .option('--follow', 'and go on with what comes')
    .option('--limit <number>', 'how many of the newest (100)')
    .option('--since <day>', 'from a day like 2026-03-20 on, or a time like 2026-03-20T10:30')
    .action(async (who: string, options: MessagesOptions) =>
      (await import('./commands/messages.ts')).messages(context(), who, options),
    );

  program
    .command('find')
    .description('find messages by their words, or the beginnings of them')
    .argument('<words...>', 'every one of them is in the message')
    .option('--with <who>', 'only in the conversation with this contact')
    .option('--limit <number>', 'how many of the newest (50)')
    .action(async (words: string[], options: FindOptions) =>
      (await import('./commands/find.ts')).find(context(), words, options),
    );

  program
    .command('delete-message')
    .description('delete one message on this device; one that waits is not sent')
    .argument('<who>', whoHelp)
    .argument('<id>', 'its id, as --json shows it')
    .action(async (who: string, id: string) =>
      (await import('./commands/find.ts')).deleteMessage(context(), who, id),
    );

  program
    .command('chat')
    .description('talk with a contact in this terminal')
    .argument('<who>', whoHelp)
    .action(async (who: string) => (await import('./commands/chat.ts')).chat(context(), who));

  program
    .command('events')
    .description('print what happens, one JSON object a line')
    .action(async () => (await import('./commands/observe.ts')).events(context()));

  program
    .command('peers')
    .description('list the contacts in reach')
    .action(async () => (await import('./commands/observe.ts')).peers(context()));

  program
    .command('status')
    .description('tell how Loom is doing')
    .action(async () => (await import('./commands/observe.ts')).status(context()));

  program
    .command('log')
    .description('show what Loom has logged lately')
    .option('--follow', 'and go on with what comes')
    .option('--limit <number>', 'how many of the newest (200)')
    .action(async (options: LogOptions) => (await import('./commands/log.ts')).log(context(), options));

  program
    .command('doctor')
    .description('look at the network: what was seen, and what to do; ends with 1 where a fault stands')
    .action(async () => (await import('./commands/doctor.ts')).doctor(context()));

  program
    .command('search')
    .description('look for contacts on a network that carries no multicast, by asking every neighbour')
    .action(async () => (await import('./commands/doctor.ts')).search(context()));

  const settings = program
    .command('settings')
    .description('show what you have set')
    .action(async () => (await import('./commands/settings.ts')).showSettings(context()));
  settings
    .command('set')
    .description('change one of them')
    .argument('<name>', 'its name, as loom settings shows it')
    .argument('<value>', 'on, off, a number or a word')
    .action(async (name: string, value: string) =>
      (await import('./commands/settings.ts')).changeSetting(context(), name, value),
    );

  const backup = program
    .command('backup')
    .description('write a copy of all that this profile holds, encrypted, also while Loom runs')
    .argument('<file>', 'where it goes; nothing is overwritten')
    .option('--passphrase', 'ask for a passphrase: the file opens with that alone, on any machine')
    .option('--passphrase-file <file>', passphraseFileHelp)
    .action(async (file: string, options: BackupOptions) =>
      (await import('./commands/backup.ts')).backup(context(), file, options),
    );
  backup
    .command('check')
    .description('read all of a backup, as restoring would, and say what it holds; nothing is changed')
    .argument('<file>', 'the backup')
    .option('--passphrase-file <file>', passphraseFileHelp)
    .action(async (file: string, _: object, command: Command) =>
      (await import('./commands/backup.ts')).checkBackup(context(), file, command.optsWithGlobals()),
    );

  program
    .command('restore')
    .description('make this profile what it was when a backup was made; asks for its passphrase')
    .argument('<file>', 'the backup')
    .option('--passphrase-file <file>', passphraseFileHelp)
    .option('--key <file>', 'the key file that belongs to it, if it is not this profile’s own')
    .option('--replace', 'also where the profile is in use; what was there is kept beside')
    .action(async (file: string, options: RestoreOptions) =>
      (await import('./commands/backup.ts')).restore(context(), file, options),
    );

  program
    .command('lock')
    .description('close this profile until its passphrase is given; whoever runs Loom for it stays connected')
    .action(async () => (await import('./commands/custody.ts')).lock(context()));
  program
    .command('unlock')
    .description('open it again')
    .option('--passphrase-file <file>', passphraseFileHelp)
    .action(async (options: PassphraseOptions) =>
      (await import('./commands/custody.ts')).unlock(context(), options),
    );

  const passphrase = program.command('passphrase').description('what this profile is locked with');
  passphrase
    .command('set')
    .description('set or change it')
    .option('--passphrase-file <file>', 'read the new one from a file, or from stdin (-)')
    .action(async (options: PassphraseOptions) =>
      (await import('./commands/custody.ts')).setPassphrase(context(), options),
    );
  passphrase
    .command('remove')
    .description('keep the key in a file again, which only you can read')
    .action(async () => (await import('./commands/custody.ts')).removePassphrase(context()));

  const key = program
    .command('key')
    .description('tell where the key of this profile is kept')
    .action(async () => (await import('./commands/custody.ts')).showKey(context()));
  key
    .command('set')
    .description('keep it elsewhere')
    .addArgument(new Argument('<place>', 'where').choices(keyChoice.options))
    .option('--passphrase-file <file>', 'for passphrase: read the new one from a file, or from stdin (-)')
    .action(async (place: KeyChoice, options: PassphraseOptions) =>
      (await import('./commands/custody.ts')).keepKey(context(), place, options),
    );

  program
    .command('wipe')
    .description('erase this profile for good: identity, contacts, messages, its key first')
    .option('--yes-wipe <name>', 'the profile’s name, to say that you mean it; it is asked for otherwise')
    .action(async (options: { yesWipe?: string }) =>
      (await import('./commands/custody.ts')).wipe(context(), options),
    );

  program
    .command('echo')
    .description('be a peer that sends back what it is sent, to try Loom alone (profile “echo” unless named)')
    .option('--add <token>', 'your own token, so that it answers you')
    .action(async (options: { add?: string }) =>
      (await import('./commands/echo.ts')).echo(context(), options),
    );

  program
    .command('call')
    .description('run any command of the engine, JSON in and JSON out')
    .argument('<command>', 'its name, like get_contacts')
    .argument('[json]', 'its arguments as an object, or - to read them from stdin')
    .addHelpText('after', `\nThe commands: ${commandNames.join(', ')}.`)
    .action(async (command: string, json: string | undefined) =>
      (await import('./commands/call.ts')).call(context(), command, json),
    );

  return program;
}
