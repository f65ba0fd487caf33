// The list of a long conversation, frame by frame: it holds the rows in sight and no others, and the row that somebody reads
// stays where it is, whatever comes, goes or changes around it.
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium, noChromium } from '../support/chromium.ts';
import { writeHistory, type Line } from '../support/history.ts';
import { makeHome, type Home } from '../support/loom.ts';
import { doorOf, startOtherSide, type OtherSide } from '../support/other-side.ts';
import { permissions, sitDown, type Person } from '../support/person.ts';

const storyMs = 240_000;
const patience = { timeout: 90_000, interval: 50 };
const count = 3_000;
/** As many rows as 800 pixels hold at most, and those kept ready on either side. */
const mostRows = 40;
const chromium = findChromium();

let browser: Browser | undefined;
beforeAll(async () => {
  if (chromium !== undefined) browser = await launchChromium(chromium);
});
afterAll(async () => browser?.close());

/** Lines of very different heights, one of them each minute. */
function talk(): Line[] {
  const begun = Date.now() - count * 60_000;
  return Array.from({ length: count }, (_, index) => ({
    own: index % 5 < 2,
    text: `message ${index + 1}. ${'and so on and on, '.repeat((index * 7) % 23)}`.trim(),
    at: begun + index * 60_000,
  }));
}

interface Room extends AsyncDisposable {
  readonly home: Home;
  readonly context: BrowserContext;
  readonly ada: Person;
  readonly bo: OtherSide;
  readonly page: Page;
  /** What scrolls. */
  readonly area: Locator;
}

async function afterLongTalk(): Promise<Room> {
  if (browser === undefined) throw new Error(noChromium);
  await using rest = new AsyncDisposableStack();
  const home = rest.use(await makeHome());
  await writeHistory(home.folder, ['ada', 'bo'], talk());
  const context = await browser.newContext({ permissions, viewport: { width: 1280, height: 800 } });
  rest.defer(() => context.close());
  const ada = await sitDown(home, context, 'Ada', '--no-mdns');
  const bo = await startOtherSide(home, 'bo', 'ada');
  rest.defer(() => bo.door.close());
  await ada.open('Bo');
  await ada.secured();
  await row(ada, count).waitFor();
  const all = rest.move();
  return {
    home,
    context,
    ada,
    bo,
    page: ada.page,
    area: ada.page.getByRole('group', { name: 'Messages with Bo' }),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** @param script a function of the element that scrolls. */
function inPage<T>(area: Locator, script: string): Promise<T> {
  const list = 'document.querySelector(\'[role="group"][aria-label="Messages with Bo"]\')';
  return area.page().evaluate<T>(`(${script})(${list})`);
}

/** The row of the message with this number, or of one that begins with these words. */
function row(person: Person, message: number | string): Locator {
  const text = typeof message === 'number' ? `message ${message}.` : message;
  const words = person.page.getByText(new RegExp(`^${text}(?: |$)`));
  return person.messages('Bo').getByRole('listitem').filter({ has: words });
}

const focusedIn = (element: Locator): Locator => element.locator(':focus');

interface Watched {
  /** The most rows that stood in the document in any frame. */
  readonly rows: number;
  readonly frames: number;
  /** Pixels between the highest and the lowest place that the watched row had; -1 where it was ever gone. */
  readonly moved: number;
}

/** What is looked at: the row of this message, or one in the middle after the list was put there, as by its thumb. */
type Watch = { readonly message: number } | { readonly scrollTop: number } | 'rows alone';

/** Looks at each frame from now on. */
async function watch(area: Locator, what: Watch): Promise<() => Promise<Watched>> {
  await inPage(
    area,
    `(area) => {
    const what = ${JSON.stringify(what)};
    const seen = { rows: 0, frames: 0, tops: [] };
    let text = what.message && 'message ' + what.message + '.';
    if (what.scrollTop !== undefined) area.scrollTop = what.scrollTop;
    const look = () => {
      if (window.watched !== seen) return;
      const rows = [...area.querySelectorAll('[role=list] > li')];
      const middle = area.getBoundingClientRect().top + area.clientHeight / 3;
      if (what.scrollTop !== undefined) text ??= /message \\d+\\./.exec(rows.find((row) => row.getBoundingClientRect().top > middle).textContent)[0];
      seen.rows = Math.max(seen.rows, rows.length);
      seen.frames += 1;
      // What was drawn before this callback is measured after it, and only then seen.
      if (text && seen.frames > 1) seen.tops.push(rows.find((row) => row.textContent.includes(text))?.getBoundingClientRect().top);
      requestAnimationFrame(look);
    };
    window.watched = seen;
    requestAnimationFrame(look);
  }`,
  );
  return () =>
    inPage<Watched>(
      area,
      `() => {
      const { rows, frames, tops } = window.watched;
      window.watched = undefined;
      const moved = tops.includes(undefined) ? -1 : tops.length === 0 ? 0 : Math.max(...tops) - Math.min(...tops);
      return { rows, frames, moved };
    }`,
    );
}

const topOf = async (locator: Locator): Promise<number> => (await locator.boundingBox())?.y ?? NaN;
const heightIn = (area: Locator): Promise<number> => inPage<number>(area, '(area) => area.scrollHeight');
const below = (area: Locator): Promise<number> =>
  inPage<number>(area, '(area) => area.scrollHeight - area.scrollTop - area.clientHeight');

/** Turns the wheel until it is so. */
async function wheelUntil(page: Page, pixels: number, isSo: () => Promise<boolean>): Promise<void> {
  await expect
    .poll(async () => {
      await page.mouse.wheel(0, pixels);
      return isSo();
    }, patience)
    .toBe(true);
}

/** The list has drawn what it was sent to, and nothing moves any more. */
async function untilStill(area: Locator): Promise<void> {
  const place = (): Promise<string> =>
    inPage<string>(
      area,
      `(area) => new Promise((done) => {
      const at = () => [...area.querySelectorAll('[role=list] > li')].map((row) => row.getBoundingClientRect().top).join();
      const before = at();
      let frames = 0;
      const look = () => (at() !== before ? done('moves') : (frames += 1) < 12 ? requestAnimationFrame(look) : done('still'));
      requestAnimationFrame(look);
    })`,
    );
  await expect.poll(place, patience).toBe('still');
}

/** Reads up some screens, and stops there. @returns the number of a message in sight. */
async function readUp({ page, area, ada }: Room): Promise<number> {
  await area.hover();
  await wheelUntil(page, -700, async () => (await below(area)) > 4_000);
  await untilStill(area);
  const number = await inPage<number>(
    area,
    `(area) => {
    const middle = area.getBoundingClientRect().top + area.clientHeight / 3;
    const row = [...area.querySelectorAll('[role=list] > li')].find((row) =>
      row.getBoundingClientRect().top > middle && row.textContent.includes('message '));
    return Number(/message (\\d+)\\./.exec(row.textContent)[1]);
  }`,
  );
  await row(ada, number).waitFor();
  return number;
}

describe('a long conversation', { timeout: storyMs }, () => {
  test('holds only the rows in sight, all the way to its first message and back', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    await using room = await afterLongTalk();
    const { page, area, ada } = room;
    const seen = await watch(area, 'rows alone');
    await area.hover();
    const stands = (message: number) => async (): Promise<boolean> => (await row(ada, message).count()) === 1;
    await wheelUntil(page, -6_000, stands(1));
    await wheelUntil(page, 6_000, stands(count));
    const { rows, frames } = await seen();
    expect(frames).toBeGreaterThan(30);
    expect(rows).toBeLessThanOrEqual(mostRows);
    expect(ada.trouble).toEqual([]);
  });

  test('Home leads to its first message, End to its newest, and so do the rows around them', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    await using room = await afterLongTalk();
    const { page, area, ada } = room;
    await area.focus();
    await page.keyboard.press('Home');
    await row(ada, 1).waitFor();
    await untilStill(area);
    await expect.poll(() => inPage<number>(area, '(area) => area.scrollTop')).toBe(0);
    await focusedIn(row(ada, 1)).waitFor();
    await page.keyboard.press('PageDown');
    await row(ada, 12).waitFor();
    await page.keyboard.press('End');
    await row(ada, count).waitFor();
    await untilStill(area);
    expect(await below(area)).toBeLessThan(2);
    await focusedIn(row(ada, count)).waitFor();
    expect(ada.trouble).toEqual([]);
  });

  test('does not move what is read while older pages come above, messages below, and a row grows', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    await using room = await afterLongTalk();
    const { page, area, ada, bo } = room;
    // To where the next page is asked for, and to the very edge.
    for (const scrollTop of [1_500, 0]) {
      await readUp(room);
      const before = await heightIn(area);
      const dragged = await watch(area, { scrollTop });
      await expect.poll(() => heightIn(area), patience).toBeGreaterThan(before + 1_500);
      await untilStill(area);
      const { moved: shifted } = await dragged();
      expect(shifted).toBeGreaterThanOrEqual(0);
      expect(shifted).toBeLessThanOrEqual(2);
    }

    const read = await readUp(room);
    const watched = await watch(area, { message: read });
    await bo.say(Array.from({ length: 30 }, (_, index) => `news ${index + 1}`));
    const toNews = page.getByRole('button', { name: '30 new messages' });
    await toNews.waitFor();
    // A row above the edge becomes higher, as it does when a face of type arrives late.
    await inPage(
      area,
      `(area) => {
      const edge = area.getBoundingClientRect().top;
      const above = [...area.querySelectorAll('[role=list] > li')].filter((row) => row.getBoundingClientRect().bottom < edge);
      above.at(-1).style.paddingBottom = '120px';
    }`,
    );
    await untilStill(area);
    const { moved, frames } = await watched();
    expect(frames).toBeGreaterThan(10);
    expect(moved).toBeGreaterThanOrEqual(0);
    expect(moved).toBeLessThanOrEqual(2);

    await toNews.click();
    await row(ada, 'news 30').waitFor();
    await untilStill(area);
    expect(await below(area)).toBeLessThan(2);
    await expect.poll(() => toNews.count()).toBe(0);
    await bo.say(['and one more']);
    await row(ada, 'and one more').waitFor();
    await untilStill(area);
    expect(await below(area)).toBeLessThan(2);
    expect(ada.trouble).toEqual([]);
  });

  test('follows at its end, through states that change, a growing field and another size', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    await using room = await afterLongTalk();
    const { page, area, ada, bo } = room;
    await bo.engine.stop();
    await page.getByText('Offline').first().waitFor();
    for (const text of ['one', 'two', 'three']) await ada.send(text);
    await page.getByText('Kept on this device until Bo has it.', { exact: true }).waitFor();
    await untilStill(area);
    expect(await below(area)).toBeLessThan(2);

    const again = await startOtherSide(room.home, 'bo', 'ada');
    await row(ada, 'three').getByText('Delivered').waitFor();
    await untilStill(area);
    expect(await below(area)).toBeLessThan(2);

    await page.getByRole('textbox', { name: 'Message', exact: true }).fill('a\nb\nc\nd\ne\nf');
    await untilStill(area);
    expect(await below(area)).toBeLessThan(2);
    await page.setViewportSize({ width: 760, height: 560 });
    await untilStill(area);
    expect(await below(area)).toBeLessThan(2);
    const door = await doorOf(room.home, 'ada');
    await door.call('set_settings', { text_size: 150 });
    await expect
      .poll(() => page.evaluate('getComputedStyle(document.documentElement).fontSize'))
      .toBe('24px');
    await untilStill(area);
    expect(await below(area)).toBeLessThan(2);
    await door.close();
    await again.door.close();
    expect(ada.trouble).toEqual([]);
  });

  test('keeps what is read in sight when the window, the text or the field changes its size', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    await using room = await afterLongTalk();
    const { page, area, ada } = room;
    const number = await readUp(room);
    const inSight = async (): Promise<boolean> => {
      const [box, edge] = [await row(ada, number).boundingBox(), await area.boundingBox()];
      return box !== null && edge !== null && box.y < edge.y + edge.height && box.y + box.height > edge.y;
    };
    await page.getByRole('textbox', { name: 'Message', exact: true }).fill('a\nb\nc\nd');
    await untilStill(area);
    expect(await inSight()).toBe(true);
    for (const size of [
      { width: 800, height: 600 },
      { width: 400, height: 800 },
      { width: 1280, height: 800 },
    ]) {
      await page.setViewportSize(size);
      await untilStill(area);
      expect(await inSight()).toBe(true);
    }
    const door = await doorOf(room.home, 'ada');
    for (const size of [150, 90] as const) {
      await door.call('set_settings', { text_size: size });
      await expect.poll(() => page.evaluate('document.documentElement.style.fontSize')).toBe(`${size}%`);
      await untilStill(area);
      expect(await inSight()).toBe(true);
    }
    await door.close();
    expect(ada.trouble).toEqual([]);
  });

  test('is where one was after another conversation, draft and all', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    await using room = await afterLongTalk();
    const { home, page, area, ada } = room;
    const { stdout } = await home.run('identity', 'new', '--name', 'Ines', '--profile', 'ines', '--json');
    const token = /LOOM-[A-Z2-7]+/.exec(stdout)?.[0] ?? '';
    await home.run('contact', 'add', token, 'Ines', '--profile', 'ada');
    const field = page.getByRole('textbox', { name: 'Message', exact: true });
    await field.fill('half a tho');
    const number = await readUp(room);
    const top = await topOf(row(ada, number));

    await ada.open('Ines');
    await page.getByText('Nothing written yet.').waitFor();
    await expect.poll(() => field.inputValue()).toBe('');
    await ada.open('Bo');
    await row(ada, number).waitFor();
    await untilStill(area);
    expect(Math.abs((await topOf(row(ada, number))) - top)).toBeLessThanOrEqual(2);
    expect(await field.inputValue()).toBe('half a tho');
    expect(ada.trouble).toEqual([]);
  });
});
