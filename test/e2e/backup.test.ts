// At the window a backup is made, tried before it is trusted, and becomes a profile again: the conversation is back, and heals with
// those one talked with.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium, noChromium } from '../support/chromium.ts';
import { makeHome } from '../support/loom.ts';
import { permissions, sitDown, type Person } from '../support/person.ts';

const storyMs = 300_000;
const chromium = findChromium();
const passphrase = 'two herons under the bridge';

let browser: Browser | undefined;
beforeAll(async () => {
  if (chromium !== undefined) browser = await launchChromium(chromium);
});
afterAll(async () => browser?.close());

async function newContext() {
  if (browser === undefined) throw new Error(noChromium);
  return browser.newContext({ permissions });
}

async function openStorage({ page }: Person): Promise<void> {
  await page.bringToFront();
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: 'Storage' }).click();
}

async function closed(sheet: Locator): Promise<void> {
  await sheet.waitFor({ state: 'detached' });
}

/** Makes a backup and tries it, once with a slip. */
async function backUp(person: Person, path: string): Promise<void> {
  const { page } = person;
  await openStorage(person);
  await page.getByRole('button', { name: 'Back up now' }).click();
  const sheet = page.getByRole('dialog');
  const place = sheet.getByRole('textbox', { name: 'Where the file goes' });
  await expect.poll(() => place.inputValue(), { timeout: 20_000 }).toContain('Ada');
  await place.fill(path);
  await sheet.getByLabel('Passphrase of the backup').fill(passphrase);
  await sheet.getByLabel('The same again').fill(passphrase);
  await sheet.getByRole('button', { name: 'Make the backup' }).click();
  await sheet.getByText('Not tested yet').waitFor();
  await sheet.getByLabel('Passphrase of the backup').fill('one heron under the bridge');
  await sheet.getByRole('button', { name: 'Test it' }).click();
  await sheet.getByText('The passphrase does not fit.').waitFor();
  await sheet.getByLabel('Passphrase of the backup').fill(passphrase);
  await sheet.getByRole('button', { name: 'Test it' }).click();
  await sheet.getByText('It opens, and all of it can be read.').waitFor();
  await holdsAda(sheet);
  await sheet.getByRole('button', { name: 'Done' }).click();
  await closed(page.getByRole('dialog'));
}

async function holdsAda(sheet: Locator): Promise<void> {
  expect(await sheet.getByRole('definition').allTextContents()).toEqual([
    'Ada',
    '1',
    '2',
    expect.stringMatching(/\d/),
  ]);
}

describe('a backup', { timeout: storyMs }, () => {
  test('is made and tried, and in a new profile it is the person again, whose conversation heals', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    await using home = await makeHome();
    const context = await newContext();
    const ada = await sitDown(home, context, 'Ada', '--no-mdns');
    const bo = await sitDown(home, context, 'Bo', '--no-mdns');
    const adasToken = await ada.makeIdentity();
    const adasPort = await ada.findPeople();
    const bosToken = await bo.makeIdentity();
    await bo.findPeople();
    await ada.add({ name: 'Bo', token: bosToken });
    await bo.add({ name: 'Ada', token: adasToken, address: adasPort });
    await Promise.all([ada.secured(), bo.secured()]);
    await ada.send('From before the backup.');
    await bo.messages('Ada').getByText('From before the backup.').waitFor();
    await bo.send('Safely kept.');
    await ada.messages('Bo').getByText('Safely kept.').waitFor();

    const file = join(home.folder, 'ada.loom-backup');
    await backUp(ada, file);
    await ada.page.keyboard.press('Escape');
    await bo.send('From after the backup.');
    await ada.messages('Bo').getByText('From after the backup.').waitFor();

    await openStorage(ada);
    await ada.page.getByRole('button', { name: 'Erase profile…' }).click();
    const wipe = ada.page.getByRole('dialog');
    await wipe.getByRole('textbox', { name: 'Type the name of the profile' }).fill('ada');
    await wipe.getByRole('button', { name: 'Erase for good' }).click();
    await ada.page.getByRole('button', { name: 'Make my identity' }).waitFor();
    await ada.engine.stop();
    await bo.page.getByRole('status').getByText('Offline').waitFor();

    const again = await sitDown(home, context, 'Second', '--no-mdns', '--port', adasPort);
    const { page } = again;
    await page.getByRole('button', { name: 'Restore from a backup' }).click();
    const sheet = page.getByRole('dialog');
    const choosing = page.waitForEvent('filechooser');
    await sheet.getByRole('button', { name: 'Choose file' }).click();
    await (await choosing).setFiles(file);
    await sheet.getByText('ada.loom-backup').waitFor();
    await sheet.getByRole('button', { name: 'Look into it' }).click();
    await sheet.getByText('This backup is closed with a passphrase.').waitFor();
    await sheet.getByLabel('Its passphrase').fill(passphrase);
    await sheet.getByRole('button', { name: 'Look into it' }).click();
    await sheet.getByText('This is in the backup').waitFor();
    await holdsAda(sheet);
    await sheet.getByRole('button', { name: 'Restore', exact: true }).click();

    await again.open('Bo');
    await again.messages('Bo').getByText('From before the backup.').waitFor();
    await Promise.all([again.secured(), bo.secured()]);
    await again.messages('Bo').getByText('From after the backup.').waitFor();
    await again.send('It is me again.');
    await bo.messages('Ada').getByText('It is me again.').waitFor();
    expect([...again.trouble, ...bo.trouble]).toEqual([]);
    await context.close();
  });

  test('takes the place of a profile that is in use only after its last word, and keeps what was there', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    await using home = await makeHome();
    const context = await newContext();
    const ada = await sitDown(home, context, 'Ada', '--no-mdns');
    const { page } = ada;
    const token = await ada.makeIdentity();
    await ada.findPeople();
    const file = join(home.folder, 'ada.loom-backup');
    const made = await home.run(
      'call',
      '--profile',
      'ada',
      'create_backup',
      JSON.stringify({ path: file, passphrase }),
    );
    expect(made.stderr).toBe('');
    await openStorage(ada);
    await page.getByRole('button', { name: 'Restore from a backup…' }).click();
    const sheet = page.getByRole('dialog');
    await sheet
      .getByRole('textbox', { name: 'Or where it lies on this device' })
      .fill(join(home.folder, 'no'));
    await sheet.getByRole('button', { name: 'Look into it' }).click();
    await sheet.getByText('There is no backup at').waitFor();
    await sheet.getByRole('textbox', { name: 'Or where it lies on this device' }).fill(file);
    await sheet.getByLabel('Its passphrase').fill(passphrase);
    await sheet.getByRole('button', { name: 'Look into it' }).click();
    await sheet.getByText('It takes the place of all that is in the profile ada now.').waitFor();
    await sheet.getByRole('button', { name: 'Back', exact: true }).click();
    await sheet.getByRole('textbox', { name: 'Or where it lies on this device' }).fill(file);
    await sheet.getByLabel('Its passphrase').fill(passphrase);
    await sheet.getByRole('button', { name: 'Look into it' }).click();
    await sheet.getByRole('button', { name: 'Replace what is here' }).click();
    const outcome = page.getByRole('dialog', { name: 'Restored' });
    await outcome.getByText('What was here before is kept in this file:').waitFor();
    const kept = await outcome.getByRole('code').textContent();
    expect(kept).toMatch(/loom\.db\.replaced-1$/);
    expect((await stat(kept ?? '')).size).toBeGreaterThan(4096);
    await outcome.getByRole('button', { name: 'Done' }).click();
    await closed(sheet);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Show my token', exact: true }).click();
    await page.getByRole('button', { name: 'Copy token' }).click();
    await page.getByText('Copied.').waitFor();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(token);
    expect(ada.trouble).toEqual([]);
    await context.close();
  });
});
