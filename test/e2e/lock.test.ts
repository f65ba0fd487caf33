// The lock at the window: a passphrase closes the profile and alone opens it, nothing of it stays in the page meanwhile, and whoever
// has lost theirs can begin anew.
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium, noChromium } from '../support/chromium.ts';
import { makeHome } from '../support/loom.ts';
import { permissions, sitDown, type Person } from '../support/person.ts';

const storyMs = 240_000;
const chromium = findChromium();
const passphrase = 'a heron over the weir';
const canary = 'The canary sings at dawn';
/** What the contact is called: no other word of the page. */
const heron = 'Heronfeather';

let browser: Browser | undefined;
beforeAll(async () => {
  if (chromium !== undefined) browser = await launchChromium(chromium);
});
afterAll(async () => browser?.close());

async function newContext() {
  if (browser === undefined) throw new Error(noChromium);
  return browser.newContext({ permissions });
}

/** All that is in the page in any way: marks, what was typed, the title, what the tab keeps. */
function everything(page: Page): Promise<string> {
  return page.evaluate<string>(`[
    document.documentElement.outerHTML,
    document.title,
    ...[...document.querySelectorAll('input, textarea')].map((field) => field.value),
    JSON.stringify({ ...sessionStorage, ...localStorage }),
  ].join('\\n')`);
}

async function openStorage({ page }: Person): Promise<void> {
  await page.bringToFront();
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: 'Storage' }).click();
}

async function setPassphrase(person: Person): Promise<void> {
  const { page } = person;
  await openStorage(person);
  await page.getByRole('button', { name: 'Use this: Under a passphrase' }).click();
  const sheet = page.getByRole('dialog', { name: 'Set a passphrase' });
  await sheet.getByLabel('New passphrase').fill(passphrase);
  await sheet.getByLabel('The same again').fill(passphrase);
  await sheet.getByRole('button', { name: 'Set passphrase' }).click();
  await sheet.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Change the passphrase' }).waitFor();
  await page.keyboard.press('Escape');
}

const locked = ({ page }: Person) => page.getByRole('heading', { name: 'Loom is locked' });

async function unlock({ page }: Person, typed = passphrase): Promise<void> {
  await page.getByLabel('Passphrase', { exact: true }).fill(typed);
  await page.keyboard.press('Enter');
}

describe('the lock', { timeout: storyMs }, () => {
  test('leaves nothing of the profile in the page, opens with the passphrase alone, and then all is there', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    await using home = await makeHome();
    const context = await newContext();
    const ada = await sitDown(home, context, 'Ada', '--no-mdns');
    const bo = await sitDown(home, context, 'Bo', '--no-mdns');
    const { page } = ada;
    const adasToken = await ada.makeIdentity();
    const adasPort = await ada.findPeople();
    const bosToken = await bo.makeIdentity();
    await bo.findPeople();
    await ada.add({ name: heron, token: bosToken });
    await bo.add({ name: 'Ada', token: adasToken, address: adasPort });
    await Promise.all([ada.secured(), bo.secured()]);
    await bo.send(canary);
    await ada.messages(heron).getByText(canary).waitFor();
    await setPassphrase(ada);
    await ada.secured();
    await page.getByRole('textbox', { name: 'Message', exact: true }).fill(`${canary}, unsent`);
    const search = page.getByRole('textbox', { name: 'Search messages and people' });
    await search.fill(canary);
    await page.getByRole('navigation', { name: 'What was found' }).getByRole('button').first().waitFor();
    expect((await everything(page)).split(canary).length).toBeGreaterThan(3);
    expect(await everything(page)).toContain(heron);

    await page.keyboard.press('Control+l');
    await locked(ada).waitFor();
    expect(await everything(page)).not.toContain(canary);
    expect(await everything(page)).not.toContain(heron);
    expect(await page.title()).toBe('Loom');

    await unlock(ada, 'a heron over the wier');
    await page.getByText('The passphrase does not fit.').waitFor();
    expect(await everything(page)).not.toContain(heron);
    await unlock(ada);
    await ada.open(heron);
    await ada.messages(heron).getByText(canary).waitFor();
    await ada.secured();
    expect(await page.getByRole('textbox', { name: 'Message', exact: true }).inputValue()).toBe('');

    // Loom is started anew, and begins locked.
    await ada.engine.stop();
    const again = await sitDown(home, context, 'Ada', '--no-mdns', '--port', adasPort);
    await locked(again).waitFor();
    expect(await everything(again.page)).not.toContain(heron);
    await bo.send('While you were away.');
    await unlock(again);
    await again.open(heron);
    // The other side dials again in its own time, a minute at most.
    await again.messages(heron).getByText('While you were away.').waitFor({ timeout: 90_000 });
    expect([...ada.trouble.filter((line) => !line.includes('WebSocket')), ...again.trouble]).toEqual([]);
    await context.close();
  });

  test('can be had with the identity itself, is kept off by a person at the window, and falls at a press', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    await using home = await makeHome();
    const context = await newContext();
    const ada = await sitDown(home, context, 'Ada', '--no-mdns');
    const { page } = ada;
    const told: string[] = [];
    page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => {
        if (String(payload).includes('note_activity')) told.push(String(payload));
      }),
    );
    // Not before this tab has its session: the secret in the address is good once.
    const protect = page.getByRole('switch', { name: 'Protect it with a passphrase' });
    await protect.waitFor();
    await page.reload();
    await protect.check();
    // It takes the focus with the next frame, from whatever is being typed in then.
    await page.getByLabel('New passphrase').and(page.locator(':focus')).waitFor();
    await page.getByRole('textbox', { name: 'Your name' }).fill('Ada');
    await page.getByLabel('New passphrase').fill(passphrase);
    await page.getByLabel('The same again').fill('a heron over the wall');
    await page.getByText('The two are not the same.').waitFor();
    const make = page.getByRole('button', { name: 'Make my identity' });
    expect(await make.isDisabled()).toBe(true);
    // Each refusal stands at the field that it speaks of, and the next try is heard.
    const name = page.getByRole('textbox', { name: 'Your name' });
    const isRefused = (field: Locator): Promise<string | null> => field.getAttribute('aria-invalid');
    await page.getByLabel('New passphrase').fill('heron');
    await page.getByLabel('The same again').fill('heron');
    await make.click();
    await expect.poll(() => isRefused(page.getByLabel('New passphrase')), { timeout: 20_000 }).toBe('true');
    expect(await isRefused(name)).toBe('false');
    await page.getByLabel('New passphrase').fill(passphrase);
    await page.getByLabel('The same again').fill(passphrase);
    await name.fill('A'.repeat(1000));
    await make.click();
    await expect.poll(() => isRefused(name), { timeout: 20_000 }).toBe('true');
    expect(await isRefused(page.getByLabel('New passphrase'))).toBe('false');
    // The passphrase holds by now, whatever becomes of this page.
    await page.reload();
    await page.getByText('This profile is protected by a passphrase already.').waitFor();
    await name.fill('Ada');
    await make.click();
    await page.getByText('Ada, with a passphrase').waitFor();
    await ada.findPeople();
    await openStorage(ada);
    expect(told).toEqual([]);
    await page
      .getByRole('group', { name: 'Lock after' })
      .getByRole('radio', { name: '5 min', exact: true })
      .check();
    // The choice has to have come back from the engine before anything is told.
    await expect
      .poll(
        async () => {
          await page.mouse.move(Math.random() * 400, Math.random() * 400);
          return told.length;
        },
        { timeout: 20_000 },
      )
      .toBe(1);
    await page.getByRole('button', { name: 'Lock now' }).click();
    await locked(ada).waitFor();
    expect(ada.trouble).toEqual([]);
    await context.close();
  });

  test('whoever has lost the passphrase can erase the profile, by its name, and begin anew', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    await using home = await makeHome();
    const context = await newContext();
    const ada = await sitDown(home, context, 'Ada', '--no-mdns');
    const { page } = ada;
    const token = await ada.makeIdentity();
    await ada.findPeople();
    await setPassphrase(ada);
    // Somebody comes near while a sheet is open.
    await page.getByRole('button', { name: 'Show my token', exact: true }).click();
    await page.getByRole('dialog', { name: 'My Device' }).waitFor();
    await page.keyboard.press('Control+l');
    await locked(ada).waitFor();
    await page.getByText('Forgotten? What can be done').click();
    await page.getByRole('button', { name: 'Erase this profile' }).click();
    const sheet = page.getByRole('dialog', { name: 'Erase this profile?' });
    const erase = sheet.getByRole('button', { name: 'Erase for good' });
    expect(await sheet.getByRole('list', { name: 'What goes' }).getByRole('listitem').count()).toBe(4);
    const name = sheet.getByRole('textbox', { name: 'Type the name of the profile, ada' });
    await name.fill('bo');
    expect(await erase.isDisabled()).toBe(true);
    await name.fill('ada');
    await erase.click();
    expect(await ada.makeIdentity()).not.toBe(token);
    expect(ada.trouble).toEqual([]);
    await context.close();
  });
});
