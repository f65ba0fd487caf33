// At the window, people make sure of each other: a mistyped token is mended with one press, the safety number is compared, and a
// new session of somebody verified waits until it is accepted.
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium, noChromium } from '../support/chromium.ts';
import { makeHome } from '../support/loom.ts';
import { permissions, sitDown, type Person } from '../support/person.ts';

const storyMs = 120_000;
const chromium = findChromium();
const noQrReader = 'there is no zbarimg on this machine (Debian: sudo apt-get install zbar-tools)';

let browser: Browser | undefined;
beforeAll(async () => {
  if (chromium !== undefined) browser = await launchChromium(chromium);
});
afterAll(async () => browser?.close());

async function twoPeople() {
  if (browser === undefined) throw new Error(noChromium);
  const home = await makeHome();
  const context = await browser.newContext({ permissions });
  const ada = await sitDown(home, context, 'Ada', '--no-mdns');
  const bo = await sitDown(home, context, 'Bo', '--no-mdns');
  return {
    home,
    context,
    ada,
    bo,
    async [Symbol.asyncDispose]() {
      await context.close();
      await home[Symbol.asyncDispose]();
    },
  };
}

/** Both have added each other and are connected. @returns Ada's port */
async function meet(ada: Person, bo: Person): Promise<string> {
  const adasToken = await ada.makeIdentity();
  const adasPort = await ada.findPeople();
  const bosToken = await bo.makeIdentity();
  await bo.findPeople();
  await ada.add({ name: 'Bo', token: bosToken });
  await bo.add({ name: 'Ada', token: adasToken, address: adasPort });
  await Promise.all([ada.secured(), bo.secured()]);
  return adasPort;
}

async function openSafetyNumber({ page }: Person): Promise<Locator> {
  await page.getByRole('button', { name: 'Contact options' }).click();
  await page.getByRole('menuitem', { name: 'Safety number' }).click();
  const details = page.getByRole('complementary', { name: 'Details of' });
  await details.getByRole('list', { name: 'Digits' }).waitFor();
  return details;
}

describe('people make sure of each other', { timeout: storyMs }, () => {
  test('a token with one wrong character is shown with its place, and one press takes the correction', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    await using room = await twoPeople();
    const { ada, bo } = room;
    await ada.makeIdentity();
    await ada.findPeople();
    const token = await bo.makeIdentity();
    // Behind LOOM-, character 88 is the fourth of group C3.
    const at = 5 + 87;
    const right = token.charAt(at);
    const wrong = right === 'Q' ? 'R' : 'Q';
    await ada.page.getByRole('button', { name: 'Add new contact' }).click();
    await ada.page.getByRole('textbox', { name: 'Display name' }).fill('Bo');
    const entry = ada.page.getByRole('textbox', { name: 'Token', exact: true });
    await entry.fill(`${token.slice(0, at)}${wrong}${token.slice(at + 1)}`);
    await ada.page.getByText('Look at group C3.').waitFor();
    await ada.page
      .getByText(`character 4 is “${wrong}”, and only “${right}” makes the token genuine`)
      .waitFor();
    expect(await entry.getAttribute('aria-invalid')).toBe('true');
    const add = ada.page.getByRole('button', { name: 'Add', exact: true });
    expect(await add.isDisabled()).toBe(true);

    await ada.page.getByRole('button', { name: `Change to ${right}` }).click();
    await ada.page.getByText('The token is whole and its signature is genuine.').waitFor();
    expect((await entry.inputValue()).replaceAll(/\s/g, '')).toBe(token);
    await add.click();
    await ada.page.getByRole('heading', { name: 'Bo', exact: true }).waitFor();
    expect(ada.trouble).toEqual([]);
  });

  test('both see the same safety number, and who has compared it sees so everywhere', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    await using room = await twoPeople();
    const { ada, bo } = room;
    await meet(ada, bo);
    await ada.page.getByText('not compared yet').waitFor();

    const [adas, bos] = [await openSafetyNumber(ada), await openSafetyNumber(bo)];
    const digits = await adas.getByRole('list', { name: 'Digits' }).getByRole('listitem').allTextContents();
    expect(digits).toHaveLength(12);
    expect(digits.join('')).toMatch(/^\d{60}$/);
    expect(await bos.getByRole('list', { name: 'Digits' }).getByRole('listitem').allTextContents()).toEqual(
      digits,
    );
    for (const details of [adas, bos]) await details.getByRole('button', { name: 'Symbols' }).click();
    const symbols = await adas.getByRole('list', { name: 'Symbols' }).getByRole('listitem').allTextContents();
    expect(symbols).toHaveLength(24);
    expect(await bos.getByRole('list', { name: 'Symbols' }).getByRole('listitem').allTextContents()).toEqual(
      symbols,
    );

    await adas.getByRole('button', { name: 'Mark as verified' }).click();
    await adas.getByText('You have compared this number with Bo').waitFor();
    await adas.getByRole('button', { name: 'Close details' }).click();
    await ada.page.getByRole('status').getByText('verified').waitFor();
    expect(await ada.page.getByText('not compared yet').count()).toBe(0);
    expect(await bo.page.getByRole('status').getByText('not compared yet').count()).toBe(1);
    await ada.page.reload();
    await ada.open('Bo');
    await ada.page.getByRole('status').getByText('verified').waitFor();
    expect([...ada.trouble, ...bo.trouble]).toEqual([]);
  });

  test('the code of the safety number gives its digits to an independent reader', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    skip(spawnSync('zbarimg', ['--version']).error !== undefined, noQrReader);
    await using room = await twoPeople();
    await meet(room.ada, room.bo);
    const details = await openSafetyNumber(room.ada);
    const digits = await details
      .getByRole('list', { name: 'Digits' })
      .getByRole('listitem')
      .allTextContents();
    await details.getByRole('button', { name: 'QR code' }).click();
    const picture = await details.getByRole('img', { name: 'QR code of the safety number' }).screenshot();
    const { stdout } = spawnSync('zbarimg', ['--quiet', '--raw', '--oneshot', '-'], { input: picture });
    expect(stdout.toString().trim()).toBe(`loom-safety:1:${digits.join('')}`);
  });

  test('a new session of somebody verified holds what is written until it is accepted', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    await using room = await twoPeople();
    const { home, context, ada, bo } = room;
    await meet(ada, bo);
    const details = await openSafetyNumber(ada);
    await details.getByRole('button', { name: 'Mark as verified' }).click();
    await ada.page.keyboard.press('Escape');
    await details.waitFor({ state: 'hidden' });

    // Bo's device goes back to a copy of its data, as after a restored backup.
    const data = join(home.folder, 'profiles', 'bo');
    await bo.engine.stop();
    await cp(data, join(home.folder, 'copy'), { recursive: true });
    const again = await sitDown(home, context, 'Bo', '--no-mdns');
    await again.open('Ada');
    await again.secured();
    await again.send('From a day that is then forgotten.');
    await ada.messages('Bo').getByText('From a day that is then forgotten.').waitFor();
    await again.engine.stop();
    await rm(data, { recursive: true });
    await cp(join(home.folder, 'copy'), data, { recursive: true });
    const restored = await sitDown(home, context, 'Bo', '--no-mdns');
    await restored.open('Ada');

    const accept = ada.page.getByRole('button', { name: 'Accept new session' });
    await accept.waitFor();
    await ada.page.bringToFront();
    await ada.page.getByText('A new session with Bo began, although you had verified them').waitFor();
    await ada.page.getByRole('status').getByText('new session, not accepted yet').waitFor();
    await ada.send('Only once it is accepted.');
    await ada.messages('Bo').getByText('Only once it is accepted.').waitFor();
    await accept.click();
    await restored.messages('Ada').getByText('Only once it is accepted.').waitFor();
    await accept.waitFor({ state: 'detached' });
    expect(ada.trouble).toEqual([]);
  });
});
