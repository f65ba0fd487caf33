// Pairs answers with calls and sorts out events. Takes them at their word: the other side is the engine of this same
// version, and answers by the contract. Knows nothing of the socket under it.
import { readReply, requestText, type RpcId } from '@loom/contract';
import type { CommandInput, CommandName, CommandResult, LoomEvent } from '@loom/contract';
import { CallError } from '../host.ts';

interface Pending {
  resolve(result: unknown): void;
  reject(error: CallError): void;
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
  const pending = new Map<RpcId, Pending>();
  let lastId = 0;

  return {
    call<C extends CommandName>(command: C, args: CommandInput<C>) {
      const id = ++lastId;
      return new Promise<CommandResult<C>>((resolve, reject) => {
        pending.set(id, { resolve: (result) => resolve(result as CommandResult<C>), reject });
        send(requestText(id, command, args));
      });
    },

    receive(frame) {
      const reply = readReply(frame);
      if (reply === undefined) return;
      if (reply.kind === 'event') {
        onEvent({ event: reply.event, payload: reply.payload } as LoomEvent);
        return;
      }
      const call = pending.get(reply.id);
      pending.delete(reply.id);
      if (reply.kind === 'error') call?.reject(new CallError(reply.error.message, reply.error.toFault()));
      else call?.resolve(reply.result);
    },

    abandon(sentence) {
      for (const call of pending.values()) call.reject(new CallError(sentence));
      pending.clear();
    },
  };
}
