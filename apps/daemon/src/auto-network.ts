// Brings the network up by itself as soon as there is an identity. Knows nothing of why it may fail: the engine logs it and
// its status says it, and Loom runs on without a network.
import { isLoomError, type EngineHandlers } from '@loom/contract';

export interface AutoNetwork {
  readonly handlers: EngineHandlers;
  startIfIdentity(): Promise<void>;
}

export function withAutoNetwork(engine: EngineHandlers): AutoNetwork {
  async function start(): Promise<void> {
    try {
      await engine.start_network({});
    } catch (error) {
      if (!isLoomError(error)) throw error;
    }
  }

  return {
    handlers: {
      ...engine,
      async generate_new_identity(args) {
        const token = await engine.generate_new_identity(args);
        await start();
        return token;
      },
    },
    async startIfIdentity() {
      if (await engine.has_identity({})) await start();
    },
  };
}
