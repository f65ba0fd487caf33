// `loom daemon`: runs the profile's engine until it is told to end; with --stdio, for one client on stdin and stdout too; with
// --join, that client gets the engine that runs already, if one does.
import { errorText, isLoomError, type Status } from '@loom/contract';
import { openEngine, relayStdio, type OpenEngine } from '@loom/daemon';
import { neutraliseLine } from '@loom/ui/text/neutralise';
import type { Context } from '../context.ts';
import { endSignal } from '../end-signal.ts';
import { unlockOwn } from '../engine.ts';
import { CommandError } from '../failures.ts';

export interface DaemonOptions {
  readonly stdio?: boolean;
  readonly join?: boolean;
}

export async function daemon(context: Context, options: DaemonOptions): Promise<void> {
  if (options.stdio && context.unlocking.passphraseFile === '-') {
    throw new CommandError(
      'usage',
      'With --stdio, stdin is for requests: name another file with --unlock-file.',
    );
  }
  const ended = endSignal();
  if (options.stdio && options.join) {
    const joined = await Promise.race([toldInJsonRpc(() => relayStdio(context.engine)), ended]);
    if (joined !== false) {
      process.stdin.destroy();
      return;
    }
  }
  const engine = await open(context, options.stdio ?? false);
  try {
    // Otherwise it waits, locked, for somebody to unlock it.
    await unlockOwn(context, engine, 'as it is');
    if (options.stdio) await Promise.race([engine.serveStdio(), ended]);
    else {
      const status = await engine.call('get_status', {});
      context.out.result({ ready: true, status }, () => [readyLine(status, context)]);
      await ended;
    }
  } finally {
    await engine.close();
    // An input that is still open would keep the process alive.
    process.stdin.destroy();
  }
}

function open(context: Context, stdio: boolean): Promise<OpenEngine> {
  const opening = (): Promise<OpenEngine> => openEngine(context.engine, context.network);
  return stdio ? toldInJsonRpc(opening) : opening();
}

/** Whoever speaks JSON-RPC to us learns in JSON-RPC why nobody will answer. */
async function toldInJsonRpc<T>(begin: () => Promise<T>): Promise<T> {
  try {
    return await begin();
  } catch (error) {
    if (isLoomError(error)) process.stdout.write(`${errorText(null, error)}\n`);
    throw error;
  }
}

function readyLine({ profile, has_identity, network, locked }: Status, context: Context): string {
  if (locked) {
    return `Loom runs for the profile “${neutraliseLine(profile)}”, locked (${context.commandLine('unlock')}). Ctrl+C ends it.`;
  }
  const place = network.running
    ? `on port ${network.port}`
    : `without a network: ${has_identity ? why(network) : `there is no identity yet (${context.commandLine('identity new')})`}`;
  return `Loom runs for the profile “${neutraliseLine(profile)}” ${place}. Ctrl+C ends it.`;
}

/** Without its full stop: the line goes on. */
function why({ reason }: Status['network']): string {
  return reason?.replace(/\.$/, '') ?? 'it could not be started';
}
