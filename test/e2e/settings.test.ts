// The settings as a view: its sections, the way there and back by keys, in a narrow window and in German.
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findingSentences } from '@loom/contract';
import { findChromium, launchChromium, noChromium } from '../support/chromium.ts';
import { somebody } from '../support/somebody.ts';

const storyMs = 120_000;
const chromium = findChromium();

let browser: Browser | undefined;
beforeAll(async () => {
  if (chromium !== undefined) browser = await launchChromium(chromium);
});
afterAll(async () => browser?.close());

/** Somebody whose port is held by another program. */
async function atTakenPort() {
  const holder = createServer().listen(0);
  await once(holder, 'listening');
  const address = holder.address();
  if (typeof address !== 'object' || address === null) throw new Error('a TCP server without a port');
  const port = String(address.port);
  const room = await somebody(browser, {}, '--no-mdns', '--port', port);
  return { ...room, port, free: () => new Promise((resolve) => holder.close(resolve)) };
}

describe('the settings', { timeout: storyMs }, () => {
  test('are opened and left by keys, and the focus is where it was', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    await using room = await somebody(browser, {}, '--no-mdns');
    const { page, sections, button, section, focused } = room;
    await button('Settings').focus();
    await page.keyboard.press('Enter');
    await section('Identity').waitFor();
    expect(await focused()).toBe('Identity');
    expect(await sections.getByRole('button', { name: 'Identity' }).getAttribute('aria-current')).toBe(
      'page',
    );
    // What lies beneath can't be reached.
    expect(await button('Add new contact').isVisible()).toBe(false);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await section('Appearance').waitFor();
    expect(await focused()).toBe('Appearance');
    await page.keyboard.press('Escape');
    await sections.waitFor({ state: 'detached' });
    expect(await focused()).toBe('Settings');

    await button('Settings').click();
    await button('Leave the settings').click();
    await sections.waitFor({ state: 'detached' });
    expect(await focused()).toBe('Settings');
    expect(room.ada.trouble).toEqual([]);
  });

  test('show the name, which can be changed, and the token with its code', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    await using room = await somebody(browser, {}, '--no-mdns');
    const { page, ada, token, button } = room;
    const identity = await ada.openSettings('Identity');
    await identity.getByRole('img', { name: 'QR code of your token' }).waitFor();
    await identity.getByRole('button', { name: 'Copy token' }).click();
    await identity.getByText('Copied.').waitFor();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(token);
    await identity.getByRole('textbox', { name: 'Your name' }).fill(' Ada of the harbour ');
    await identity.getByRole('button', { name: 'Save name' }).click();
    await identity.getByText('Saved.').waitFor();
    await identity.getByRole('textbox', { name: 'Your name' }).fill('x'.repeat(200));
    await identity.getByRole('button', { name: 'Save name' }).click();
    await identity.getByText(/200 characters long/).waitFor();
    await button('Leave the settings').click();
    await page.getByRole('heading', { name: 'Ada of the harbour', exact: true }).waitFor();
    expect(ada.trouble).toEqual([]);
  });

  test('say where the key of the database is kept, and what that means', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    await using room = await somebody(browser, {}, '--no-mdns');
    const storage = await room.ada.openSettings('Storage');
    await storage.getByText('Where the key is kept').waitFor();
    await storage.getByRole('listitem').filter({ hasText: 'In a file' }).getByText('In use').waitFor();
    expect(await storage.getByText(/Readable by your account alone/).isVisible()).toBe(true);
  });

  test('take turns with their list in a narrow window, and back leads the way one came', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    await using room = await somebody(browser, { viewport: { width: 400, height: 800 } }, '--no-mdns');
    const { page, sections, button, section, focused } = room;
    await button('Settings').click();
    await sections.waitFor();
    expect(await section('Identity').isVisible()).toBe(false);
    await sections.getByRole('button', { name: 'Privacy' }).click();
    await section('Privacy').waitFor();
    expect(await sections.isVisible()).toBe(false);
    await button('Back to the settings').click();
    await sections.waitFor();
    expect(await focused()).toBe('Privacy');
    await page.keyboard.press('Enter');
    await section('Privacy').waitFor();
    await page.keyboard.press('Escape');
    await sections.waitFor();
    await page.keyboard.press('Escape');
    await sections.waitFor({ state: 'detached' });
    expect(await focused()).toBe('Settings');
    expect(room.ada.trouble).toEqual([]);
  });

  test('speak German throughout', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    await using room = await somebody(browser, {}, '--no-mdns');
    const { page, ada } = room;
    const looks = await ada.openSettings('Appearance');
    await looks.getByRole('radio', { name: 'Deutsch' }).check();
    const list = page.getByRole('navigation', { name: 'Bereiche' });
    for (const name of [
      'Identität',
      'Aussehen',
      'Mitteilungen',
      'Privatsphäre',
      'Speicher',
      'Netz',
      'Protokoll',
    ]) {
      await list.getByRole('button', { name }).click();
      await page.getByRole('main', { name, exact: true }).waitFor();
    }
    await page.getByRole('button', { name: 'Einstellungen verlassen' }).click();
    await page.getByRole('button', { name: 'Einstellungen', exact: true }).waitFor();
    expect(ada.trouble).toEqual([]);
  });
});

/**
 * From the next load of the page on, the engine is not asked this: the answer is given once the person who tests says so.
 * @returns what gives it.
 */
async function answered(page: Page, command: string, result: unknown): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.routeWebSocket(/\/ws$/, (socket) => {
    const engine = socket.connectToServer();
    socket.onMessage(async (message) => {
      const { id, method } = JSON.parse(String(message)) as { id?: number; method?: string };
      if (method !== command) {
        engine.send(message);
        return;
      }
      await promise;
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, result }));
    });
  });
  await page.reload();
  return resolve;
}

describe('the network in the settings', { timeout: storyMs }, () => {
  test('is looked at when its page opens, and the headline is the answer', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    await using room = await somebody(browser, {}, '--no-mdns');
    const { page, ada } = room;
    // Nobody is found: the way there is beside it.
    await page
      .getByRole('region', { name: 'Nearby' })
      .getByRole('button', { name: 'See what the network says' })
      .click();
    const network = room.section('Network');
    await network.getByRole('heading', { name: /^Others can’t find you by themselves\./ }).waitFor();
    await network.getByText(/^Checked at .* No contacts are connected now\.$/).waitFor();
    const attention = network.getByRole('list', { name: 'What needs attention' });
    const off = attention.getByRole('listitem').filter({ hasText: 'Nobody is looked for' });
    await off.getByText('Start Loom without --no-mdns').waitFor();
    const looked = network.getByRole('list', { name: 'What was looked at' });
    await looked.getByRole('heading', { name: 'Good: Loom runs' }).waitFor();
    const facts = network.getByRole('region', { name: 'What strangers here can see' });
    await facts.getByText('Nothing is announced.').waitFor();
    await page.keyboard.press('Escape');
    await network.waitFor({ state: 'detached' });
    expect(await room.focused()).toBe('See what the network says');
    expect(ada.trouble).toEqual([]);
  });

  test('that could not start says why and how to see who is in the way, and is started again', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    const room = await atTakenPort();
    await using _ = room;
    const { page, ada, port } = room;
    const network = await ada.openSettings('Network');
    await network.getByRole('heading', { name: /^Loom is not on the network\./ }).waitFor();
    await network.getByText(`Port ${port} is taken by another program.`).first().waitFor();
    expect(await room.sections.getByRole('button', { name: 'Network needs attention' }).isVisible()).toBe(
      true,
    );
    const command = `sudo ss -ltnp 'sport = :${port}'`;
    await network.getByRole('button', { name: `Copy ${command}` }).click();
    await network.getByText('Copied.').waitFor();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(command);
    await network.getByRole('button', { name: 'Start again' }).click();
    await network.getByText(`Port ${port} is taken by another program.`).first().waitFor();
    await room.free();
    await network.getByRole('button', { name: 'Start again' }).click();
    await network.getByRole('button', { name: 'Start again' }).waitFor({ state: 'detached' });
    await network.getByRole('region', { name: 'This device' }).getByText(port, { exact: true }).waitFor();
    await room.sections.getByRole('button', { name: 'Network', exact: true }).waitFor();
    expect(ada.trouble).toEqual([]);
  });

  test('says what is done while it is looked at, and opens what a firewall does with the line that lets callers in', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    await using room = await somebody(browser, {}, '--no-mdns');
    const { page, ada } = room;
    const finding = { code: 'reached-not', port: 47113, answer: 'refused' } as const;
    const shut = { id: 'reachable', ...findingSentences(finding.code, finding), finding };
    const answer = await answered(page, 'run_doctor', { checks: [shut] });
    const network = await ada.openSettings('Network');
    await network.getByRole('heading', { name: 'Looking at the network…' }).waitFor();
    await network.getByText('That takes some seconds.').waitFor();
    answer();
    await network.getByRole('heading', { name: 'You can be found. One door is shut.' }).waitFor();
    await network.getByRole('heading', { name: 'Wrong: A firewall turns callers away' }).waitFor();
    expect(await network.getByText('sudo ufw allow 47113/tcp').isVisible()).toBe(true);
    expect(await network.getByText(/^sudo firewall-cmd /).isVisible()).toBe(true);
    expect(ada.trouble).toEqual([]);
  });

  test('lists the addresses given by hand; one more is given, and forgotten', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    await using room = await somebody(browser, {}, '--no-mdns');
    const { ada, home, button } = room;
    const other = await home.run('--profile', 'bo', 'identity', 'new', '--name', 'Bo');
    const [token = ''] = /LOOM-[A-Z0-9-]+/.exec(other.stdout) ?? [];
    await ada.add({ name: 'Bo', token, address: '192.0.2.9' });
    const network = await ada.openSettings('Network');
    const byHand = network.getByRole('list', { name: 'Addresses by hand' });
    await byHand.getByText('192.0.2.9:47113').waitFor();
    await button('Add address').click();
    await network.getByRole('combobox', { name: 'Contact' }).selectOption('Bo');
    const field = network.getByRole('textbox', { name: 'Address' });
    await field.fill('the blue house');
    await network.getByText('Write an IP address').waitFor();
    await field.fill('[2001:db8::9]:50000');
    await button('Set address').click();
    await byHand.getByText('[2001:db8::9]:50000').waitFor();
    await button('Forget 192.0.2.9:47113 of Bo').click();
    await byHand.getByText('192.0.2.9:47113').waitFor({ state: 'detached' });
    expect(await byHand.getByRole('listitem').count()).toBe(1);
    expect(ada.trouble).toEqual([]);
  });

  test('asks around when the person wants it, and says what came of it', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    await using room = await somebody(browser, {}, '--no-mdns');
    const { page, ada } = room;
    // A real search knocks at the doors of whoever is beside this machine; test/network does that among its own.
    const answer = await answered(page, 'search_network', { probed: 254, open: 2, found: 1 });
    const network = await ada.openSettings('Network');
    await network.getByRole('button', { name: 'Ask around' }).click();
    await network.getByText('Knocking at the neighbours’ doors…').waitFor();
    answer();
    await network.getByText('254 addresses were asked, 2 doors were open, 1 contact was found.').waitFor();
    expect(await network.getByText('Knocking at the neighbours’ doors…').count()).toBe(0);
    expect(ada.trouble).toEqual([]);
  });
});
