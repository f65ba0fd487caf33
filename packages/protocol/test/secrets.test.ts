import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { sealMessage, Secret, toHex } from '../src/index.ts';
import { derivePairKeys, initiate, nodeKem } from '../src/index.ts';
import { alice, bob, handshake, sessions } from './support/people.ts';
import { seededRandom } from './support/random.ts';

/** Every way in which a value usually ends up in a log. */
function printed(value: unknown): string {
  return [inspect(value, { depth: 20, showHidden: true }), JSON.stringify(value), String(value)].join('\n');
}

/** Every Secret anywhere inside a value. */
function secretsIn(value: unknown): Uint8Array[] {
  if (value instanceof Secret) return [Uint8Array.from(value)];
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  return Object.values(value).flatMap(secretsIn);
}

/** The secrets inside a value, and how many of them can be read in what is printed of it. */
function leaks(value: unknown): { secrets: number; readable: number } {
  const text = printed(value).replaceAll(/\s/g, '');
  const secrets = secretsIn(value);
  const readable = secrets.filter(
    (secret) => text.includes(toHex(secret)) || text.includes(secret.subarray(0, 6).join(',')),
  );
  return { secrets: secrets.length, readable: readable.length };
}

test('the check itself finds what is printed', () => {
  const bytes = new Secret('root key', Uint8Array.of(1, 2, 3, 4, 5, 6, 7));
  const careless = { bytes, copy: Uint8Array.from(bytes) };
  expect(leaks(careless)).toEqual({ secrets: 1, readable: 1 });
  expect(leaks({ bytes, text: toHex(bytes) })).toEqual({ secrets: 1, readable: 1 });
});

describe('a secret', () => {
  const secret = new Secret('root key', Uint8Array.of(1, 2, 3));

  test('prints as its kind, whatever prints it', () => {
    expect(String(secret)).toBe('root key(redacted)');
    expect(['', secret].join('')).toBe('root key(redacted)');
    expect(JSON.stringify({ secret })).toBe('{"secret":"root key(redacted)"}');
    expect(inspect({ secret }, { showHidden: true })).toBe('{ secret: root key(redacted) }');
  });

  test('is bytes in every other way, and a copy', () => {
    const source = Uint8Array.of(1, 2, 3);
    const copy = new Secret('root key', source);
    source.fill(0);
    expect(Array.from(copy)).toEqual([1, 2, 3]);
    expect(copy.kind).toBe('root key');
    expect(copy.subarray(1)).toEqual(Uint8Array.of(2, 3));
  });
});

describe('nothing secret is printed of', () => {
  test('an identity', () => {
    expect(leaks(alice.identity)).toEqual({ secrets: 3, readable: 0 });
  });

  test('pair keys', () => {
    expect(leaks(derivePairKeys(alice.identity, bob.token))).toEqual({ secrets: 4, readable: 0 });
  });

  test('a handshake under way', () => {
    const pair = derivePairKeys(alice.identity, bob.token);
    const { state } = initiate({
      us: alice.identity,
      them: bob.token,
      pair,
      random: seededRandom('x'),
      kem: nodeKem,
    });
    expect(leaks(state)).toEqual({ secrets: 4, readable: 0 });
  });

  test('a link', () => {
    expect(leaks(handshake(alice, bob).initiator)).toEqual({ secrets: 3, readable: 0 });
  });

  test('a session', () => {
    const { initiator } = sessions(handshake(alice, bob));
    const { session } = sealMessage(initiator, new Uint8Array(3), seededRandom('n'));
    expect(leaks(session)).toEqual({ secrets: 5, readable: 0 });
  });
});
