// What people do at the window day by day: find what was said, take a message back here, look before a link opens, block
// somebody, and have it all in their own theme, size and language.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyHex } from '@loom/contract';
import { connectToProfile } from '@loom/daemon';
import { findChromium, launchChromium, noChromium } from '../support/chromium.ts';
import { makeHome } from '../support/loom.ts';
import { permissions, sitDown, type Person } from '../support/person.ts';

const storyMs = 120_000;
const chromium = findChromium();

let browser: Browser | undefined;
beforeAll(async () => {
  if (chromium !== undefined) browser = await launchChromium(chromium);
});
afterAll(async () => browser?.close());

async function twoPeople() {
  if (browser === undefined) throw new Error(noChromium);
  const home = await makeHome();
  const context = await browser.newContext({ permissions, colorScheme: 'light' });
  const ada = await sitDown(home, context, 'Ada', '--no-mdns');
  const bo = await sitDown(home, context, 'Bo', '--no-mdns');
  const adasToken = await ada.makeIdentity();
  const adasPort = await ada.findPeople();
  const bosToken = await bo.makeIdentity();
  await bo.findPeople();
  await ada.add({ name: 'Bo', token: bosToken });
  await bo.add({ name: 'Ada', token: adasToken, address: adasPort });
  await Promise.all([ada.secured(), bo.secured()]);
  return {
    home,
    ada,
    bo,
    async [Symbol.asyncDispose]() {
      await context.close();
      await home[Symbol.asyncDispose]();
    },
  };
}

/** Writes as many messages as fill several pages, through the engine’s other door. */
async function writeMany(folder: string, texts: readonly string[]): Promise<void> {
  const door = await connectToProfile({ home: folder, profile: 'ada' });
  const [contact] = (await door?.call('get_contacts', {})) ?? [];
  for (const content of texts)
    await door?.call('send_message', { contact_pub_key: keyHex(contact?.public_key ?? []), content });
  await door?.close();
}

const rowsIn = ({ page }: Person): Promise<number> => page.getByRole('listitem').count();

describe('day by day', { timeout: storyMs }, () => {
  test('a search leads to the message among hundreds, from there one can read on, and the newest are one press away', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    await using room = await twoPeople();
    const { ada, home } = room;
    const filler = (word: string) => Array.from({ length: 220 }, (_, index) => `${word} ${index + 1}`);
    await writeMany(home.folder, [...filler('early'), 'the Crème brûlée was a triumph', ...filler('late')]);
    const { page } = ada;
    const list = ada.messages('Bo');
    await list.getByText('late 220', { exact: true }).waitFor();
    expect(await rowsIn(ada)).toBeLessThan(80);

    await page.getByRole('textbox', { name: 'Search messages and people' }).fill('creme bru');
    const found = page.getByRole('navigation', { name: 'What was found' });
    await found.getByRole('button', { name: /brûlée/ }).click();
    await list.getByText('the Crème brûlée was a triumph').waitFor();
    expect(await list.getByText('the Crème brûlée was a triumph').isVisible()).toBe(true);
    expect(await list.getByText('late 220', { exact: true }).count()).toBe(0);
    expect(await rowsIn(ada)).toBeLessThan(80);

    // Reading on towards the newest, page by page, without losing the way.
    const scroller = page.getByRole('group', { name: 'Messages with Bo' });
    await scroller.hover();
    await expect
      .poll(
        async () => {
          await page.mouse.wheel(0, 1500);
          return list.getByText('late 220', { exact: true }).count();
        },
        { timeout: 30_000, interval: 60 },
      )
      .toBe(1);

    await found.getByRole('button', { name: /brûlée/ }).click();
    await list.getByText('the Crème brûlée was a triumph').waitFor();
    await page.getByRole('button', { name: 'Jump to the newest message' }).click();
    await list.getByText('late 220', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'End the search' }).click();
    await page.getByRole('navigation', { name: 'Conversations' }).waitFor();
    expect(ada.trouble).toEqual([]);
  });

  test('a search can stay in one conversation, and finds people by their names', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    await using room = await twoPeople();
    const { page } = room.ada;
    await room.ada.send('meet me at the oak');
    await page.getByRole('button', { name: 'Contact options' }).click();
    await page.getByRole('menuitem', { name: 'Search in conversation' }).click();
    const field = page.getByRole('textbox', { name: 'Search in the conversation with Bo' });
    await expect
      .poll(() => page.evaluate<string>('document.activeElement.ariaLabel'))
      .toBe('Search in the conversation with Bo');
    await field.fill('OAK');
    await page.getByRole('status').getByText('1 message found').waitFor();
    await field.press('Escape');
    await page.getByRole('textbox', { name: 'Search messages and people' }).fill('bo');
    const found = page.getByRole('navigation', { name: 'What was found' });
    await found.getByRole('heading', { name: 'People' }).waitFor();
    await found.getByRole('button', { name: 'Bo', exact: true }).waitFor();
    expect(room.ada.trouble).toEqual([]);
  });

  test('a message deleted here is gone here, and one that waits is never sent', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    await using room = await twoPeople();
    const { ada, bo } = room;
    const { page } = ada;
    await ada.send('a slip of the tongue');
    await bo.messages('Ada').getByText('a slip of the tongue').waitFor();
    const row = ada.messages('Bo').getByRole('listitem').filter({ hasText: 'a slip of the tongue' });
    await row.hover();
    await row.getByRole('button', { name: 'Message options' }).click();
    await page.getByRole('menuitem', { name: 'Delete for me' }).click();
    const sheet = page.getByRole('dialog', { name: 'Delete this message?' });
    await sheet.getByText('What has arrived over there stays there.').waitFor();
    await sheet.getByRole('button', { name: 'Delete for me' }).click();
    await row.waitFor({ state: 'detached' });
    expect(await bo.messages('Ada').getByText('a slip of the tongue').count()).toBe(1);

    await bo.engine.stop();
    await page.getByText('Offline').first().waitFor();
    await ada.send('never mind this');
    const waiting = ada.messages('Bo').getByRole('listitem').filter({ hasText: 'never mind this' });
    await waiting.hover();
    await waiting.getByRole('button', { name: 'Message options' }).click();
    await page.getByRole('menuitem', { name: 'Try now' }).waitFor();
    await page.getByRole('menuitem', { name: 'Delete for me' }).click();
    await page
      .getByRole('dialog', { name: 'Delete this message?' })
      .getByRole('button', { name: 'Delete for me' })
      .click();
    await waiting.waitFor({ state: 'detached' });
    await ada.messages('Bo').waitFor({ state: 'detached' });
    expect(ada.trouble).toEqual([]);
  });

  test('a link shows where it leads before anything opens, and what is no web address is text', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    await using room = await twoPeople();
    const { ada, bo } = room;
    await bo.send('https://bank.example@evil.example/login and javascript:alert(1)');
    const list = ada.messages('Bo');
    const sheet = ada.page.getByRole('dialog', { name: 'Open this link?' });
    // Whichever button it is pressed with.
    await list.getByRole('link').click({ button: 'middle' });
    await sheet.getByText('evil.example', { exact: true }).waitFor();
    await ada.page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    expect(ada.page.context().pages()).toHaveLength(2);
    await list.getByRole('link').click();
    await sheet.getByText('evil.example', { exact: true }).waitFor();
    await sheet.getByText('may look like another site').waitFor();
    await sheet.getByRole('button', { name: 'Copy address' }).click();
    await sheet.getByText('Copied.').waitFor();
    expect(await ada.page.evaluate<string>('navigator.clipboard.readText()')).toBe(
      'https://bank.example@evil.example/login',
    );
    await ada.page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    expect(await list.getByRole('link').count()).toBe(1);
    expect(ada.trouble).toEqual([]);
  });

  test('who is blocked gets nothing through, until the person changes their mind in the settings', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    await using room = await twoPeople();
    const { ada, bo } = room;
    const { page } = ada;
    await page.getByRole('button', { name: 'Contact options' }).click();
    await page.getByRole('menuitem', { name: 'Block contact' }).click();
    await page.getByText('You have blocked Bo').waitFor();
    await bo.page.getByText('Offline').first().waitFor();
    await bo.send('let me in');
    const privacy = await ada.openSettings('Privacy');
    await privacy.getByRole('button', { name: 'Unblock Bo' }).click();
    await privacy.getByText('Nobody is blocked.').waitFor();
    await page.keyboard.press('Escape');
    await ada.messages('Bo').getByText('let me in').waitFor();
    expect(ada.trouble).toEqual([]);
  });

  test('theme, size of text, effects and language are as they were set, also in the next window', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    await using room = await twoPeople();
    const { page } = room.ada;
    const ground = () =>
      page.evaluate<string>('getComputedStyle(document.body).getPropertyValue("color-scheme")');
    const privacy = await room.ada.openSettings('Privacy');
    await privacy.getByRole('switch', { name: 'Tell contacts what I have read' }).uncheck();
    const looks = await room.ada.openSettings('Appearance');
    await looks.getByRole('group', { name: 'Theme' }).getByRole('radio', { name: 'Dark' }).check();
    await looks.getByRole('group', { name: 'Size of text' }).getByRole('radio', { name: '125 %' }).check();
    await looks.getByRole('group', { name: 'Glass and motion' }).getByRole('radio', { name: 'Off' }).check();
    await expect.poll(ground).toBe('dark');
    await looks.getByRole('group', { name: 'Language' }).getByRole('radio', { name: 'Deutsch' }).check();
    const german = page.getByRole('main', { name: 'Aussehen' });
    await german.getByRole('group', { name: 'Schriftgröße' }).waitFor();
    await page.keyboard.press('Escape');
    await german.waitFor({ state: 'detached' });

    await page.reload();
    await page.getByRole('heading', { name: 'Gespräche' }).waitFor();
    await page.getByText('Gesichert').waitFor();
    await page.getByRole('textbox', { name: 'Nachrichten und Menschen suchen' }).waitFor();
    expect(await page.evaluate<string>('document.documentElement.lang')).toBe('de');
    expect(await page.evaluate<string>('getComputedStyle(document.documentElement).fontSize')).toBe('20px');
    expect(await page.evaluate<string>('document.documentElement.dataset.fx')).toBe('off');
    await expect.poll(ground).toBe('dark');
    expect(room.ada.trouble).toEqual([]);
  });
});
