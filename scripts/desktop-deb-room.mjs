// Runs inside the clean Debian of desktop-deb.ts: opens the installed window, gives it an identity and a contact, and has the
// installed command line, as another person, chat with it. Knows only what is installed there.
import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

const driver = 'http://127.0.0.1:4445';
const patienceMs = 120_000;

const xvfb = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
  stdio: ['ignore', 'pipe', 'ignore'],
});
const display = await new Promise((resolve) => createInterface({ input: xvfb.stdout }).once('line', resolve));
const env = { ...process.env, DISPLAY: `:${display}`, TAURI_WEBVIEW_AUTOMATION: 'true' };
const webdriver = spawn('WebKitWebDriver', ['--port=4445'], { env, stdio: ['ignore', 'ignore', 'inherit'] });

try {
  await until(
    () =>
      fetch(`${driver}/status`).then(
        ({ ok }) => ok,
        () => false,
      ),
    'a driver',
  );
  const options = {
    'webkitgtk:browserOptions': { binary: '/usr/bin/loom-desktop', args: ['--profile', 'window'] },
  };
  const { sessionId } = await ask('POST', '/session', { capabilities: { alwaysMatch: options } });
  const page = `/session/${sessionId}`;
  /** @param {string} script @param {unknown[]} args */
  const run = (script, args = []) => ask('POST', `${page}/execute/sync`, { script, args });
  /** @param {string} command @param {object} args */
  const call = (command, args) =>
    ask('POST', `${page}/execute/async`, {
      script:
        'const [command, args, done] = arguments; window.__TAURI_INTERNALS__.invoke(command, args).then(done, (e) => done(String(e.message ?? e)));',
      args: [command, args],
    });
  await until(
    async () => /Make my identity/.test(await run('return document.body.innerText')),
    'the first view',
  );
  process.stdout.write('starts: the window shows its first view\n');

  const token = await call('generate_new_identity', { name: 'Window' });
  const theirs =
    loom('identity', 'new', '--name', 'Terminal')
      .match(/LOOM-[A-Z2-7\s-]+/)?.[0]
      .replace(/\s/g, '') ?? '';
  loom('contact', 'add', token, 'Window');
  const daemon = spawn('loom', ['daemon', '--profile', 'terminal'], { stdio: 'ignore' });
  const contact = await call('add_contact_token', { token_str: theirs, display_name: 'Terminal' });
  await until(async () => (await call('get_contacts', {}))[0]?.state === 'secured', 'a secured contact');
  process.stdout.write('secured: the window and the command line found each other\n');

  loom('send', 'Window', 'From the terminal.', '--wait', 'delivered');
  await call('send_message', { contact_pub_key: contact.public_key, content: 'From the window.' });
  await until(() => loom('messages', 'Window').includes('From the window.'), 'the window’s message');
  const messages = await call('get_messages', { contact_pub_key: contact.public_key });
  if (!messages.some(({ content }) => content === 'From the terminal.'))
    throw new Error('the window lacks the message');
  process.stdout.write('chats: one message each way, delivered\n');
  daemon.kill();
  await ask('DELETE', page);
} finally {
  webdriver.kill();
  xvfb.kill();
}

/** @param {string[]} args */
function loom(...args) {
  return execFileSync('loom', [...args, '--profile', 'terminal'], { encoding: 'utf8' });
}

/**
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 */
async function ask(method, path, body) {
  const response = await fetch(driver + path, { method, ...(body && { body: JSON.stringify(body) }) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(JSON.stringify(value));
  return value;
}

/**
 * @param {() => boolean | Promise<boolean>} isSo
 * @param {string} what
 */
async function until(isSo, what) {
  const deadline = performance.now() + patienceMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`There never was ${what}.`);
    await sleep(200);
  }
}
