// Puts an engine together for one profile that is open: the real network, and its database. Knows nothing of clients and locks.
import type { EngineHandlers, LogLevel, LoomEvent } from '@loom/contract';
import { createEngine, defaultPorts } from '@loom/engine';
import {
  mdnsDiscovery,
  PAIRING_SERVICE,
  profileBackup,
  systemClock,
  systemHost,
  systemRandom,
  tcpTransport,
  type Argon2Cost,
  type CustodyKind,
  type Profile,
} from '@loom/node';
import { withAutoNetwork } from './auto-network.ts';
import type { NetworkChoice } from './profile.ts';

export interface RunningEngine {
  readonly handlers: EngineHandlers;
  readonly keyCustody: CustodyKind;
  /** Of the database; good until `close`. */
  readonly key: Uint8Array;
  /** Brings the network up, where there is an identity and this engine is to be on one. */
  begin(): Promise<void>;
  /** Says goodbye and closes all links; whatever waits for an outcome gets `engine-stopped`. */
  stop(): Promise<void>;
  /** Closes the database, and forgets its key. */
  close(): void;
}

export interface EngineSurroundings {
  readonly name: string;
  readonly network: NetworkChoice | undefined;
  /** Of a backup's passphrase; undefined for the usual one. */
  readonly cost: Argon2Cost | undefined;
  readonly log: (level: LogLevel, message: string) => void;
  readonly raise: (event: LoomEvent) => void;
}

/** @throws LoomError where what is stored can't be read; then it is closed again. */
export function runEngine(profile: Profile, surroundings: EngineSurroundings): RunningEngine {
  const { store, keyCustody, key } = profile;
  const { name, network, cost, log, raise } = surroundings;
  const ambient = { clock: systemClock, random: systemRandom, log };
  const close = (): void => {
    store.close();
    key.fill(0);
  };
  const engine = orClose(close, () =>
    createEngine({
      ...ambient,
      store,
      transport: tcpTransport(),
      discovery: network?.mdns ? mdnsDiscovery(ambient) : undefined,
      pairingDiscovery: network?.mdns ? mdnsDiscovery({ service: PAIRING_SERVICE, ...ambient }) : undefined,
      host: systemHost(ambient),
      profile: name,
      keyCustody,
      backup: profileBackup({
        store,
        key,
        drafts: profile.paths.drafts,
        clock: systemClock,
        random: systemRandom,
        ...(cost && { cost }),
      }),
      ports: network?.port === undefined ? defaultPorts : [network.port],
    }),
  );
  const mute = engine.on(raise);
  const networked = withAutoNetwork(engine.handlers);
  return {
    handlers: network === undefined ? engine.handlers : networked.handlers,
    keyCustody,
    key,
    async begin() {
      if (network !== undefined) await networked.startIfIdentity();
    },
    async stop() {
      await engine.stop();
      mute();
    },
    close,
  };
}

function orClose<T>(close: () => void, begin: () => T): T {
  try {
    return begin();
  } catch (error) {
    close();
    throw error;
  }
}
