import { expect, test } from 'vitest';
import { openRig, raw } from './rig.ts';

test('a secret is 32 random bytes, and each address has its own', async () => {
  await using rig = await openRig();
  const [first, second] = [rig.secret(), rig.secret()];
  expect(Buffer.from(first, 'base64url')).toHaveLength(32);
  expect(second).not.toBe(first);
});

test('the secret stands behind the #, which no browser ever sends', async () => {
  await using rig = await openRig();
  const { hash, pathname, search, host } = new URL(rig.window.url());
  expect(hash).toMatch(/^#k=[\w-]{43}$/);
  expect([pathname, search, host]).toEqual(['/', '', `127.0.0.1:${rig.window.port}`]);
});

test('a secret becomes a token once, and is refused the second time', async () => {
  await using rig = await openRig();
  const secret = rig.secret();
  const first = await rig.redeem(secret);
  expect(first.status).toBe(200);
  const { token } = (await first.json()) as { token: string };
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  expect(token).not.toBe(secret);
  expect((await rig.redeem(secret)).status).toBe(403);
});

test('two windows may be opened side by side', async () => {
  await using rig = await openRig();
  const [first, second] = [rig.secret(), rig.secret()];
  expect((await rig.redeem(second)).status).toBe(200);
  expect((await rig.redeem(first)).status).toBe(200);
});

test('a secret is good for two minutes and no longer', async () => {
  await using rig = await openRig();
  const [early, late] = [rig.secret(), rig.secret()];
  rig.advance(119_999);
  expect((await rig.redeem(early)).status).toBe(200);
  rig.advance(1);
  expect((await rig.redeem(late)).status).toBe(403);
});

test('a token is no secret: it opens no further session', async () => {
  await using rig = await openRig();
  expect((await rig.redeem(await rig.token())).status).toBe(403);
});

test.for(['', 'wrong', 'A'.repeat(43)])('the made-up secret “%s” is refused', async (secret) => {
  await using rig = await openRig();
  rig.secret();
  expect((await rig.redeem(secret)).status).toBe(403);
});

test.for([
  'https://elsewhere.example',
  'null',
  'http://127.0.0.1',
  'http://127.0.0.1:1',
  'http://rebind.example',
])('a page of the origin %s is refused, and the secret stays good', async (origin) => {
  await using rig = await openRig();
  const secret = rig.secret();
  expect((await rig.redeem(secret, { origin })).status).toBe(403);
  expect((await rig.redeem(secret)).status).toBe(200);
});

test('our origin by another name than the request’s is refused', async () => {
  await using rig = await openRig();
  const origin = `http://localhost:${rig.window.port}`;
  expect((await rig.redeem(rig.secret(), { origin })).status).toBe(403);
});

test('a post without an origin is refused', async () => {
  await using rig = await openRig();
  const { port } = rig.window;
  const body = JSON.stringify({ secret: rig.secret() });
  const request = `POST /session HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;
  expect((await raw(port, request)).status).toBe(403);
});

test('a post through a foreign host name is refused even where its origin matches that name', async () => {
  await using rig = await openRig();
  const { port } = rig.window;
  const body = JSON.stringify({ secret: rig.secret() });
  const host = `rebind.example:${port}`;
  const request = `POST /session HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://${host}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;
  expect((await raw(port, request)).status).toBe(403);
});

test.for([
  ['a body that is no JSON', 'secret'],
  ['a secret that is no string', '{"secret":[1]}'],
  ['no secret', '{}'],
  ['null', 'null'],
] as const)('%s is refused', async ([, body]) => {
  await using rig = await openRig();
  const { origin } = rig;
  expect((await fetch(`${origin}/session`, { method: 'POST', headers: { origin }, body })).status).toBe(403);
});

test('a body that is longer than a secret needs is refused unread', async () => {
  await using rig = await openRig();
  const { origin } = rig;
  const body = JSON.stringify({ secret: 'A'.repeat(1024) });
  expect((await fetch(`${origin}/session`, { method: 'POST', headers: { origin }, body })).status).toBe(413);
});

test('a session can’t be read, only posted for', async () => {
  await using rig = await openRig();
  const answer = await fetch(`${rig.origin}/session`);
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
});
