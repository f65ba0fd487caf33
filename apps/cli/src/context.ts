// The options that every command takes, read once.
import type { EngineChoice, NetworkChoice } from '@loom/daemon';
import { CommandError } from './failures.ts';
import { createOutput, type Output } from './output.ts';

export interface GlobalOptions {
  readonly profile?: string;
  readonly port?: string;
  readonly mdns: boolean;
  readonly json?: boolean;
}

export interface Context {
  readonly engine: EngineChoice;
  readonly network: NetworkChoice;
  /** Whether anything about the network was asked for by a flag. */
  readonly networkAsked: boolean;
  /** The profile was named, and is not merely the default. */
  readonly profileNamed: boolean;
  readonly out: Output;
}

const defaultProfile = 'default';

/** @throws CommandError `usage` */
export function readContext(options: GlobalOptions, environment: NodeJS.ProcessEnv): Context {
  const named = options.profile ?? nonEmpty(environment['LOOM_PROFILE']);
  return {
    engine: { profile: named ?? defaultProfile },
    network: { port: options.port === undefined ? undefined : readPort(options.port), mdns: options.mdns },
    networkAsked: options.port !== undefined || !options.mdns,
    profileNamed: named !== undefined,
    out: createOutput(options.json ?? false),
  };
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535)
    throw new CommandError('usage', `--port takes a whole number from 1 to 65535, not “${text}”.`);
  return port;
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
