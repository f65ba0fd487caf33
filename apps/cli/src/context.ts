// The options that every command takes, read once.
import type { EngineChoice, NetworkChoice } from '@loom/daemon';
import { readCommandLine, readProfile, type CommandLine } from './command-line.ts';
import { CommandError } from './failures.ts';
import { createOutput, type Output } from './output.ts';
import type { PassphraseOptions } from './passphrase.ts';

export interface GlobalOptions {
  readonly profile?: string;
  readonly port?: string;
  readonly mdns: boolean;
  readonly json?: boolean;
  readonly unlockFile?: string;
}

export interface Context {
  readonly engine: EngineChoice;
  readonly network: NetworkChoice;
  /** Whether anything about the network was asked for by a flag. */
  readonly networkAsked: boolean;
  /** The profile was named on this command line, and is not merely the default or the environment’s. */
  readonly profileNamed: boolean;
  /** How a locked profile is opened. */
  readonly unlocking: PassphraseOptions;
  readonly commandLine: CommandLine;
  readonly out: Output;
}

/** @throws CommandError `usage` */
export function readContext(options: GlobalOptions, environment: NodeJS.ProcessEnv): Context {
  return {
    engine: { profile: readProfile(options, environment) },
    network: { port: options.port === undefined ? undefined : readPort(options.port), mdns: options.mdns },
    networkAsked: options.port !== undefined || !options.mdns,
    profileNamed: options.profile !== undefined,
    unlocking: unlockingOf(options.unlockFile ?? environment['LOOM_PASSPHRASE_FILE'] ?? ''),
    commandLine: readCommandLine(options, environment),
    out: createOutput(options.json ?? false),
  };
}

function unlockingOf(passphraseFile: string): PassphraseOptions {
  return passphraseFile === '' ? {} : { passphraseFile };
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535)
    throw new CommandError('usage', `--port takes a whole number from 1 to 65535, not “${text}”.`);
  return port;
}
