// A second copy of a profile on the same network: both announce what only one database knows, and the doctor says so.
import type { Check } from '@loom/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MemoryHost } from '../src/testing/index.ts';
import { World, type Person } from './support/world.ts';

const host = (address: string) => ({ host: new MemoryHost({ name: 'eth0', address, prefixLength: 24 }) });
const quarterMs = 900_000;

let world: World;
let anna: Person;
beforeEach(async () => {
  world = new World();
  anna = await world.person('Anna', '10.0.0.1', host('10.0.0.1'));
});
afterEach(() => world.stop());

/** Runs another engine with a copy of Anna's database as it is now. */
async function copyOfAnna(address: string): Promise<Person> {
  const copy = await world.person('Anna', address, host(address));
  await copy.stop();
  copy.database = anna.database.copy();
  await copy.start([47114]);
  return copy;
}

async function check(person: Person): Promise<Check | undefined> {
  const asked = person.call('run_doctor', {});
  await world.clock.advance(10_000);
  return (await asked).checks.find(({ id }) => id === 'copy');
}

describe('a second copy of a profile', () => {
  test('is named by the doctor of either, while both run', async () => {
    expect(await check(anna)).toMatchObject({ status: 'ok' });
    const copy = await copyOfAnna('10.0.0.9');
    await world.clock.advance(5_000);
    expect(await check(anna)).toMatchObject({
      status: 'warning',
      saw: expect.stringMatching(/^At 10\.0\.0\.9, port 47114, a Loom announces itself as this/) as string,
    });
    expect(await check(copy)).toMatchObject({
      status: 'warning',
      saw: expect.stringMatching(/^At 10\.0\.0\.1, port 47113, /) as string,
    });
    await copy.stop();
    await world.clock.advance(5_000);
    expect(await check(anna)).toMatchObject({ status: 'ok' });
  });

  test('is named although each has met other people since, and in the next quarter of an hour', async () => {
    const [ben, cleo] = [await world.person('Ben', '10.0.0.2'), await world.person('Cleo', '10.0.0.3')];
    const copy = await copyOfAnna('10.0.0.9');
    await world.introduce(anna, ben);
    await world.introduce(copy, cleo);
    await world.clock.advance(quarterMs);
    expect(await check(anna)).toMatchObject({ status: 'warning' });
  });

  test('is named on the same machine too', async () => {
    await copyOfAnna('10.0.0.1');
    await world.clock.advance(5_000);
    expect(await check(anna)).toMatchObject({ status: 'warning' });
  });

  test('is not what a contact is, nor a stranger, nor oneself before a kill', async () => {
    const ben = await world.person('Ben', '10.0.0.2');
    await world.person('Stranger', '10.0.0.3');
    await world.introduce(anna, ben);
    await world.clock.advance(5_000);
    expect(await check(anna)).toMatchObject({ status: 'ok' });
    expect(await check(ben)).toMatchObject({ status: 'ok' });
    // Heard of once more by way of somebody who has not noticed yet.
    anna.crash();
    await anna.start();
    await world.clock.advance(5_000);
    expect(await check(anna)).toMatchObject({ status: 'ok' });
  });
});
