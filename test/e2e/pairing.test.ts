// Two people who sit next to each other meet through their windows: visible, compared, confirmed by both, and secured.
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium, launchChromium, noChromium } from '../support/chromium.ts';
import { makeHome, type Home } from '../support/loom.ts';
import { permissions, sitDown, type Person } from '../support/person.ts';
import { freePort } from '../cli/people.ts';

const storyMs = 120_000;
const chromium = findChromium();

let browser: Browser | undefined;
beforeAll(async () => {
  if (chromium !== undefined) browser = await launchChromium(chromium);
});
afterAll(async () => browser?.close());

/** Somebody with an identity, in the main view, whom others can find. */
async function settle(home: Home, context: BrowserContext, name: string): Promise<Person> {
  const person = await sitDown(home, context, name, '--port', await freePort());
  await person.makeIdentity();
  await person.findPeople();
  return person;
}

async function meetSomeone(person: Person): Promise<void> {
  await person.page.bringToFront();
  await person.page.getByRole('button', { name: 'Meet someone nearby' }).click();
  await person.page.getByText('People nearby can see your name.').waitFor();
}

/** What this window shows to compare: the names of the symbols, and the digits. */
async function shown({ page }: Person): Promise<string[]> {
  const symbols = page.getByRole('list', { name: 'Symbols to compare' });
  await symbols.waitFor();
  return [
    ...(await symbols.getByRole('listitem').allInnerTexts()),
    await page.getByText(/^\d{3} \d{3}$/).innerText(),
  ];
}

test(
  'two people nearby compare, both confirm, and are verified and secured',
  { timeout: storyMs },
  async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    if (browser === undefined) throw new Error(noChromium);
    await using home = await makeHome();
    const context = await browser.newContext({ permissions });
    const ada = await settle(home, context, 'Ada');
    const bo = await settle(home, context, 'Bo');

    const began = performance.now();
    await Promise.all([meetSomeone(ada), meetSomeone(bo)]);
    await ada.page.getByRole('button', { name: 'Compare with Bo' }).click();
    const [adas, bos] = await Promise.all([shown(ada), shown(bo)]);
    expect(adas).toHaveLength(8);
    expect(bos).toEqual(adas);

    const same = (person: Person) => person.page.getByRole('button', { name: 'They are the same' }).click();
    await same(bo);
    await bo.page.getByText('Waiting for Ada to confirm').waitFor();
    expect((await home.run('call', 'get_contacts', '{}', '--profile', 'bo')).stdout).toBe('[]\n');
    await same(ada);
    for (const [person, other] of [
      [ada, 'Bo'],
      [bo, 'Ada'],
    ] as const) {
      await person.page.getByText(`${other} is your contact now, verified.`).waitFor();
      await person.page.bringToFront();
      await person.page.getByRole('button', { name: `Open conversation with ${other}` }).click();
      await person.secured();
      const contacts = await home.run('call', 'get_contacts', '{}', '--profile', person.name.toLowerCase());
      expect(JSON.parse(contacts.stdout)).toMatchObject([{ display_name: other, verified: true }]);
    }
    console.log(`two windows met in ${((performance.now() - began) / 1000).toFixed(1)} s`);
    await ada.send('That was quick.');
    await bo.messages('Ada').getByText('That was quick.').waitFor();
    expect([...ada.trouble, ...bo.trouble]).toEqual([]);
    await context.close();
  },
);

test(
  'from the sheet for tokens it is one step; who says that it is not the same makes no contact, and Escape ends it',
  { timeout: storyMs },
  async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    if (browser === undefined) throw new Error(noChromium);
    await using home = await makeHome();
    const context = await browser.newContext({ permissions });
    const ada = await settle(home, context, 'Ada');
    const cli = home.start('--profile', 'cleo', 'identity', 'new', '--name', 'Cleo');
    await cli.ended;
    const cleo = home.start('--profile', 'cleo', 'pair', '--with', 'Ada', '--port', await freePort());

    await ada.page.bringToFront();
    await ada.page.getByRole('button', { name: 'Add new contact' }).press('Enter');
    await ada.page.getByRole('button', { name: 'Meet someone nearby instead' }).press('Enter');
    await ada.page.getByText('People nearby can see your name.').waitFor();
    // Somebody at a terminal begins; the window shows it at once.
    const [, digits = ''] = await cleo.prints(/\n {2}(\d{3} \d{3})\n/);
    expect((await shown(ada)).at(-1)).toBe(digits);
    await ada.page.getByRole('button', { name: 'Not the same' }).press('Enter');
    await ada.page.getByText('You said that the symbols were not the same.').waitFor();
    // The button that had focus is gone, and the keys reach the sheet all the same.
    await ada.page.locator('dialog:focus').waitFor();
    await ada.page.keyboard.press('Escape');
    await ada.page.getByRole('dialog').waitFor({ state: 'hidden' });
    await ada.page.getByRole('button', { name: 'Add new contact' }).and(ada.page.locator(':focus')).waitFor();
    const { stdout } = await home.run('call', 'get_pairing', '{}', '--profile', 'ada');
    expect(JSON.parse(stdout)).not.toHaveProperty('visible_until');
    expect((await home.run('call', 'get_contacts', '{}', '--profile', 'ada')).stdout).toBe('[]\n');
    expect(ada.trouble).toEqual([]);
    await cleo.stop('SIGINT');
    await context.close();
  },
);
