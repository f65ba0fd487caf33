// Runs inside the clean Debian of scripts/desktop-deb.ts, on a Node that is lent to it: opens the installed window, and has the
// installed command line, as another person, chat with it. Uses only what is installed there and the driver's file beside it.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { openWindow, type WebWindow } from './webdriver.ts';

const port = 4445;
const patienceMs = 120_000;

const xvfb = spawn(
  'Xvfb',
  ['-displayfd', '1', '-noreset', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'],
  {
    stdio: ['ignore', 'pipe', 'ignore'],
  },
);
const [display] = (await once(createInterface({ input: xvfb.stdout }), 'line')) as [string];
const env = { ...process.env, DISPLAY: `:${display}`, TAURI_WEBVIEW_AUTOMATION: 'true' };
const driver = spawn('WebKitWebDriver', [`--port=${port}`], { env, stdio: ['ignore', 'ignore', 'inherit'] });
const driverUrl = `http://127.0.0.1:${port}`;

try {
  await until(
    'a driver',
    async () => (await fetch(`${driverUrl}/status`).catch(() => undefined))?.ok === true,
  );
  const window = await openWindow(driverUrl, '/usr/bin/loom-desktop', ['--profile', 'window']);
  await window.fill('Your name', 'Window');
  say('starts: the window shows its first view');
  await window.click('Make my identity');
  await window.shows('Copy token');
  const token = String(await call(window, 'get_my_token'));
  await window.click('Find your people');

  const made = loom('identity', 'new', '--name', 'Terminal');
  const theirs = /LOOM-[A-Z2-7\s-]+/.exec(made)?.[0].replaceAll(/\s/g, '') ?? made;
  loom('contact', 'add', token, 'Window');
  const daemon = spawn('loom', ['daemon', '--profile', 'terminal'], { stdio: 'ignore' });
  await window.click('Add new contact');
  await window.fill('Display name', 'Terminal');
  await window.fill('Token', theirs);
  await window.click('Add');
  await window.until('an end of adding', "!document.querySelector('[role=dialog], dialog[open]')");
  await window.shows('Secured');
  say('secured: the window and the command line found each other');

  loom('send', 'Window', 'From the terminal.', '--wait', 'delivered');
  await window.shows('From the terminal.');
  await window.fill('Message', 'From the window.');
  await window.click('Send');
  await until('the window’s message', () => loom('messages', 'Window').includes('From the window.'));
  say('chats: one message each way, delivered');
  daemon.kill();
  await window.close();
} finally {
  driver.kill();
  xvfb.kill();
}

function call(window: WebWindow, command: string): Promise<unknown> {
  return window.runAsync('window.__TAURI_INTERNALS__.invoke(arguments[0], {}).then(arguments[1]);', command);
}

function loom(...args: readonly string[]): string {
  return execFileSync('loom', [...args, '--profile', 'terminal'], { encoding: 'utf8' });
}

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`There never was ${what}.`);
    await sleep(200);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
