// Addresses by hand: listed, and forgotten one by one.
import type { ManualAddress } from '@loom/contract';
import { describe, expect, test } from 'vitest';
import { makeHome } from '../support/loom.ts';
import { acquainted } from './people.ts';

describe('loom address', { timeout: 120_000 }, () => {
  test('lists what was given by hand and forgets what it is told to, and nothing else', async () => {
    await using home = await makeHome();
    const { ann, bob } = await acquainted(home);
    expect((await ann.run('address')).stderr).toMatch(/^No address was given by hand\./);
    await ann.add(bob, '--address', '192.0.2.9');
    await ann.add(bob, '--address', '[2001:db8::9]:50000');
    const listed = await ann.run('address');
    expect(listed.stdout.trim().split('\n').toSorted()).toEqual([
      'bob  192.0.2.9:47113',
      'bob  [2001:db8::9]:50000',
    ]);
    expect((await ann.run('address', 'remove', 'bob', '192.0.2.9')).stdout).toBe(
      '192.0.2.9:47113 of bob is forgotten.\n',
    );
    const left = await ann.json<ManualAddress[]>('address');
    expect(left).toMatchObject([{ ip: '2001:db8::9', port: 50_000 }]);
    const again = await ann.run('address', 'remove', 'bob', '192.0.2.9');
    expect([again.code, again.stderr]).toEqual([2, expect.stringMatching(/^bob has no such address/)]);
  });
});
