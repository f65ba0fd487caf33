// Two people on the command line alone: tokens exchanged, found, secured, and a thousand messages each way.
import { describe, expect, test } from 'vitest';
import { makeHome } from '../support/loom.ts';
import {
  acquainted,
  freePort,
  lines,
  newPerson,
  numbered,
  received,
  sent,
  until,
  untilSecured,
  type Person,
} from './people.ts';

const storyMs = 120_000;
const many = 1000;

/** Both send at once, and each gets all that the other has sent, once and in order. */
async function talk(first: Person, second: Person): Promise<void> {
  const mine = numbered(`from ${first.profile}`, many);
  const yours = numbered(`from ${second.profile}`, many);
  const chats = await Promise.all([
    first.feed(lines(mine), 'chat', second.profile),
    second.feed(lines(yours), 'chat', first.profile),
  ]);
  expect(chats.map(({ code }) => code)).toEqual([0, 0]);

  const stored = await until(
    () => Promise.all([first.conversation(second.profile), second.conversation(first.profile)]),
    (conversations) =>
      conversations.every(
        (messages) =>
          received(messages).length >= many &&
          sent(messages).every(({ state }) => ['delivered', 'read'].includes(state)),
      ),
  );
  expect(stored.map(received)).toEqual([yours, mine]);
  expect(stored.map((messages) => sent(messages).map(({ content }) => content))).toEqual([mine, yours]);
}

describe('two people on the command line', { timeout: storyMs }, () => {
  test('find each other by multicast DNS with no address given, and talk', async () => {
    await using home = await makeHome();
    const { ann, bob } = await acquainted(home);
    await ann.daemon('--port', await freePort());
    await bob.daemon('--port', await freePort());
    await Promise.all([untilSecured(ann, 'bob'), untilSecured(bob, 'ann')]);
    const peers = await ann.call('get_peers', {});
    expect(peers).toMatchObject([{ display_name: 'bob', connected: true }]);
    expect(peers[0]?.addresses.some(({ source }) => source === 'mdns')).toBe(true);
    await talk(ann, bob);
  });

  test('reach each other by addresses given by hand where there is no multicast, and talk', async () => {
    await using home = await makeHome();
    const { ann, bob } = await acquainted(home);
    const port = await freePort();
    await ann.daemon('--no-mdns', '--port', await freePort());
    await bob.daemon('--no-mdns', '--port', port);
    expect(await ann.run('connect', 'bob', '--address', `127.0.0.1:${port}`)).toMatchObject({
      code: 0,
      stdout: 'bob: Secured\n',
    });
    const { network } = await ann.call('get_status', {});
    expect(network.discovery).toBe('off');
    await talk(bob, ann);
  });

  test.each([
    ['who dials', 'ann', 'bob'],
    ['who is dialled', 'bob', 'ann'],
  ] as const)('either side sends first: %s', async (_, first, second) => {
    await using home = await makeHome();
    const people = await acquainted(home);
    const port = await freePort();
    await people.bob.daemon('--no-mdns', '--port', port);
    await people.ann.daemon('--no-mdns', '--port', await freePort());
    await people.ann.json('connect', 'bob', '--address', `127.0.0.1:${port}`);
    const outcome = await people[first].run('send', second, 'the', 'first', 'word', '--wait', 'delivered');
    expect(outcome).toMatchObject({ code: 0, stdout: `Delivered to ${second}.\n` });
    await people[second].json('send', first, 'and the answer', '--wait', 'delivered');
    expect(received(await people[second].conversation(first))).toEqual(['the first word']);
    expect(received(await people[first].conversation(second))).toEqual(['and the answer']);
  });

  test('a contact added while both run is found and secured without a further command', async () => {
    await using home = await makeHome();
    const [ann, bob] = await Promise.all([newPerson(home, 'ann'), newPerson(home, 'bob')]);
    await ann.daemon('--port', await freePort());
    await bob.daemon('--port', await freePort());
    await ann.add(bob);
    await bob.add(ann);
    await Promise.all([untilSecured(ann, 'bob'), untilSecured(bob, 'ann')]);
  });

  test('a message can be sent and delivered with no daemon on the sender’s side', async () => {
    await using home = await makeHome();
    const { ann, bob } = await acquainted(home);
    await bob.daemon('--port', await freePort());
    const port = await freePort();
    const outcome = await ann.run('send', 'bob', 'by the way', '--wait', 'delivered', '--port', port);
    expect(outcome).toMatchObject({ code: 0, stdout: 'Delivered to bob.\n' });
    expect(received(await bob.conversation('ann'))).toEqual(['by the way']);
  });
});
