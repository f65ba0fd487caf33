// The window with 100,000 messages in one conversation: real profiles, real engines, the real host of the window, a real
// Chromium without a graphics card. What is sampled, and what counts as blank, is in window-probe.ts.
import type { Browser, CDPSession, Page } from 'playwright-core';
import { findChromium, launchChromium, noChromium } from '../test/support/chromium.ts';
import { writeHistory, type Line } from '../test/support/history.ts';
import { makeHome, type Home } from '../test/support/loom.ts';
import { doorOf, startOtherSide, type OtherSide } from '../test/support/other-side.ts';
import { row, summarize, type Row } from './measure.ts';
import { proportionalKilobytes, ticks, ticksPerSecond } from './processes.ts';
import { probe } from './window-probe.ts';

const messages = 100_000;
const burst = 1_000;
const opens = 9;
const keysAtRest = 60;
/** From end to end so far in each frame, pixels: a dozen screens of the list, faster than anybody reads. */
const step = 8_000;
/** One turn of the wheel, pixels. */
const turn = 600;
const turns = 100;
const pagesByKey = 60;
const idleSeconds = 5;
const vocabulary =
  'the power is back in boathouse and so mesh did messages from last night get through all of them order twelve think read over breakfast good then tide table one sent at ten forget before it understood we leave half past six bring long rope'.split(
    ' ',
  );

/** Months of talk: short lines and now and then a page, in turns, some minutes apart. */
function talk(count: number): Line[] {
  const minute = 60_000;
  const begun = Date.now() - count * 3 * minute;
  return Array.from({ length: count }, (_, index) => {
    const length = index % 97 === 0 ? 320 : 3 + ((index * 31) % 17);
    const words = Array.from(
      { length },
      (_word, at) => vocabulary[(index * 7 + at * 13) % vocabulary.length],
    );
    return {
      own: (index >> 1) % 3 === 0,
      text: `${index + 1} ${words.join(' ')}`,
      at: begun + index * 3 * minute,
    };
  });
}

export async function benchWindow(): Promise<Row[]> {
  const chromium = findChromium();
  if (chromium === undefined) throw new Error(noChromium);
  await using home = await makeHome();
  await writeHistory(home.folder, ['ada', 'bo'], talk(messages));
  const browser = await launchChromium(chromium);
  try {
    return await measure(home, browser);
  } finally {
    await browser.close();
  }
}

async function measure(home: Home, browser: Browser): Promise<Row[]> {
  const window = home.start('start', '--profile', 'ada', '--no-mdns');
  const [address] = await window.prints(/http:\/\/127\.0\.0\.1:\d+\/#k=[\w-]+/);
  const far = await startOtherSide(home, 'bo', 'ada');
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.addInitScript(probe);
  await page.goto(address);
  await page.getByText('Secured', { exact: true }).or(conversation(page)).first().waitFor();
  const devtools = await page.context().newCDPSession(page);
  // What a window without a graphics card comes to by itself, but not in the midst of it.
  const door = await doorOf(home, 'ada');
  await door.call('set_settings', { effects: 'lite' });
  await door.close();
  const parts: readonly (readonly [string, () => Promise<Row[]>])[] = [
    ['opening', async () => [await coldOpen(page, devtools), await conversationOpen(page)]],
    ['memory', () => memory(browser, devtools, 'conversation open')],
    ['scrolling', () => endToEnd(page)],
    ['memory', () => memory(browser, devtools, 'after scrolling end to end')],
    ['typing', () => typing(page, far)],
    ['effects', () => levels(page, browser)],
  ];
  const rows: Row[] = [];
  for (const [name, run] of parts) {
    process.stderr.write(`${name} …\n`);
    rows.push(...(await run()));
  }
  await far.door.close();
  return rows;
}

const conversation = (page: Page) =>
  page.getByRole('navigation', { name: 'Conversations' }).getByRole('button', { name: 'Bo', exact: true });
const list = (page: Page) => page.getByRole('list', { name: 'Messages with Bo' });

/** From the navigation to the conversation, painted; nothing comes from a cache. */
async function coldOpen(page: Page, devtools: CDPSession): Promise<Row> {
  await conversation(page).click();
  await list(page).waitFor();
  await devtools.send('Network.enable');
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  const taken: number[] = [];
  for (let index = 0; index < opens; index += 1) {
    await page.reload();
    taken.push(await page.evaluate<number>('benchShown()'));
  }
  return timed('window opens at a conversation, nothing cached', taken, 'median < 300 ms');
}

/** From the press on its row to the conversation, painted, in a window that has not shown it yet. */
async function conversationOpen(page: Page): Promise<Row> {
  const taken: number[] = [];
  for (let index = 0; index < opens; index += 1) {
    await page.evaluate("sessionStorage.removeItem('loom.selected')");
    await page.reload();
    await conversation(page).waitFor();
    await conversation(page).click();
    taken.push(await page.evaluate<number>('benchShown().then((at) => at - benchPressed)'));
  }
  return timed('conversation opens', taken, 'median < 300 ms');
}

async function endToEnd(page: Page): Promise<Row[]> {
  const sampled: Sampled[] = [];
  const through = async (name: string, scroll: () => Promise<void>): Promise<Row[]> => {
    await page.evaluate('benchBegin()');
    await scroll();
    const taken = await page.evaluate<Sampled>('benchEnd()');
    sampled.push(taken);
    return [
      longest(`longest blank, ${name}`, taken.blank, 'none of 100 ms'),
      timed(`frames, ${name}`, taken.frames),
    ];
  };
  const area = page.getByRole('group', { name: 'Messages with Bo' });
  await area.hover();
  const roll = async (pixels: number, until: number): Promise<void> => {
    await page.evaluate(`benchRoll(${pixels}, ${until})`);
  };
  const rows = [
    ...(await through('newest to first', () => roll(-step, 1))),
    ...(await through('first to newest', () => roll(step, messages))),
    ...(await through(`wheel, ${turns} turns`, async () => {
      for (let index = 0; index < turns; index += 1) await page.mouse.wheel(0, -turn);
    })),
    ...(await through(`Page Up, ${pagesByKey} times`, async () => {
      await area.focus();
      for (let index = 0; index < pagesByKey; index += 1) await page.keyboard.press('PageUp');
    })),
    ...(await through('thumb dragged to and fro', async () => {
      for (let index = 0; index < 100; index += 1)
        await page.evaluate(
          `new Promise((done) => { const area = document.querySelector('.messages');
           area.scrollTop = area.scrollHeight * ${(index * 37) % 100} / 100; requestAnimationFrame(done); })`,
        );
    })),
  ];
  const most = Math.max(...sampled.map(({ mostRows }) => mostRows));
  return [
    ...rows,
    { name: 'rows in the document', median: most, rate: 0, unit: 'rows', target: 'those in sight' },
  ];
}

interface Sampled {
  /** ms, as `blank`. */
  readonly frames: readonly number[];
  readonly blank: number;
  readonly mostRows: number;
}

/** From a key that goes down to its letter, painted: at rest, and while 1,000 messages arrive from the other engine. */
async function typing(page: Page, far: OtherSide): Promise<Row[]> {
  const field = page.getByRole('textbox', { name: 'Message', exact: true });
  await page.getByText('Secured', { exact: true }).waitFor();
  await page.reload();
  await page.evaluate('benchShown()');
  await page.getByText('Secured', { exact: true }).waitFor();
  await field.focus();
  const keys = () => page.evaluate<number[]>('benchKeys.splice(0)');
  for (let index = 0; index < keysAtRest; index += 1) await page.keyboard.press('a');
  const atRest = await keys();

  await page.evaluate('benchBegin()');
  const sending = far.say(Array.from({ length: burst }, (_, index) => `burst ${index + 1}.`));
  const last = list(page).getByText(`burst ${burst}.`);
  do await page.keyboard.press('a');
  while ((await last.count()) === 0);
  await sending;
  const { frames } = await page.evaluate<Sampled>('benchEnd()');
  return [
    timed('key to letter, at rest', atRest),
    timed(`key to letter, while ${burst.toLocaleString('en')} messages arrive`, await keys()),
    timed(`frames, while ${burst.toLocaleString('en')} messages arrive`, frames),
  ];
}

/** What each level of effects costs while nothing happens. */
async function levels(page: Page, browser: Browser): Promise<Row[]> {
  const rows: Row[] = [];
  for (const level of ['full', 'lite', 'off']) {
    await page.evaluate(`document.documentElement.dataset.fx = '${level}'`);
    await page.waitForTimeout(1_000);
    const pids = (await processes(browser)).map(({ id }) => id);
    const before = ticks(pids);
    await page.waitForTimeout(idleSeconds * 1_000);
    const share = ((ticks(pids) - before) / ticksPerSecond / idleSeconds) * 100;
    rows.push({ name: `browser at rest, effects ${level}`, median: share, rate: 0, unit: '% of a core' });
  }
  return rows;
}

async function memory(browser: Browser, devtools: CDPSession, when: string): Promise<Row[]> {
  const held = (name: string, bytes: number): Row => ({ name, median: bytes / 1e6, rate: 0, unit: 'MB' });
  const { usedSize: before } = await devtools.send('Runtime.getHeapUsage');
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize: after } = await devtools.send('Runtime.getHeapUsage');
  const renderers = (await processes(browser)).filter(({ type }) => type === 'renderer');
  const page = Math.max(...renderers.map(({ id }) => proportionalKilobytes(id)));
  return [
    held(`script heap, ${when}`, before),
    held(`script heap after collection, ${when}`, after),
    held(`page’s process (proportional share), ${when}`, page * 1_000),
  ];
}

async function processes(browser: Browser): Promise<readonly { id: number; type: string }[]> {
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  await devtools.detach();
  return processInfo;
}

function timed(name: string, milliseconds: readonly number[], target?: string): Row {
  const taken = milliseconds.map((each) => each * 1_000);
  return row(name, summarize(taken), { most: Math.max(...taken), ...(target !== undefined && { target }) });
}

function longest(name: string, milliseconds: number, target: string): Row {
  return row(name, { median: milliseconds * 1_000 }, { target });
}
