import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { openRig, raw } from './rig.ts';

test('the page and its files are served with their types', async () => {
  await using rig = await openRig();
  const page = await fetch(`${rig.origin}/`);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(await page.text()).toContain('<title>Loom</title>');
  const script = await fetch(`${rig.origin}/assets/a.js`);
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  const head = await fetch(`${rig.origin}/assets/a.js`, { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
});

test('localhost is as good a name as 127.0.0.1', async () => {
  await using rig = await openRig();
  const { port } = rig.window;
  const { status } = await raw(
    port,
    `GET / HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`,
  );
  expect(status).toBe(200);
});

test('every answer, refusals too, carries the strict headers and no cookie', async () => {
  await using rig = await openRig();
  const answers = [
    await fetch(`${rig.origin}/`),
    await fetch(`${rig.origin}/none`),
    await rig.redeem('wrong'),
    await rig.redeem(rig.secret()),
  ];
  for (const { headers } of answers) {
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'");
    expect(policy).toContain("base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'; trusted-types 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('permissions-policy')).toBe(
      'camera=(self), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), hid=(), midi=(), payment=()',
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('set-cookie')).toBeNull();
  }
});

test.for([
  ['a name that was made to point here', (port: number) => `Host: rebind.example:${port}`],
  ['our name without the port', () => 'Host: 127.0.0.1'],
  ['our name with another port', (port: number) => `Host: 127.0.0.1:${port + 1}`],
  ['another loopback address', (port: number) => `Host: 127.0.0.2:${port}`],
  ['the name as a prefix', (port: number) => `Host: localhost:${port}.example`],
  ['a trailing dot', (port: number) => `Host: localhost.:${port}`],
  ['two names', (port: number) => `Host: 127.0.0.1:${port}\r\nHost: rebind.example:${port}`],
  ['an empty name', () => 'Host: '],
] as const)('a request for %s is refused', async ([, host]) => {
  await using rig = await openRig();
  const { port } = rig.window;
  const { status, answer } = await raw(port, `GET / HTTP/1.1\r\n${host(port)}\r\nConnection: close\r\n\r\n`);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(answer).not.toContain('<title>');
});

test('a request without a host name is refused', async () => {
  await using rig = await openRig();
  expect((await raw(rig.window.port, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).status).toBe(400);
  expect((await raw(rig.window.port, 'GET / HTTP/1.0\r\n\r\n')).status).toBe(403);
});

test.for([
  '/../secret.html',
  '/..%2fsecret.html',
  '/assets/../../secret.html',
  '/%2e%2e/secret.html',
  '/assets/..\\..\\secret.html',
  '//secret.html',
  '/index.html/',
  '/assets',
  '/assets/a.js%00',
  'http://127.0.0.1/secret.html',
  '/etc/passwd',
])('the path %s leads nowhere', async (path) => {
  await using rig = await openRig();
  const { port } = rig.window;
  const request = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`;
  const { status, answer } = await raw(port, request);
  expect(status).toBe(404);
  expect(answer).not.toContain('outside of the window');
});

test.for(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])(
  '%s on a page is refused',
  async (method) => {
    await using rig = await openRig();
    const { port } = rig.window;
    const request = `${method} / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`;
    expect((await raw(port, request)).status).toBe(405);
  },
);

test('the engine is not asked for anything over HTTP', async () => {
  await using rig = await openRig();
  await fetch(`${rig.origin}/`);
  await rig.redeem(rig.secret());
  expect(rig.calls).toEqual([]);
});

test('connections that say nothing are closed, and keep nobody out', { timeout: 20_000 }, async () => {
  await using rig = await openRig();
  const silent = Array.from({ length: 140 }, () => connect(rig.window.port, '127.0.0.1'));
  await Promise.all(
    silent.map(
      (socket) =>
        new Promise<void>((resolve) => {
          // Those beyond the most that the server takes are cut off at once.
          socket.on('error', () => undefined);
          socket.on('close', () => resolve());
          socket.resume();
        }),
    ),
  );
  expect((await fetch(`${rig.origin}/`)).status).toBe(200);
});
