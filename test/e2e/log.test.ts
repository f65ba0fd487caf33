// The log in the settings: what was there before, what comes, by level and words, held still, copied, and quick with thousands of lines.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium, noChromium } from '../support/chromium.ts';
import { somebody } from '../support/somebody.ts';

const storyMs = 120_000;
const chromium = findChromium();

let browser: Browser | undefined;
beforeAll(async () => {
  if (chromium !== undefined) browser = await launchChromium(chromium);
});
afterAll(async () => browser?.close());

/** From the next load of the page on, thousands of lines stand in the log, and further ones come when they are asked for. */
async function longLog(page: Page): Promise<(message: string) => void> {
  const line = (number: number, message = `line ${number}`) => ({
    number,
    at: 1_700_000_000_000 + number * 1000,
    level: number % 10 === 0 ? 'warn' : 'info',
    message,
  });
  let number = 2000;
  let tell: (text: string) => void = () => undefined;
  await page.routeWebSocket(/\/ws$/, (socket) => {
    const engine = socket.connectToServer();
    tell = (text) => socket.send(text);
    engine.onMessage((message) => {
      // Its own lines would come between.
      if (!String(message).includes('"event":"log"')) socket.send(message);
    });
    socket.onMessage((message) => {
      const { id, method } = JSON.parse(String(message)) as { id?: number; method?: string };
      if (method !== 'get_log') {
        engine.send(message);
        return;
      }
      const entries = Array.from({ length: number }, (_, index) => line(index + 1));
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, result: { entries, file: '/home/ada/loom.log' } }));
    });
  });
  await page.reload();
  return (message) => {
    number += 1;
    const params = { event: 'log', payload: line(number, message) };
    tell(JSON.stringify({ jsonrpc: '2.0', method: 'event', params }));
  };
}

describe('the log', { timeout: storyMs }, () => {
  test('shows what was logged before it was opened, and where the file is', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    await using room = await somebody(browser, {}, '--no-mdns');
    const { ada, page } = room;
    const section = await ada.openSettings('Log');
    const lines = section.getByRole('log', { name: 'Lines of the log' });
    await lines.getByText(/^the network runs on port \d+$/).waitFor();
    expect(await lines.getAttribute('aria-live')).toBe('off');
    await section.getByText('loom.log').waitFor();
    await section.getByRole('radio', { name: 'Errors' }).check();
    await lines.getByText('Nothing of this kind was logged lately.').waitFor();
    await section.getByRole('radio', { name: 'All' }).check();
    await section.getByRole('textbox', { name: 'Search the log' }).fill('NETWORK RUNS');
    await section.getByRole('status').getByText('1 line.').waitFor();
    await section.getByRole('button', { name: 'Copy' }).click();
    await page.getByText('1 line copied.').waitFor();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toMatch(
      /^\d{4}-\d\d-\d\dT\S+Z info the network runs on port \d+$/,
    );
    expect(ada.trouble).toEqual([]);
  });

  test('holds only the lines in sight, goes along with what comes, and holds still when told to', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    await using room = await somebody(browser, {}, '--no-mdns');
    const { ada, page } = room;
    const come = await longLog(page);
    const section = await ada.openSettings('Log');
    const lines = section.getByRole('log', { name: 'Lines of the log' });
    await lines.getByText('line 2000', { exact: true }).waitFor();
    expect(await lines.getByRole('paragraph').count()).toBeLessThan(100);
    come('something new');
    await lines.getByText('something new').waitFor();

    await section.getByRole('button', { name: 'Pause' }).click();
    come('while it is held');
    await section.getByRole('status').getByText('Held still').waitFor();
    // Long enough for it to have been shown.
    await page.waitForTimeout(500);
    expect(await lines.getByText('while it is held').count()).toBe(0);
    await section.getByRole('button', { name: 'Go on' }).click();
    await lines.getByText('while it is held').waitFor();

    await section.getByRole('radio', { name: 'Warnings' }).check();
    await section.getByRole('status').getByText('200 lines.').waitFor();
    await section.getByRole('switch', { name: 'Read new lines aloud' }).check();
    expect(ada.trouble).toEqual([]);
  });
});
