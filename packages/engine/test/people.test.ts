import { afterEach, beforeEach, expect, test } from 'vitest';
import { isLoomError } from '@loom/contract';
import { World, type Person } from './support/world.ts';

let world: World;
let anna: Person;
let ben: Person;

beforeEach(async () => {
  world = new World();
  anna = await world.person('Anna', '10.0.0.1');
  ben = await world.person('Ben', '10.0.0.2');
  await world.introduce(anna, ben);
});

afterEach(async () => {
  await world.stop();
});

test('two people see the same safety number, and with anybody else another one', async () => {
  const mallory = await world.person('Mallory', '10.0.0.3');
  await mallory.add(ben);
  const annas = await anna.call('get_safety_number', { contact_pub_key: ben.key });
  expect(await ben.call('get_safety_number', { contact_pub_key: anna.key })).toEqual(annas);
  expect(annas.digits).toMatch(/^\d{60}$/);
  expect(annas.symbols).toHaveLength(24);
  expect(annas.qr).toBe(`loom-safety:1:${annas.digits}`);
  const mallorys = await mallory.call('get_safety_number', { contact_pub_key: ben.key });
  expect(mallorys.digits).not.toBe(annas.digits);
  expect(await anna.call('get_safety_number', { contact_pub_key: ben.key })).toEqual(annas);
});

test('there is no safety number with somebody who is no contact', async () => {
  const code = await anna.call('get_safety_number', { contact_pub_key: anna.key }).then(
    () => undefined,
    (error: unknown) => (isLoomError(error) ? error.code : error),
  );
  expect(code).toBe('unknown-contact');
});

test('that a contact is verified is stored, told, and can be taken back', async () => {
  expect((await anna.contact(ben)).verified).toBe(false);
  await anna.call('mark_verified', { contact_pub_key: ben.key });
  expect((await anna.contact(ben)).verified).toBe(true);
  expect((await ben.contact(anna)).verified).toBe(false);
  const told = anna.events.findLast(({ event }) => event === 'contact_changed');
  expect(told).toMatchObject({ payload: { contact: { verified: true } } });
  await anna.stop();
  await anna.start();
  expect((await anna.contact(ben)).verified).toBe(true);
  await anna.call('mark_verified', { contact_pub_key: ben.key, verified: false });
  expect((await anna.contact(ben)).verified).toBe(false);
});
