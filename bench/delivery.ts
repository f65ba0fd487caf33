// A message from submit to the peer's durable store and back, between two processes on loopback, against the disk's own speed.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LoomEvent } from '@loom/contract';
import type { Engine } from '@loom/engine';
import { microsecondsSince, row, summarize, time, type Row } from './measure.ts';
import { runEngine } from './peer.ts';

const singles = 400;
const burst = 6000;
const outstanding = 100;
const text = 'x'.repeat(200);

export async function benchDelivery(): Promise<Row[]> {
  const home = mkdtempSync(join(tmpdir(), 'loom-bench-'));
  const child = spawn(process.execPath, [new URL('peer.ts', import.meta.url).pathname, home, 'far'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const near = await runEngine(home, 'near');
  try {
    const contact = await introduce(near, child);
    const delivered = new Deliveries(near.engine);
    const send = async (): Promise<string> =>
      near.engine.handlers.send_message({ contact_pub_key: contact, content: text });

    const taken: number[] = [];
    for (let index = 0; index < singles; index += 1) {
      const begun = process.hrtime.bigint();
      await delivered.of(await send());
      taken.push(microsecondsSince(begun));
    }

    const begun = process.hrtime.bigint();
    let left = burst;
    const lane = async (): Promise<void> => {
      while (left-- > 0) await delivered.of(await send());
    };
    await Promise.all(Array.from({ length: outstanding }, lane));
    const perMessage = microsecondsSince(begun) / burst;

    const sync = timeSync(home);
    return [
      row('submit to delivered', summarize(taken), {
        floor: { median: 2 * sync, what: 'two fdatasync, one after the other' },
        target: 'p50 < 5 ms',
      }),
      row('durable messages, 100 outstanding', { median: perMessage }, { target: '> 3000 /s' }),
    ];
  } finally {
    child.stdin.end();
    await near.close();
    await new Promise((resolve) => child.once('exit', resolve));
    rmSync(home, { recursive: true, force: true });
  }
}

async function introduce(
  near: Awaited<ReturnType<typeof runEngine>>,
  child: ChildProcess & {
    stdin: NonNullable<ChildProcess['stdin']>;
    stdout: NonNullable<ChildProcess['stdout']>;
  },
): Promise<Uint8Array<ArrayBuffer>> {
  const first = await new Promise<string>((resolve) =>
    createInterface({ input: child.stdout }).once('line', resolve),
  );
  const far = JSON.parse(first) as { token: string; port: number };
  const { handlers } = near.engine;
  const contact = await handlers.add_contact_token({ token_str: far.token, display_name: 'Far' });
  const key = Uint8Array.from(contact.public_key);
  child.stdin.write(`${near.token}\n`);
  await handlers.inject_peer_address({ peer_pub_key: key, ip: '127.0.0.1', port: far.port });
  await handlers.initiate_chat_handshake({ contact_pub_key: key });
  return key;
}

/** Who waits for which message. */
class Deliveries {
  readonly #done = new Set<string>();
  readonly #waiting = new Map<string, () => void>();

  constructor(engine: Engine) {
    engine.on((event: LoomEvent) => {
      if (event.event !== 'message_changed' || event.payload.message.state !== 'delivered') return;
      const { id } = event.payload.message;
      this.#done.add(id);
      this.#waiting.get(id)?.();
      this.#waiting.delete(id);
    });
  }

  of(id: string): Promise<void> {
    if (this.#done.has(id)) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }
}

/** One small write made durable, microseconds. */
function timeSync(folder: string): number {
  const path = join(folder, 'sync');
  const file = openSync(path, 'w');
  const page = Buffer.alloc(4096);
  const { median } = time(200, () => {
    writeSync(file, page, 0, page.length, 0);
    fdatasyncSync(file);
  });
  closeSync(file);
  return median;
}
