// A page of another origin, open in the same browser as Loom's window: it can reach nothing, by any way a page has.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { findChromium, launchChromium, noChromium } from '../support/chromium.ts';
import { makeHome } from '../support/loom.ts';
import { permissions, sitDown } from '../support/person.ts';

const chromium = findChromium();

/** Runs in the hostile page. Each attempt tells what it got; `own` is the origin of Loom's window, `secret` one it never had. */
const attempts = `async (own) => {
  const secret = 'A'.repeat(43);
  const settle = (start) => new Promise((resolve) => { setTimeout(resolve, 5000, 'nothing'); start(resolve); });
  const element = (name, properties) => settle((resolve) => {
    const made = Object.assign(document.createElement(name), properties);
    made.onload = () => resolve('loaded');
    made.onerror = () => resolve('refused');
    document.body.append(made);
  });
  const fetched = (path, options) => fetch(own + path, options).then((answer) => answer.type, () => 'refused');
  const html = await (await fetch('/loom-page')).text();
  return {
    read: await fetched('/'),
    post: await fetched('/session', { method: 'POST', body: JSON.stringify({ secret }) }),
    postUnread: await fetched('/session', { method: 'POST', mode: 'no-cors', body: JSON.stringify({ secret }) }),
    socket: await settle((resolve) => {
      const socket = new WebSocket(own.replace('http', 'ws') + '/ws');
      socket.onopen = () => resolve('open');
      socket.onerror = () => resolve('refused');
    }),
    script: await element('script', { src: own + html.match(/src="([^"]+[.]js)"/)[1] }),
    picture: await element('img', { src: own + '/mark.svg' }),
  };
}`;

test('a page of another origin reaches nothing of the window', { timeout: 60_000 }, async ({ skip }) => {
  skip(chromium === undefined, noChromium);
  await using home = await makeHome();
  await using browser = await launchChromium(chromium ?? '');
  const context = await browser.newContext({ permissions });
  const victim = await sitDown(home, context, 'Ada', '--no-mdns');
  const own = new URL(victim.page.url()).origin;
  const loomPage = await (await fetch(own)).text();

  const server = createServer((request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end(request.url === '/loom-page' ? loomPage : '<!doctype html><body>Look, kittens.');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${port}/`);

  const outcome = await page.evaluate<Record<string, string>>(`(${attempts})(${JSON.stringify(own)})`);
  await page.evaluate(`new Promise((resolve) => {
    const frame = Object.assign(document.createElement('iframe'), { src: ${JSON.stringify(own)}, onload: resolve });
    document.body.append(frame);
  })`);
  const framed = page.frames().find((frame) => frame !== page.mainFrame());
  server.close();
  server.closeAllConnections();
  expect(outcome).toEqual({
    read: 'refused',
    post: 'refused',
    postUnread: 'refused',
    socket: 'refused',
    script: 'refused',
    picture: 'refused',
  });
  expect(framed?.url()).toMatch(/^chrome-error:/);
});
