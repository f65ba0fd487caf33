// A token comes to the window as a code: before the camera, or in a picture that is dropped, pasted or chosen. And what is none is
// refused in words.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium, noChromium } from '../support/chromium.ts';
import { makeHome, type Home } from '../support/loom.ts';
import { permissions, sitDown, type Person } from '../support/person.ts';

const storyMs = 120_000;
const chromium = findChromium();
const camera = '--use-fake-device-for-media-stream';
const allowed = '--use-fake-ui-for-media-stream';
/** Keeps every stream that the page gets, so that one sees whether its light is on. */
const keepStreams = `
  globalThis.streams = [];
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await ask(wanted);
    streams.push(stream);
    return stream;
  };`;
const lights = `streams.map((stream) => stream.getTracks().some((track) => track.readyState === 'live'))`;

let browser: Browser | undefined;
beforeAll(async () => {
  if (chromium !== undefined) browser = await launchChromium(chromium);
});
afterAll(async () => browser?.close());

function mustBe<T>(value: T | undefined): T {
  if (value === undefined) throw new Error(noChromium);
  return value;
}

/** Opens “Add a contact” and goes to one of the ways. */
async function openWay({ page }: Person, way: string): Promise<Locator> {
  await page.getByRole('button', { name: 'Add new contact' }).click();
  const sheet = page.getByRole('dialog', { name: 'Add a contact' });
  await sheet.getByRole('radio', { name: way }).check();
  return sheet;
}

const genuine = 'The token is whole and its signature is genuine.';

async function holds(sheet: Locator, token: string): Promise<void> {
  await sheet.getByText(genuine).waitFor();
  const entry = sheet.getByRole('textbox', { name: 'Token', exact: true });
  expect((await entry.inputValue()).replaceAll(/\s/g, '')).toBe(token);
}

/** As a phone sees a screen: from aside, turned, dim, and a little blurred, with a hand’s width of table around it. */
async function photograph(context: BrowserContext, code: Buffer): Promise<Buffer> {
  const table = await context.newPage();
  const looks =
    'width:400px;transform:perspective(900px) rotateY(20deg) rotate(-9deg);filter:blur(.7px) brightness(.7)';
  await table.setContent(`<body style="margin:0;height:100vh;display:grid;place-items:center;
    background:linear-gradient(70deg,#5a4a38,#b9a184)"><img style="${looks}" src="data:image/png;base64,${code.toString('base64')}">`);
  await table.setViewportSize({ width: 1280, height: 720 });
  const photo = await table.screenshot({ type: 'jpeg', quality: 70 });
  await table.close();
  return photo;
}

/** Ada has “Add a contact” open at the camera, which sees this for ever. */
async function beforeCamera(home: Home, sight: Buffer) {
  const film = join(home.folder, 'sight.mjpeg');
  await writeFile(film, Buffer.concat([sight, sight]));
  const seeing = await launchChromium(
    mustBe(chromium),
    camera,
    allowed,
    `--use-file-for-fake-video-capture=${film}`,
  );
  const context = await seeing.newContext({ permissions });
  await context.addInitScript(keepStreams);
  const ada = await sitDown(home, context, 'Ada', '--no-mdns');
  await ada.makeIdentity();
  await ada.findPeople();
  return {
    ada,
    sheet: await openWay(ada, 'Camera'),
    [Symbol.asyncDispose]: () => seeing.close(),
  };
}

async function ownCode(page: Page): Promise<Buffer> {
  return page.getByRole('img', { name: 'QR code of your token' }).screenshot();
}

/** Shows the safety number of the open conversation as a code. */
async function numberOf({ page }: Person): Promise<Buffer> {
  await page.bringToFront();
  await page.getByRole('button', { name: 'Contact options' }).click();
  await page.getByRole('menuitem', { name: 'Safety number' }).click();
  await page.getByRole('button', { name: 'QR code', exact: true }).click();
  return page.getByRole('img', { name: 'QR code of the safety number' }).screenshot();
}

/** A file in the hands of somebody, over the window. */
async function drop(page: Page, type: string, body: Buffer): Promise<void> {
  const held = await page.evaluateHandle(`(() => {
    const held = new DataTransfer();
    const bytes = Uint8Array.from(atob('${body.toString('base64')}'), (letter) => letter.charCodeAt(0));
    held.items.add(new File([bytes], 'file', { type: '${type}' }));
    return held;
  })()`);
  const place = page.locator('body');
  // The sheet listens once it has been drawn.
  const isReady = async (): Promise<boolean> => {
    await place.dispatchEvent('dragenter', { dataTransfer: held });
    return page.getByText('Let go to read the code').isVisible();
  };
  await expect.poll(isReady, { timeout: 30_000, interval: 100 }).toBe(true);
  await place.dispatchEvent('drop', { dataTransfer: held });
}

function pngChunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A few kilobytes that would be gigabytes once drawn. */
function hugePicture(side: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head[8] = 1;
  const rows = Buffer.alloc(side * (1 + Math.ceil(side / 8)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    pngChunk('IHDR', head),
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('a token comes as a code', { timeout: storyMs }, () => {
  test('in a picture: dropped anywhere, pasted, chosen; a photo of it too', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    await using home = await makeHome();
    const context = await mustBe(browser).newContext({ permissions });
    const bo = await sitDown(home, context, 'Bo', '--no-mdns');
    const token = await bo.makeIdentity();
    const code = await ownCode(bo.page);
    const ada = await sitDown(home, context, 'Ada', '--no-mdns');
    const { page } = ada;
    const fetched: string[] = [];
    page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
    await ada.makeIdentity();
    await ada.findPeople();
    const readers = (): string[] => fetched.filter((path) => path.includes('decode'));
    const close = async (): Promise<void> => {
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    };
    // Where nothing takes a file, the browser is not to open it in the window's place.
    const isLeftToBrowser = await page.evaluate(`(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['a stray'], 'file'));
      return document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    })()`);
    expect(isLeftToBrowser).toBe(false);
    await page.getByRole('button', { name: 'Add new contact' }).click();
    const sheet = page.getByRole('dialog', { name: 'Add a contact' });
    expect(readers()).toEqual([]);
    await drop(page, 'image/png', code);
    await holds(sheet, token);
    expect(readers()).toHaveLength(1);
    await close();

    await openWay(ada, 'Picture of a code');
    const choosing = page.waitForEvent('filechooser');
    await sheet.getByRole('button', { name: 'Choose picture' }).click();
    await (
      await choosing
    ).setFiles({
      name: 'photo.jpg',
      mimeType: 'image/jpeg',
      buffer: await photograph(context, code),
    });
    await holds(sheet, token);
    await close();

    await page.bringToFront();
    await page.evaluate(`navigator.clipboard.write([new ClipboardItem({
      'image/png': new Blob([Uint8Array.from(atob('${code.toString('base64')}'), (letter) => letter.charCodeAt(0))], { type: 'image/png' }),
    })])`);
    await page.getByRole('button', { name: 'Add new contact' }).click();
    await sheet.getByRole('textbox', { name: 'Display name' }).fill('Bo');
    await page.keyboard.press('Control+V');
    await holds(sheet, token);
    await sheet.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('heading', { name: 'Bo', exact: true }).waitFor();
    expect(ada.trouble).toEqual([]);
    await context.close();
  });

  test('what is no picture, has no code, the wrong code, or is too large is told by its words', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    await using home = await makeHome();
    const context = await mustBe(browser).newContext({ permissions });
    const bo = await sitDown(home, context, 'Bo', '--no-mdns');
    const token = await bo.makeIdentity();
    const ada = await sitDown(home, context, 'Ada', '--no-mdns');
    const { page } = ada;
    await ada.makeIdentity();
    await ada.findPeople();
    await ada.add({ name: 'Bo', token });
    const number = await numberOf(ada);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    const sheet = await openWay(ada, 'Picture of a code');
    const blank = await page.getByRole('heading', { name: 'Add a contact' }).screenshot();
    const says = (words: string): Promise<void> => sheet.getByText(words).waitFor();
    await drop(page, 'text/plain', Buffer.from('LOOM-'));
    await says('That is no picture');
    await drop(page, 'image/png', Buffer.from('no picture at all'));
    await says('That is no picture');
    await drop(page, 'image/png', hugePicture(9000));
    await says('That picture is too large');
    await drop(page, 'image/png', blank);
    await says('No code could be read');
    await drop(page, 'image/png', Buffer.concat([blank, Buffer.alloc(25 * 1024 * 1024)]));
    await says('That picture is too large');
    await drop(page, 'image/png', number);
    await says('That is the code of a safety number');
    expect(await sheet.getByText(genuine).count()).toBe(0);
    // Pictures that can’t be read are the browser’s own to complain of.
    expect(ada.trouble.filter((line) => !line.includes('blob:'))).toEqual([]);
    await context.close();
  });

  test('before the camera, which is given back as soon as it has seen it', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    await using home = await makeHome();
    const context = await mustBe(browser).newContext({ permissions });
    const bo = await sitDown(home, context, 'Bo', '--no-mdns');
    const token = await bo.makeIdentity();
    const photo = await photograph(context, await ownCode(bo.page));
    await context.close();
    await using room = await beforeCamera(home, photo);
    const { ada, sheet } = room;
    const turnOn = sheet.getByRole('button', { name: 'Turn on the camera' });
    await turnOn.waitFor();
    expect(await ada.page.evaluate(lights)).toEqual([]);
    await turnOn.click();
    await holds(sheet, token);
    expect(await ada.page.evaluate(lights)).toEqual([false]);
    expect(ada.trouble).toEqual([]);
  });

  test('a camera that has seen nothing goes off by its button, out of sight, and with the sheet', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    await using home = await makeHome();
    const context = await mustBe(browser).newContext({ permissions });
    const table = await context.newPage();
    await table.setViewportSize({ width: 1280, height: 720 });
    const empty = await table.screenshot({ type: 'jpeg' });
    await context.close();
    await using room = await beforeCamera(home, empty);
    const { ada, sheet } = room;
    const { page } = ada;
    const turnOn = sheet.getByRole('button', { name: 'Turn on the camera' });
    const turnOff = sheet.getByRole('button', { name: 'Turn off' });
    await turnOn.click();
    await turnOff.waitFor();
    expect(await page.evaluate(lights)).toEqual([true]);
    await turnOff.click();
    await turnOn.click();
    await turnOff.waitFor();
    expect(await page.evaluate(lights)).toEqual([false, true]);
    await page.evaluate(`Object.defineProperty(document, 'hidden', { get: () => true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
      delete document.hidden;`);
    await sheet.getByText('The camera was turned off because this window was out of sight.').waitFor();
    expect(await page.evaluate(lights)).toEqual([false, false]);
    await turnOn.click();
    await turnOff.waitFor();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    expect(await page.evaluate(lights)).toEqual([false, false, false]);
    expect(ada.trouble).toEqual([]);
  });

  test('the code of a safety number is compared by camera, and what is another one is told', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    await using home = await makeHome();
    const context = await mustBe(browser).newContext({ permissions });
    const [bo, ines] = [
      await sitDown(home, context, 'Bo', '--no-mdns'),
      await sitDown(home, context, 'Ines', '--no-mdns'),
    ];
    const [bosToken, inesToken] = [await bo.makeIdentity(), await ines.makeIdentity()];
    await bo.findPeople();

    const film = join(home.folder, 'number.mjpeg');
    const flags = [camera, allowed, `--use-file-for-fake-video-capture=${film}`];
    await writeFile(film, '');
    const seeing = await launchChromium(mustBe(chromium), ...flags);
    const ada = await sitDown(home, await seeing.newContext({ permissions }), 'Ada', '--no-mdns');
    const adasToken = await ada.makeIdentity();
    await ada.findPeople();
    await ada.add({ name: 'Ines', token: inesToken });
    await ada.add({ name: 'Bo', token: bosToken });
    await bo.add({ name: 'Ada', token: adasToken });
    // What Bo’s screen shows is before Ada’s camera.
    const theirs = await photograph(context, await numberOf(bo));
    await writeFile(film, Buffer.concat([theirs, theirs]));

    for (const [name, words] of [
      ['Ines', 'Different: that code holds another number.'],
      ['Bo', 'The same: the code on the screen of Bo holds this very number'],
    ] as const) {
      await ada.page.bringToFront();
      await ada.open(name);
      await numberOf(ada);
      await ada.page.getByRole('button', { name: 'Turn on the camera' }).click();
      await ada.page.getByText(words).waitFor();
      if (name !== 'Ines') continue;
      // It still holds where the number is looked at in another form.
      await ada.page.getByRole('button', { name: 'Digits', exact: true }).click();
      await ada.page.getByRole('list', { name: 'Digits', exact: true }).waitFor();
      expect(await ada.page.getByText(words).count()).toBe(1);
    }
    await ada.page.getByRole('button', { name: 'Mark as verified' }).click();
    await ada.page.getByText('You have compared this number with Bo').waitFor();
    expect(ada.trouble).toEqual([]);
    await seeing.close();
    await context.close();
  });

  test('a camera that is refused, and none at all, are told with what to do', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    await using home = await makeHome();
    const cases = [
      ['refused', [camera, `${allowed}=deny`], [], 'The camera was refused. Allow it for this page'],
      ['none', [], ['camera'], 'There is no camera on this device.'],
    ] as const;
    for (const [name, flags, granted, words] of cases) {
      const blind = await launchChromium(mustBe(chromium), ...flags);
      const room = await blind.newContext({ permissions: [...permissions, ...granted] });
      const ada = await sitDown(home, room, name, '--no-mdns');
      await ada.makeIdentity();
      await ada.findPeople();
      const sheet = await openWay(ada, 'Camera');
      await sheet.getByRole('button', { name: 'Turn on the camera' }).click();
      await sheet.getByText(words).waitFor();
      expect(ada.trouble).toEqual([]);
      await blind.close();
    }
  });
});
