// Hosts the window in the native shell: commands go by name through its access list, and one channel brings the engine's
// events, how the engine is, links that the person opened, and presses on notices.
import { signal } from '@preact/signals';
import { Channel, invoke, isTauri } from '@tauri-apps/api/core';
import { readReply, type LoomEvent } from '@loom/contract';
import type { CommandInput, CommandName, CommandResult } from '@loom/contract';
import { CallError, type Connection, type Host, type Notifier } from '../host.ts';
import { words } from '../messages/words.ts';

/** The shell's own commands: one answers over the channel for as long as the page lives. */
const attach = 'attach';
const showNotice = 'show_notice';

interface EngineNews {
  readonly up: boolean;
  /** Engines that ended without being asked to, since the window was opened. */
  readonly crashes: number;
  /** JSON-RPC's error object: why an engine could not start. */
  readonly fault: unknown;
}

type News =
  | { readonly engine: EngineNews }
  | { readonly token: string }
  /** The tag of a notice. */
  | { readonly pressed: number }
  | LoomEvent;

/** Whether the native shell is what hosts this page. */
export const inShell = isTauri;

export function createShellHost(): Host {
  const connection = signal<Connection>('connecting');
  const notice = signal<string | undefined>(undefined);
  const linkedToken = signal<string | undefined>(undefined);
  const listeners = new Set<(event: LoomEvent) => void>();
  const onPress = new Map<number, () => void>();
  let crashes = 0;

  function take(news: News): void {
    if ('event' in news) for (const listener of listeners) listener(news);
    else if ('token' in news) linkedToken.value = news.token;
    else if ('pressed' in news) onPress.get(news.pressed)?.();
    else takeEngine(news.engine);
  }

  function takeEngine(engine: EngineNews): void {
    const hasCrashed = engine.crashes > crashes;
    if (engine.up) {
      notice.value = hasCrashed ? words.connection.engineBack : undefined;
      crashes = engine.crashes;
      connection.value = 'open';
      return;
    }
    if (engine.fault !== null) notice.value = callError(engine.fault).message;
    else if (hasCrashed) notice.value = words.connection.engineGone;
    // A window that just opens waits; one whose engine can't start, or has gone, says so.
    if (notice.value !== undefined) connection.value = 'lost';
  }

  const channel = new Channel<News>(take);
  // The access list always grants it; were it not there, the window would go on saying that it opens.
  void invoke(attach, { channel });

  // The system's own settings say what becomes of a notice; the next of its tag, or the person, takes it away.
  const notifier: Notifier = {
    permission: signal('granted'),
    ask: async () => {},
    show({ tag, title, body, onPress: press }) {
      onPress.set(Number(tag), press);
      void invoke(showNotice, { tag: Number(tag), title, body });
    },
    withdraw: () => {},
  };

  return {
    async call<C extends CommandName>(command: C, args: CommandInput<C>) {
      try {
        return await invoke<CommandResult<C>>(command, { ...args });
      } catch (error) {
        throw callError(error);
      }
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    connection,
    notice,
    linkedToken,
    // Some web engines are built, or set up, without any way to a camera.
    can: { saveFiles: false, openLinks: true, ownKeys: true, scanQr: 'mediaDevices' in navigator },
    notifier,
  };
}

/** @param error JSON-RPC's error object as the engine sent it, or the shell's own refusal. */
function callError(error: unknown): CallError {
  const reply = readReply(JSON.stringify({ id: 0, error }));
  return reply?.kind === 'error'
    ? new CallError(reply.error.message, reply.error.toFault())
    : new CallError(words.connection.callLost);
}
