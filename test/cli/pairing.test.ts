// Two people who sit next to each other meet on the command line, without a token and with nothing typed but an answer.
import { expect, test } from 'vitest';
import { makeHome, type Running } from '../support/loom.ts';
import { freePort, newPerson, until, received } from './people.ts';

const storyMs = 120_000;
/** Seven symbols with their names, and six digits. */
const shown = /( {2}\S+ .*)\n {2}(\d{3} \d{3})\nThe same on both\? \(y\/n\)/;

async function compared(meeting: Running): Promise<string> {
  const [, symbols = '', digits = ''] = await meeting.prints(shown);
  return `${symbols} ${digits}`;
}

test('two processes pair, are verified and Secured, and chat', { timeout: storyMs }, async () => {
  await using home = await makeHome();
  const [ann, bob] = await Promise.all([newPerson(home, 'ann'), newPerson(home, 'bob')]);
  const began = performance.now();
  const one = home.start('--profile', 'ann', 'pair', '--with', 'bob', '--port', await freePort());
  const two = home.start('--profile', 'bob', 'pair', '--with', 'ann', '--port', await freePort());
  const [mine, theirs] = await Promise.all([compared(one), compared(two)]);
  expect(mine).toBe(theirs);
  one.stdin.write('y\n');
  two.stdin.write('y\n');
  const outcomes = await Promise.all([one.ended, two.ended]);
  console.log(
    `two processes met in ${((performance.now() - began) / 1000).toFixed(1)} s, their start included`,
  );
  expect(outcomes.map(({ code }) => code)).toEqual([0, 0]);
  expect(outcomes[0].stdout).toContain('bob is your contact now, verified');
  expect(outcomes[1].stdout).toContain('ann is your contact now, verified');

  await ann.daemon('--port', await freePort());
  await bob.daemon('--port', await freePort());
  expect((await ann.contact('bob')).verified).toBe(true);
  await ann.feed('hello, neighbour\n', 'chat', 'bob');
  const texts = await until(
    async () => received(await bob.conversation('ann')),
    (messages) => messages.length > 0,
  );
  expect(texts).toEqual(['hello, neighbour']);
});

test(
  'one who says no is no contact, and Ctrl+C makes the other one invisible',
  { timeout: storyMs },
  async () => {
    await using home = await makeHome();
    const [ann, bob] = await Promise.all([newPerson(home, 'ann'), newPerson(home, 'bob')]);
    await ann.daemon('--port', await freePort());
    const one = home.start('--profile', 'ann', 'pair', '--with', 'bob');
    const two = home.start('--profile', 'bob', 'pair', '--with', 'ann', '--port', await freePort());
    await Promise.all([compared(one), compared(two)]);
    two.stdin.write('n\n');
    await until(
      () => ann.call('get_pairing', {}),
      ({ nearby }) => nearby.some(({ name, step }) => name === 'bob' && step === 'failed'),
    );
    expect(await ann.call('get_contacts', {})).toEqual([]);
    expect((await ann.call('get_pairing', {})).visible_until).toBeDefined();
    expect((await one.stop('SIGINT')).code).toBe(130);
    expect((await ann.call('get_pairing', {})).visible_until).toBeUndefined();
    expect((await two.stop('SIGINT')).code).toBe(130);
    expect(await bob.json('contact', 'list')).toEqual([]);
  },
);
