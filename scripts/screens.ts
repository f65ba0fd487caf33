// Makes the pictures of the README, docs/screens/*.png: every view, of real engines that really talk. Knows the window only
// as a person does.
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { findChromium, launchChromium, noChromium } from '../test/support/chromium.ts';
import { makeHome } from '../test/support/loom.ts';
import { permissions, sitDown, type Person } from '../test/support/person.ts';

const folder = join(import.meta.dirname, '..', 'docs', 'screens');
const desktop = { width: 1280, height: 832 };
const phone = { width: 390, height: 780 };

const talk = [
  ['Bo', 'The power is back in the boathouse, and so is the mesh.'],
  ['Ada', 'Saw it: you went from offline to secured without me touching anything.'],
  ['Ada', 'Did the messages from last night get through?'],
  ['Bo', 'All of them, in order. Twelve, I think.'],
  ['Bo', 'I read them over breakfast.'],
  ['Ada', 'Good. Then the tide table is the one I sent at ten; forget the one before it.'],
  ['Bo', 'Understood. We leave at half past six.'],
] as const;

const afterthought = 'One more thing: bring the long rope.';

async function picture(page: Page, name: string): Promise<void> {
  // A tab behind another one draws no frames.
  await page.bringToFront();
  // The drift stands still, so that the same view makes the same picture.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.waitForTimeout(600);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  process.stdout.write(`docs/screens/${name}.png\n`);
}

/** Two people talk by their tokens. */
async function talking(context: BrowserContext): Promise<void> {
  await using home = await makeHome();
  const ada = await sitDown(home, context, 'Ada');
  await ada.page.getByRole('button', { name: 'Make my identity' }).waitFor();
  await picture(ada.page, 'first-start');
  const adasToken = await ada.makeIdentity();
  await picture(ada.page, 'your-token');
  await ada.findPeople();
  await picture(ada.page, 'no-contacts-yet');

  const bo = await sitDown(home, context, 'Bo');
  const bosToken = await bo.makeIdentity();
  await bo.findPeople();

  await ada.page.getByRole('button', { name: 'Add new contact' }).click();
  await ada.page.getByRole('textbox', { name: 'Display name' }).fill('Bo');
  const entry = ada.page.getByRole('textbox', { name: 'Token' });
  // Behind LOOM-, character 88 is the fourth of group C3.
  const at = 'LOOM-'.length + 87;
  const wrong = bosToken.charAt(at) === 'Q' ? 'R' : 'Q';
  await entry.fill(`${bosToken.slice(0, at)}${wrong}${bosToken.slice(at + 1)}`);
  await ada.page.getByText('Look at group C3.').waitFor();
  await ada.page.emulateMedia({ colorScheme: 'light' });
  await picture(ada.page, 'typo-light');
  await ada.page.emulateMedia({ colorScheme: 'dark' });
  await ada.page.getByRole('button', { name: 'Change to' }).click();
  await ada.page.getByText('signature is genuine').waitFor();
  await picture(ada.page, 'add-contact');
  await ada.page.getByRole('button', { name: 'Add', exact: true }).click();
  await ada.page.getByRole('dialog').waitFor({ state: 'hidden' });

  await bo.add({ name: 'Ada', token: adasToken });
  await Promise.all([ada.secured(), bo.secured()]);
  const people = { Ada: ada, Bo: bo };
  for (const [name, text] of talk) {
    const [writer, reader] = name === 'Ada' ? [ada, bo] : [bo, ada];
    await people[name].send(text);
    await reader.messages(writer.name).getByText(text).waitFor();
  }
  await picture(ada.page, 'conversation');
  await ada.page.emulateMedia({ colorScheme: 'light' });
  await picture(ada.page, 'conversation-light');
  await ada.page.setViewportSize(phone);
  await picture(ada.page, 'conversation-narrow');
  await ada.page.setViewportSize(desktop);
  await ada.page.emulateMedia({ colorScheme: 'dark' });

  await everyday(ada, bo);

  await ada.page.getByRole('button', { name: 'Show my token' }).click();
  await ada.page.getByText('36 groups of six').waitFor();
  await picture(ada.page, 'my-device');
  await ada.page.keyboard.press('Escape');
  await ada.page.getByRole('dialog').waitFor({ state: 'hidden' });

  await bo.engine.stop();
  await ada.page.getByRole('status').getByText('Offline').waitFor();
  await ada.send(afterthought);
  await ada.messages('Bo').getByText(afterthought).waitFor();
  await ada.page.getByRole('status').getByText('1 message waits').waitFor();
  await picture(ada.page, 'offline');
  await context.close();
}

/** What is found, where a link leads, what can be done with a message, and the settings. */
async function everyday(ada: Person, bo: Person): Promise<void> {
  const { page } = ada;
  const sheet = page.getByRole('dialog');
  const closed = async (): Promise<void> => {
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'hidden' });
  };
  await page.getByRole('textbox', { name: 'Search messages and people' }).fill('tide');
  await page.getByRole('button', { name: /tide table/ }).click();
  await picture(page, 'search');
  await page.getByRole('button', { name: 'End the search' }).click();

  await bo.send('The chart is at https://harbour.example/charts/2024.pdf');
  await ada.messages('Bo').getByRole('link').click();
  await picture(page, 'link');
  await closed();
  const row = ada.messages('Bo').getByRole('listitem').filter({ hasText: 'The chart is at' });
  await row.hover();
  await row.getByRole('button', { name: 'Message options' }).click();
  await picture(page, 'message-options');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await picture(page, 'settings');
  await page.setViewportSize(phone);
  await picture(page, 'settings-narrow');
  await page.setViewportSize(desktop);
  const theme = page.getByRole('group', { name: 'Theme' });
  await theme.getByRole('radio', { name: 'Light' }).check();
  await page.getByRole('group', { name: 'Language' }).getByRole('radio', { name: 'Deutsch' }).check();
  await picture(page, 'settings-german-light');
  await closed();
  await picture(page, 'conversation-german-light');
  await page.getByRole('button', { name: 'Einstellungen', exact: true }).click();
  await page.getByRole('group', { name: 'Sprache' }).getByRole('radio', { name: 'English' }).check();
  await theme.getByRole('radio', { name: 'As the system' }).check();
  await closed();
}

/** Two people who sit side by side meet, make sure of each other, and are warned when one comes back from a backup. */
async function meeting(context: BrowserContext): Promise<void> {
  await using home = await makeHome();
  const ada = await sitDown(home, context, 'Ada');
  await ada.makeIdentity();
  await ada.findPeople();
  const bo = await sitDown(home, context, 'Bo');
  await bo.makeIdentity();
  await bo.findPeople();

  for (const { page } of [bo, ada]) {
    await page.bringToFront();
    await page.getByRole('button', { name: 'Meet someone nearby' }).click();
  }
  const compare = ada.page.getByRole('button', { name: 'Compare with Bo' });
  await compare.waitFor();
  await picture(ada.page, 'meet-visible');
  await compare.click();
  for (const { page } of [ada, bo]) await page.getByRole('list', { name: 'Symbols to compare' }).waitFor();
  await picture(ada.page, 'meet-compare');
  await bo.page.setViewportSize(phone);
  await bo.page.emulateMedia({ colorScheme: 'light' });
  await picture(bo.page, 'meet-compare-narrow');
  for (const { page } of [bo, ada]) {
    await page.bringToFront();
    await page.getByRole('button', { name: 'They are the same' }).click();
  }
  await ada.page.getByText('Bo is your contact now, verified.').waitFor();
  await ada.page.emulateMedia({ colorScheme: 'light' });
  await picture(ada.page, 'meet-done-light');
  await ada.page.emulateMedia({ colorScheme: 'dark' });
  await ada.page.getByRole('button', { name: 'Open conversation with Bo' }).click();
  await bo.page.bringToFront();
  await bo.page.getByRole('button', { name: 'Open conversation with Ada' }).click();
  await Promise.all([ada.secured(), bo.secured()]);

  await openSafetyNumber(ada);
  await picture(ada.page, 'safety-number');
  await ada.page.keyboard.press('Escape');
  await openSafetyNumber(bo);
  await bo.page.getByRole('button', { name: 'Symbols' }).click();
  await bo.page.getByRole('list', { name: 'Symbols' }).waitFor();
  await picture(bo.page, 'safety-number-narrow');

  // Bo's device goes back to a copy of its data, as after a restored backup.
  const data = join(home.folder, 'profiles', 'bo');
  const copy = join(home.folder, 'copy');
  await bo.engine.stop();
  await cp(data, copy, { recursive: true });
  const later = await sitDown(home, context, 'Bo');
  await later.open('Ada');
  await later.secured();
  await later.send('From a day that is then forgotten.');
  await ada.messages('Bo').getByText('From a day that is then forgotten.').waitFor();
  await later.engine.stop();
  await rm(data, { recursive: true });
  await cp(copy, data, { recursive: true });
  const restored = await sitDown(home, context, 'Bo');
  await ada.page.getByRole('button', { name: 'Accept new session' }).waitFor();
  await ada.send('Is it you? I call you in a minute.');
  await ada.page.getByRole('status').getByText('new session, not accepted yet').waitFor();
  await picture(ada.page, 'new-session');
  await restored.engine.stop();
  await context.close();
}

async function openSafetyNumber({ page }: Person): Promise<void> {
  await page.bringToFront();
  await page.getByRole('button', { name: 'Contact options' }).click();
  await page.getByRole('menuitem', { name: 'Safety number' }).click();
  await page.getByRole('list', { name: 'Digits' }).waitFor();
}

const chromium = findChromium();
if (chromium === undefined) {
  process.stderr.write(`No pictures: ${noChromium}.\n`);
  process.exitCode = 1;
} else {
  await mkdir(folder, { recursive: true });
  const browser = await launchChromium(chromium);
  for (const story of [talking, meeting]) {
    await story(await browser.newContext({ permissions, viewport: desktop, colorScheme: 'dark' }));
  }
  await browser.close();
}
