// What a script in the window's page may not do, whoever wrote it.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { deskOfTest } from './support/desk-of-test.ts';
import { noDesk } from './support/desk.ts';

const reason = noDesk();
const storyMs = 120_000;
const ownPage = 'tauri://localhost';

/** Calls that Tauri itself brings, of plugins that are built in, and names that are no command. */
const unlisted = [
  'plugin:event|listen',
  'plugin:event|emit',
  'plugin:app|version',
  'plugin:window|close',
  'plugin:window|set_size',
  'plugin:webview|create_webview_window',
  'plugin:path|resolve_directory',
  'plugin:window-state|filename',
  'plugin:tray|new',
  'subscribe',
  'shell',
  'create_everything',
];

describe('a script in the native window', { timeout: storyMs }, () => {
  test('can’t call what is not listed, load what is remote, run what was put in, or lead the window away', async ({
    skip,
  }) => {
    skip(reason !== undefined, reason);
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.setHeader('access-control-allow-origin', '*').end('window.stolen = true;');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('a TCP server without a port');
    const remote = `http://127.0.0.1:${address.port}`;
    const desk = await deskOfTest();
    const window = await desk.open('mara');
    await window.shows('Make my identity');

    const outcomes = await window.runAsync(
      `const [names, done] = arguments;
       const call = (name) => window.__TAURI_INTERNALS__.invoke(name, {}).then(() => 'granted', String);
       Promise.all(names.map(call)).then(done);`,
      unlisted,
    );
    expect(outcomes).toEqual(unlisted.map((name) => `Command ${name} not allowed by ACL`));
    expect(
      await window.runAsync("window.__TAURI_INTERNALS__.invoke('has_identity', {}).then(arguments[0]);"),
    ).toBe(false);
    expect(await window.run('return typeof window.__TAURI__;')).toBe('undefined');
    expect(await window.run('return Object.isFrozen(Object.prototype);')).toBe(true);

    const refused = await window.runAsync(
      `const [remote, done] = arguments;
       const refused = new Set();
       document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => refused.add(effectiveDirective));
       const put = (tag, members) => document.head.append(Object.assign(document.createElement(tag), members));
       put('img', { src: remote + '/image' });
       put('script', { src: remote + '/script.js' });
       put('script', { textContent: 'window.stolen = true;' });
       put('link', { rel: 'stylesheet', href: remote + '/style.css' });
       put('iframe', { src: remote + '/frame' });
       put('style', { textContent: '* { color: red }' });
       fetch(remote + '/fetch').catch(() => undefined);
       try { new WebSocket(remote.replace('http', 'ws') + '/socket'); } catch {}
       setTimeout(() => done([[...refused].sort(), window.stolen === undefined]), 2000);`,
      remote,
    );
    expect(refused).toEqual([
      ['connect-src', 'frame-src', 'img-src', 'script-src-elem', 'style-src-elem'],
      true,
    ]);

    await window.run('location.href = arguments[0];', `${remote}/away`);
    await window.run('window.open(arguments[0]);', `${remote}/popup`);
    await window.run(
      `const form = Object.assign(document.createElement('form'), { action: arguments[0], method: 'post' });
       document.body.append(form); form.submit();`,
      `${remote}/form`,
    );
    await window.run(
      "const link = Object.assign(document.createElement('a'), { href: arguments[0] }); document.body.append(link); link.click();",
      `${remote}/link`,
    );
    // Whatever of it were under way would be done before this answer comes back through the engine.
    expect(
      await window.runAsync("window.__TAURI_INTERNALS__.invoke('has_identity', {}).then(arguments[0]);"),
    ).toBe(false);
    expect(String(await window.run('return location.origin;'))).toBe(ownPage);
    await window.shows('Make my identity');
    expect(asked).toEqual([]);
    server.close();
  });
});
