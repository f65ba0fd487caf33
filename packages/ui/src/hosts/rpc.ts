// JSON-RPC 2.0 as text frames: pairs answers with calls and sorts out events. Knows nothing of the socket under it.
import { isFaultCode, type CommandInput, type CommandName, type CommandResult } from '@loom/contract';
import type { Fault, LoomEvent } from '@loom/contract';
import { CallError } from '../host.ts';

interface Pending {
  resolve(result: unknown): void;
  reject(error: CallError): void;
}

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string; readonly data?: { readonly code: unknown } };
}

interface Notification {
  readonly method: 'event';
  readonly params: LoomEvent;
}

export interface RpcClient {
  call<C extends CommandName>(command: C, args: CommandInput<C>): Promise<CommandResult<C>>;
  /** Takes one text frame from the other side. */
  receive(frame: string): void;
  /** Nothing will be answered any more: every open call fails with this sentence. */
  abandon(sentence: string): void;
}

export function createRpcClient(
  send: (frame: string) => void,
  onEvent: (event: LoomEvent) => void,
): RpcClient {
  const pending = new Map<number, Pending>();
  let lastId = 0;

  return {
    call<C extends CommandName>(command: C, args: CommandInput<C>) {
      const id = ++lastId;
      return new Promise<CommandResult<C>>((resolve, reject) => {
        // The other side is the engine of this same version, and answers by the contract.
        pending.set(id, { resolve: (result) => resolve(result as CommandResult<C>), reject });
        send(JSON.stringify({ jsonrpc: '2.0', id, method: command, params: args }));
      });
    },

    receive(frame) {
      const message = JSON.parse(frame) as Answer | Notification;
      if ('method' in message) {
        onEvent(message.params);
        return;
      }
      const call = pending.get(message.id);
      pending.delete(message.id);
      if (message.error) call?.reject(new CallError(message.error.message, faultOf(message.error)));
      else call?.resolve(message.result);
    },

    abandon(sentence) {
      for (const call of pending.values()) call.reject(new CallError(sentence));
      pending.clear();
    },
  };
}

function faultOf(error: NonNullable<Answer['error']>): Fault | undefined {
  if (!isFaultCode(error.data?.code)) return undefined;
  return { ...error.data, message: error.message } as Fault;
}
