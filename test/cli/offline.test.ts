// Nothing is lost while somebody is away: killed, restarted, on another port, at another address; and the session goes on.
import { describe, expect, test } from 'vitest';
import type { Contact } from '@loom/contract';
import { makeHome, type Home, type Running } from '../support/loom.ts';
import {
  acquainted,
  freePort,
  lines,
  numbered,
  received,
  sent,
  until,
  untilSecured,
  type Person,
} from './people.ts';

const storyMs = 120_000;
const unsent = 20;

interface Pair {
  readonly ann: Person;
  readonly bob: Person;
}

/** Both run, with a session and a message each way behind them; without multicast, so that only addresses lead anywhere. */
async function talking(home: Home): Promise<Pair & { annRuns: Running; bobRuns: Running; annsPort: string }> {
  const { ann, bob } = await acquainted(home);
  const annsPort = await freePort();
  const annRuns = await ann.daemon('--no-mdns', '--port', annsPort);
  const bobRuns = await bob.daemon('--no-mdns', '--port', await freePort());
  await bob.json('connect', 'ann', '--address', `127.0.0.1:${annsPort}`);
  await bob.json('send', 'ann', 'hello', '--wait', 'delivered');
  await ann.json('send', 'bob', 'hello', '--wait', 'delivered');
  return { ann, bob, annRuns, bobRuns, annsPort };
}

async function sendWhileAway({ ann, bob }: Pair, round: string): Promise<string[]> {
  const texts = numbered(round, unsent);
  expect(await ann.feed(lines(texts), 'chat', bob.profile)).toMatchObject({ code: 0 });
  const waiting = sent(await ann.conversation('bob')).slice(-unsent);
  expect(waiting.map(({ content }) => content)).toEqual(texts);
  for (const message of waiting) {
    expect(message.state).toBe('waiting');
    expect(message.reason).toEqual(expect.any(String));
  }
  expect(await ann.contact('bob')).toMatchObject({ waiting: unsent });
  return texts;
}

/** All of them came, once and in order, and the sender knows. */
async function expectArrived({ ann, bob }: Pair, texts: readonly string[]): Promise<void> {
  await until(
    () => ann.conversation('bob'),
    (messages) => sent(messages).every(({ state }) => state === 'delivered'),
  );
  expect(received(await bob.conversation('ann'))).toEqual(texts);
}

/** The same ratchet, further on. */
function expectContinued(before: Contact, after: Contact): void {
  expect(before.session_id).toMatch(/^[0-9a-f]{32}$/);
  expect(after.session_id).toBe(before.session_id);
  expect(after.generation).toBe(before.generation);
  expect(after.counters.sealed).toBeGreaterThanOrEqual(before.counters.sealed + unsent);
  expect(after.counters.opened).toBeGreaterThan(before.counters.opened);
}

describe('what is sent to somebody who is away arrives, in the same session', { timeout: storyMs }, () => {
  test('after kill -9, when they are back on another port', async () => {
    await using home = await makeHome();
    const pair = await talking(home);
    const before = await pair.ann.contact('bob');
    await pair.bobRuns.stop('SIGKILL');
    await until(
      () => pair.ann.contact('bob'),
      ({ state }) => state !== 'secured',
    );

    const texts = await sendWhileAway(pair, 'unsent');
    await pair.bob.daemon('--no-mdns', '--port', await freePort());
    await expectArrived(pair, ['hello', ...texts]);
    expectContinued(before, await untilSecured(pair.ann, 'bob'));
  });

  test('after kill -9 of both, when both are back on other ports', async () => {
    await using home = await makeHome();
    const pair = await talking(home);
    const before = await pair.ann.contact('bob');
    await pair.bobRuns.stop('SIGKILL');
    await pair.annRuns.stop('SIGKILL');
    await pair.ann.daemon('--no-mdns', '--port', await freePort());
    const texts = await sendWhileAway(pair, 'unsent');

    const port = await freePort();
    await pair.bob.daemon('--no-mdns', '--port', port);
    await pair.ann.json('connect', 'bob', '--address', `127.0.0.1:${port}`);
    await expectArrived(pair, ['hello', ...texts]);
    expectContinued(before, await untilSecured(pair.ann, 'bob'));
  });

  test('after a change of address', async () => {
    await using home = await makeHome();
    const pair = await talking(home);
    const before = await pair.ann.contact('bob');
    await pair.bobRuns.stop();
    await pair.annRuns.stop();

    // Nobody is at any address that either of them remembers.
    const annsPort = await freePort();
    await pair.ann.daemon('--no-mdns', '--port', annsPort);
    await pair.bob.daemon('--no-mdns', '--port', await freePort());
    const texts = await sendWhileAway(pair, 'unsent');
    await pair.bob.json('connect', 'ann', '--address', `127.0.0.2:${annsPort}`);
    await expectArrived(pair, ['hello', ...texts]);
    expectContinued(before, await untilSecured(pair.ann, 'bob'));
    expect(await pair.bob.call('get_peers', {})).toMatchObject([
      {
        connected: true,
        addresses: expect.arrayContaining([expect.objectContaining({ ip: '127.0.0.2' })]) as unknown,
      },
    ]);
  });

  test('by multicast DNS alone, on another port', async () => {
    await using home = await makeHome();
    const pair = await acquainted(home);
    await pair.ann.daemon('--port', await freePort());
    const bobRuns = await pair.bob.daemon('--port', await freePort());
    await Promise.all([untilSecured(pair.ann, 'bob'), untilSecured(pair.bob, 'ann')]);
    await pair.bob.json('send', 'ann', 'hello', '--wait', 'delivered');
    const before = await pair.ann.contact('bob');
    await bobRuns.stop('SIGKILL');
    await until(
      () => pair.ann.contact('bob'),
      ({ state }) => state !== 'secured',
    );

    const texts = await sendWhileAway(pair, 'unsent');
    await pair.bob.daemon('--port', await freePort());
    await expectArrived(pair, texts);
    expectContinued(before, await untilSecured(pair.ann, 'bob'));
  });
});
