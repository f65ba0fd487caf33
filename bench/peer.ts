// One engine on real parts, for measuring: real SQLite, real TCP, no multicast. Run by itself it is the other side: it prints
// its token and port, reads the token of who measures, and stays until its input ends.
import { createInterface } from 'node:readline';
import { createEngine, type Engine } from '@loom/engine';
import { openProfile, systemClock, systemRandom, tcpTransport } from '@loom/node';

export interface Running {
  readonly engine: Engine;
  readonly token: string;
  readonly port: number;
  close(): Promise<void>;
}

export async function runEngine(home: string, name: string): Promise<Running> {
  const opened = openProfile({ home, name });
  if (!opened.ok) throw new Error(opened.fault.code);
  const { store, keyCustody } = opened.profile;
  const engine = createEngine({
    store,
    transport: tcpTransport(),
    discovery: undefined,
    clock: systemClock,
    random: systemRandom,
    log: () => undefined,
    profile: name,
    keyCustody,
    ports: [0],
  });
  const token = await engine.handlers.generate_new_identity({ name });
  await engine.handlers.start_network({});
  return {
    engine,
    token,
    port: await engine.handlers.get_network_port({}),
    async close() {
      await engine.stop();
      store.close();
    },
  };
}

if (import.meta.main) {
  const [home = '', name = ''] = process.argv.slice(2);
  const running = await runEngine(home, name);
  process.stdout.write(`${JSON.stringify({ token: running.token, port: running.port })}\n`);
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (token) => {
    void running.engine.handlers.add_contact_token({ token_str: token, display_name: 'Bench' });
  });
  lines.on('close', () => void running.close());
}
