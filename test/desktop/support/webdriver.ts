// One window of the native shell, driven through WebKitWebDriver (W3C WebDriver) as a person would: by the words on buttons
// and fields. Knows nothing of Loom.
import { setTimeout as sleep } from 'node:timers/promises';

/** Far longer than anything takes, so that what never comes is called by its name. */
const patienceMs = 60_000;
const stepMs = 100;
const elementKey = 'element-6066-11e4-a52e-4f735466cecf';

/** In the page: finds what a person would find by its name. */
const finders = `
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true });
  const tidy = (text) => (text ?? '').replace(/\\s+/g, ' ').trim();
  const nameOf = (element) => tidy(element.getAttribute('aria-label')
    ?? (element.labels?.length ? [...element.labels].map((label) => label.innerText).join(' ') : element.innerText));
  const find = (selector, name) =>
    [...document.querySelectorAll(selector)].find((element) => isSeen(element) && nameOf(element) === name) ?? null;
`;

export interface WebWindow {
  /** Runs a function's body in the page. */
  run(body: string, ...args: readonly unknown[]): Promise<unknown>;
  /** The same for one that calls the last argument when it is done. */
  runAsync(body: string, ...args: readonly unknown[]): Promise<unknown>;
  /** Waits until an expression is true in the page. @throws where it never is, with what the page shows. */
  until(what: string, expression: string, ...args: readonly unknown[]): Promise<void>;
  click(button: string): Promise<void>;
  fill(field: string, text: string): Promise<void>;
  /** Waits until the page shows this text. */
  shows(text: string): Promise<void>;
  text(): Promise<string>;
  screenshot(): Promise<Uint8Array>;
  resize(width: number, height: number): Promise<void>;
  close(): Promise<void>;
}

/** @param driver the address of a WebKitWebDriver, which starts `binary` */
export async function openWindow(
  driver: string,
  binary: string,
  flags: readonly string[],
): Promise<WebWindow> {
  const options = { 'webkitgtk:browserOptions': { binary, args: flags } };
  const session = await ask(driver, 'POST', '/session', { capabilities: { alwaysMatch: options } });
  const path = `/session/${member(session, 'sessionId')}`;
  const run = (body: string, ...args: readonly unknown[]): Promise<unknown> =>
    ask(driver, 'POST', `${path}/execute/sync`, { script: `${finders}\n${body}`, args });

  async function until(what: string, expression: string, ...args: readonly unknown[]): Promise<void> {
    const deadline = performance.now() + patienceMs;
    while ((await run(`return Boolean(${expression});`, ...args)) !== true) {
      if (performance.now() > deadline)
        throw new Error(`There never was ${what}; the page shows:\n${await text()}`);
      await sleep(stepMs);
    }
  }

  async function find(selector: string, name: string): Promise<string> {
    await until(`“${name}”`, 'find(arguments[0], arguments[1])', selector, name);
    return `${path}/element/${member(await run('return find(arguments[0], arguments[1]);', selector, name), elementKey)}`;
  }

  async function text(): Promise<string> {
    return String(await run('return document.body.innerText;'));
  }

  return {
    run,
    runAsync: (body, ...args) => ask(driver, 'POST', `${path}/execute/async`, { script: body, args }),
    until,
    async click(button) {
      const element = await find('button', button);
      await until(`“${button}” to press`, "!find('button', arguments[0])?.disabled", button);
      await ask(driver, 'POST', `${element}/click`, {});
    },
    async fill(field, value) {
      const element = await find('input, textarea', field);
      await ask(driver, 'POST', `${element}/value`, { text: value });
    },
    shows: (wanted) => until(`“${wanted}”`, 'tidy(document.body.innerText).includes(arguments[0])', wanted),
    text,
    async screenshot() {
      return Buffer.from(String(await ask(driver, 'GET', `${path}/screenshot`)), 'base64');
    },
    async resize(width, height) {
      await ask(driver, 'POST', `${path}/window/rect`, { width, height });
    },
    async close() {
      await ask(driver, 'DELETE', path);
    },
  };
}

async function ask(driver: string, method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(driver + path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { value } = (await response.json()) as { value: unknown };
  if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`);
  return value;
}

function member(value: unknown, name: string): string {
  const found = Object.entries(value ?? {}).find(([key]) => key === name)?.[1] as unknown;
  if (typeof found !== 'string') throw new Error(`no ${name} in ${JSON.stringify(value)}`);
  return found;
}
