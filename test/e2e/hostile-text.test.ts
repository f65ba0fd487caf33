// What somebody writes to disturb or deceive: in every place of the window, and in a terminal, it is harmless plain text.
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyHex } from '@loom/contract';
import { connectToProfile } from '@loom/daemon';
import { findChromium, launchChromium, noChromium } from '../support/chromium.ts';
import { hostileName, hostileTexts, type HostileText } from '../support/hostile-texts.ts';
import { twoWindows, type TwoWindows } from '../support/two-windows.ts';

const storyMs = 240_000;
const chromium = findChromium();

let browser: Browser | undefined;
beforeAll(async () => {
  if (chromium !== undefined) browser = await launchChromium(chromium);
});
afterAll(async () => browser?.close());

/** Says it through the engine’s other door: no field of a window takes all of it. */
async function say({ home }: TwoWindows, profile: string, texts: readonly string[]): Promise<void> {
  const door = await connectToProfile({ home: home.folder, profile });
  const [contact] = (await door?.call('get_contacts', {})) ?? [];
  for (const content of texts)
    await door?.call('send_message', { contact_pub_key: keyHex(contact?.public_key ?? []), content });
  await door?.close();
}

/** What must never come of a text: elements, styles, scripts, the signs of a script that ran. */
async function isUntouched(page: Page): Promise<void> {
  const made = `document.querySelectorAll('img, iframe, object, embed, body script, body style').length`;
  expect(await page.evaluate(`[${made}, typeof globalThis.pwned]`)).toEqual([0, 'undefined']);
}

/** Characters that no text of somebody else’s may bring into the page. */
const disturbing = /[\p{Bidi_Control}\u2028\u2029\u200b\ufeff\u{e0000}-\u{e007f}]|[^\P{Cc}\t\n]|\p{M}{5}/u;

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('it is not in sight');
  return box;
}

/** Each inside the one before, and none over the next: the boxes of rows from top to bottom. */
async function standApart(list: Locator, rows: Locator): Promise<void> {
  const frame = await boxOf(list);
  const boxes = await Promise.all((await rows.all()).map(boxOf));
  boxes.sort((a, b) => a.y - b.y);
  for (const [index, box] of boxes.entries()) {
    expect(box.x).toBeGreaterThanOrEqual(frame.x - 1);
    expect(box.x + box.width).toBeLessThanOrEqual(frame.x + frame.width + 1);
    const end = boxes[index - 1];
    expect(box.y).toBeGreaterThanOrEqual((end?.y ?? -Infinity) + (end?.height ?? 0) - 1);
  }
}

/** How many colours there are in these pixels of the page. */
async function coloursIn(
  page: Page,
  clip: { x: number; y: number; width: number; height: number },
): Promise<number> {
  const picture = await page.screenshot({ clip });
  return page.evaluate<number>(`(async () => {
    const bytes = Uint8Array.fromBase64?.('${picture.toString('base64')}') ?? Uint8Array.from(atob('${picture.toString('base64')}'), (c) => c.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    canvas.drawImage(bitmap, 0, 0);
    const { data } = canvas.getImageData(0, 0, bitmap.width, bitmap.height);
    return new Set(new Uint32Array(data.buffer)).size;
  })()`);
}

describe('hostile text', { timeout: storyMs }, () => {
  test('is plain text in the list, the sidebar, what is read out and the title; nothing leaves its row', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    if (browser === undefined) return;
    await using room = await twoWindows(browser, { reducedMotion: 'reduce' });
    const { ada } = room;
    const { page } = ada;
    const list = ada.messages('Bo');
    const scroller = page.getByRole('group', { name: 'Messages with Bo' });
    const preview = page.getByRole('navigation', { name: 'Conversations' }).getByRole('listitem');
    const heard = page.getByRole('log');
    // Everything behind a text is of one colour then.
    await page.evaluate(`document.documentElement.dataset.fx = 'off'`);

    const names = Object.keys(hostileTexts) as HostileText[];
    for (const [index, name] of names.entries()) {
      await say(room, 'bo', [hostileTexts[name], `after ${index}.`]);
      const after = list.getByRole('listitem').filter({ hasText: `after ${index}.` });
      await after.waitFor();
      await expect.poll(() => preview.innerText()).toContain(`after ${index}.`);
      await expect.poll(() => heard.getByText(`Bo: after ${index}.`, { exact: true }).count()).toBe(1);
      await isUntouched(page);
      expect(await page.evaluate<string>('document.body.textContent')).not.toMatch(disturbing);
      await standApart(scroller, list.getByRole('listitem'));
      expect(await page.evaluate('document.scrollingElement.scrollWidth <= innerWidth')).toBe(true);

      // The pixels between the rows are empty: below this one, and above it where that is in sight.
      await page.bringToFront();
      const frame = await boxOf(scroller);
      const boxes = await Promise.all((await list.getByRole('listitem').all()).map(boxOf));
      const edges = boxes.filter(({ y }) => y > frame.y).slice(-2);
      for (const { x, y, width } of edges) {
        const gap = { x: x + 4, y: Math.ceil(y), width: width - 8, height: 2 };
        expect([name, await coloursIn(page, gap)]).toEqual([name, 1]);
      }
    }
    expect(await page.title()).toMatch(/^(\(\d+\) )?Loom$/);
    expect(ada.trouble).toEqual([]);
  });

  test('is short until the person wants all of it', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    if (browser === undefined) return;
    await using room = await twoWindows(browser, { reducedMotion: 'reduce' });
    const { ada } = room;
    const list = ada.messages('Bo');
    await say(room, 'bo', [hostileTexts.line, hostileTexts.blank]);
    await list.getByText('n2').waitFor();
    const row = list.getByRole('listitem').filter({ hasText: 'l1A' });
    expect((await boxOf(row)).height).toBeLessThan(600);
    expect((await boxOf(list.getByRole('listitem').filter({ hasText: 'n1' }))).height).toBeLessThan(150);
    await row.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(async () => (await boxOf(row)).height).toBeGreaterThan(5_000);
    await row.getByRole('button', { name: 'Show less' }).click();
    await expect.poll(async () => (await boxOf(row)).height).toBeLessThan(600);
  });

  test('passes for no line of Loom’s own, and a name of it for no markup, in search and lists either', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    if (browser === undefined) return;
    await using room = await twoWindows(browser, { reducedMotion: 'reduce' });
    const { ada, home } = room;
    const { page } = ada;
    const list = ada.messages('Bo');
    await say(room, 'bo', [
      hostileTexts.verified,
      hostileTexts.system,
      hostileTexts.day,
      hostileTexts.markup,
      hostileTexts.zalgo,
    ]);
    await list.getByText('z1').waitFor();
    // Loom’s own lines are notes; a person’s stand in that person’s bubble, under their name.
    expect(await list.getByRole('note').count()).toBe(0);
    for (const text of [hostileTexts.verified, hostileTexts.system, hostileTexts.day]) {
      const row = list.getByRole('listitem').filter({ hasText: text });
      expect(await row.innerText()).toMatch(/^Bo:/);
      expect(await row.getByRole('button', { name: 'Message options' }).count()).toBe(1);
    }

    const door = await connectToProfile({ home: home.folder, profile: 'ada' });
    const [bo] = (await door?.call('get_contacts', {})) ?? [];
    await door?.call('rename_contact', {
      contact_pub_key: keyHex(bo?.public_key ?? []),
      display_name: hostileName,
    });
    const shownName = /<b>B\p{M}{4}<\/b> &amp; W{18}/u;
    await page.getByRole('heading', { name: shownName }).waitFor();
    await page.getByRole('textbox', { name: /^Search/ }).fill('script');
    const found = page.getByRole('navigation', { name: 'What was found' });
    await found.getByRole('button', { name: /<img src=x/ }).waitFor();
    await standApart(found, found.getByRole('listitem'));
    await isUntouched(page);
    await page.getByRole('textbox', { name: /^Search/ }).fill('<b>');
    await found.getByRole('button', { name: shownName }).first().waitFor();
    await isUntouched(page);
    expect(await page.evaluate<string>('document.body.textContent')).not.toMatch(disturbing);
    await door?.close();

    // The same in a terminal: no line but its first begins at the edge, and none obeys anything.
    await say(room, 'bo', [hostileTexts.control, hostileTexts.bidi, hostileTexts.fence]);
    await page.getByRole('main').getByText('You: I owe Bo').waitFor();
    const printed = await home.run('messages', '<b>', '--profile', 'ada', '--limit', '50');
    expect(printed.stdout).toContain('c1 \ufffd');
    expect(printed.stdout).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}|\p{M}{5}/u);
    for (const line of printed.stdout.split('\n'))
      expect(line).toMatch(/^(\d{4}-\d\d-\d\d \d\d:\d\d {2}| {4}|$)/);
    const json = await home.run('messages', '<b>', '--profile', 'ada', '--limit', '50', '--json');
    expect(json.stdout).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u);
    expect(ada.trouble).toEqual([]);
  });
});
