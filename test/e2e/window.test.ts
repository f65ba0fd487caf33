// The whole story through the window: two profiles as two tabs of one browser, over real engines and real sockets.
import { spawnSync } from 'node:child_process';
import type { Browser, BrowserContext, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium, noChromium } from '../support/chromium.ts';
import { makeHome, type Home } from '../support/loom.ts';
import { permissions, sitDown, type Person } from '../support/person.ts';
import { somebody } from '../support/somebody.ts';

const storyMs = 120_000;
const chromium = findChromium();
const noQrReader = 'there is no zbarimg on this machine (Debian: sudo apt-get install zbar-tools)';

let browser: Browser | undefined;
beforeAll(async () => {
  if (chromium !== undefined) browser = await launchChromium(chromium);
});
afterAll(async () => browser?.close());

interface Room extends AsyncDisposable {
  readonly home: Home;
  readonly ada: Person;
  readonly bo: Person;
}

/** Two people who have nothing yet, at two tabs of one browser context. */
async function twoPeople(): Promise<Room> {
  if (browser === undefined) throw new Error(noChromium);
  const home: Home = await makeHome();
  const context: BrowserContext = await browser.newContext({ permissions });
  const ada = await sitDown(home, context, 'Ada', '--no-mdns');
  const bo = await sitDown(home, context, 'Bo', '--no-mdns');
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

/** Nothing of it lies beyond the window's upper or lower edge. */
async function isInSight(element: Locator): Promise<boolean> {
  const box = await element.boundingBox();
  const height = element.page().viewportSize()?.height ?? 0;
  return box !== null && box.y >= 0 && box.y + box.height <= height;
}

describe('through the window', { timeout: storyMs }, () => {
  test('two people make identities, exchange tokens, become secured and chat; a reload keeps everything', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    await using room = await twoPeople();
    const { ada, bo } = room;

    const adasToken = await ada.makeIdentity();
    await ada.findPeople();
    const bosToken = await bo.makeIdentity();
    const bosPort = await bo.findPeople();
    expect(adasToken).toMatch(/^LOOM-/);
    expect(bosToken).not.toBe(adasToken);

    await bo.add({ name: 'Ada', token: adasToken });
    await ada.add({ name: 'Bo', token: bosToken, address: bosPort });
    await Promise.all([ada.secured(), bo.secured()]);

    await bo.send('The first word is mine.');
    await ada.messages('Bo').getByText('The first word is mine.').waitFor();
    await ada.send('And the answer is mine.');
    await bo.messages('Ada').getByText('And the answer is mine.').waitFor();

    for (const [person, other] of [
      [ada, bo],
      [bo, ada],
    ] as const) {
      await person.page.reload();
      expect(person.page.url()).not.toContain('#k=');
      await person.open(other.name);
      await person.secured();
      await person.messages(other.name).getByText('The first word is mine.').waitFor();
      await person.messages(other.name).getByText('And the answer is mine.').waitFor();
    }

    await ada.send('Still here.');
    await bo.messages('Ada').getByText('Still here.').waitFor();
    expect([...ada.trouble, ...bo.trouble]).toEqual([]);
  });

  test('a stranger is told that the other side has to add them too, and then both are secured without a click', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    await using room = await twoPeople();
    const { home, ada, bo: stranger } = room;

    const adasToken = await ada.makeIdentity();
    const adasPort = await ada.findPeople();
    const strangersToken = await stranger.makeIdentity();
    await stranger.findPeople();

    await stranger.add({ name: 'Ada', token: adasToken, address: adasPort });
    await stranger.initiateHandshake();
    await stranger.page.getByText('The other side has to add your token too').waitFor();
    const contacts = await home.run('call', 'get_contacts', '{}', '--profile', 'ada');
    expect(contacts).toEqual({ code: 0, stdout: '[]\n', stderr: '' });
    expect(await ada.page.getByText('Conversations will hang here').isVisible()).toBe(true);

    await ada.add({ name: 'Bo', token: strangersToken });
    await Promise.all([ada.secured(), stranger.secured()]);
    await stranger.send('So here I am.');
    await ada.messages('Bo').getByText('So here I am.').waitFor();
  });

  test('a window that could not read everything again says why, and tries again at a press', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    await using room = await somebody(browser, {}, '--no-mdns');
    const { page, button } = room;
    const cut: (() => void)[] = [];
    let fails = false;
    await page.routeWebSocket(/\/ws$/, (socket) => {
      const engine = socket.connectToServer();
      cut.push(() => void socket.close());
      socket.onMessage((message) => {
        const { id, method } = JSON.parse(String(message)) as { id?: number; method?: string };
        if (!fails || method !== 'get_contacts') {
          engine.send(message);
          return;
        }
        const error = { code: -32000, message: 'The disk is gone.' };
        socket.send(JSON.stringify({ jsonrpc: '2.0', id, error }));
      });
    });
    await page.reload();
    await button('Show my token').waitFor();
    fails = true;
    cut.at(-1)?.();
    await page.getByText('The disk is gone.').waitFor();
    await button('Try again').waitFor();
    expect(await button('Dismiss').count()).toBe(0);
    // Nothing is claimed that was not read.
    await page.getByText('no answer').waitFor();
    fails = false;
    await button('Try again').click();
    await button('Try again').waitFor({ state: 'detached' });
    await page.getByText(/^Port: \d+$/).waitFor();
  });

  test('a window that has lost its engine claims nothing, and takes nothing', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    await using room = await twoPeople();
    const { ada, bo } = room;

    const adasToken = await ada.makeIdentity();
    await ada.findPeople();
    const bosToken = await bo.makeIdentity();
    const bosPort = await bo.findPeople();
    await bo.add({ name: 'Ada', token: adasToken });
    await ada.add({ name: 'Bo', token: bosToken });
    await ada.page.getByRole('button', { name: 'Contact options' }).click();
    await ada.page.getByRole('menuitem', { name: 'Set address' }).click();
    // The whole form is in sight, also once the safety number above it has come.
    await ada.page.getByRole('list', { name: 'Digits' }).waitFor();
    await expect.poll(() => isInSight(ada.page.getByRole('button', { name: 'Set address' }))).toBe(true);
    await ada.page.getByRole('textbox', { name: 'Address', exact: true }).fill(bosPort);
    await ada.page.getByRole('button', { name: 'Set address' }).click();
    await ada.page.getByText(`Set: Loom reaches out to ${bosPort}`).waitFor();
    await ada.page.keyboard.press('Escape');
    await Promise.all([ada.secured(), bo.secured()]);
    await ada.page.getByText('1 contact in reach').waitFor();

    await ada.engine.stop();
    await ada.page.getByText('Loom is not answering. Trying again').waitFor();
    await ada.page.getByRole('status').getByText('Loom is not answering').waitFor();
    expect(await ada.page.getByText('Secured', { exact: true }).count()).toBe(0);
    expect(await ada.page.getByText('in reach', { exact: false }).allTextContents()).toEqual([
      'Loom is not answering, so nobody can say who is in reach.',
    ]);
    expect(await ada.page.locator('.secured').count()).toBe(0);
    await ada.page.getByRole('textbox', { name: 'Message', exact: true }).fill('Is anybody there?');
    expect(await ada.page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true);
    expect(await ada.page.getByRole('button', { name: 'Initiate handshake' }).isDisabled()).toBe(true);
  });

  test('the QR code that the window draws gives the token to an independent reader', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    skip(spawnSync('zbarimg', ['--version']).error !== undefined, noQrReader);
    await using room = await twoPeople();
    const token = await room.ada.makeIdentity();
    const picture = await room.ada.page.getByRole('img', { name: 'QR code of your token' }).screenshot();
    const { stdout } = spawnSync('zbarimg', ['--quiet', '--raw', '--oneshot', '-'], { input: picture });
    expect(stdout.toString().trim()).toBe(token);
  });

  test('a window without its secret is refused, and says what to do', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    await using room = await twoPeople();
    const address = new URL(room.ada.page.url());
    const page = await room.ada.page.context().newPage();
    await page.goto(address.origin);
    await page.getByText('This window is not connected').waitFor();
    expect(await page.getByRole('textbox').count()).toBe(0);
  });
});
