// Brings the network up by itself as soon as there is an identity, and lets the status say why it is not up.
import { isLoomError, type Handlers, type LoomError } from '@loom/contract';
import type { LogLevel } from './log-file.ts';

export interface AutoNetwork {
  readonly handlers: Handlers;
  /** Where there is an identity already. A failure is logged and shown in the status; Loom runs on without a network. */
  startIfIdentity(): Promise<void>;
}

export function withAutoNetwork(
  engine: Handlers,
  log: (level: LogLevel, message: string) => void,
): AutoNetwork {
  let failure: LoomError | undefined;

  async function start(): Promise<null> {
    try {
      await engine.start_network({});
      failure = undefined;
      log('info', `The network runs on port ${await engine.get_network_port({})}.`);
      return null;
    } catch (error) {
      if (isLoomError(error) && error.code === 'port-taken') failure = error;
      throw error;
    }
  }

  async function startByItself(): Promise<void> {
    try {
      await start();
    } catch (error) {
      if (!isLoomError(error)) throw error;
      log('error', `The network could not be started: ${error.message}`);
    }
  }

  return {
    handlers: {
      ...engine,
      start_network: start,
      async generate_new_identity(args) {
        const token = await engine.generate_new_identity(args);
        await startByItself();
        return token;
      },
      async get_status(args) {
        const status = await engine.get_status(args);
        if (failure === undefined || status.network.running) return status;
        return { ...status, network: { ...status.network, reason: failure.message } };
      },
    },
    async startIfIdentity() {
      if (await engine.has_identity({})) await startByItself();
    },
  };
}
