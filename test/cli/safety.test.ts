// Two people compare a safety number on the command line, and mend a mistyped token.
import { describe, expect, test } from 'vitest';
import type { Contact, SafetyNumber } from '@loom/contract';
import { makeHome } from '../support/loom.ts';
import { acquainted, newPerson } from './people.ts';

describe('loom safety, verify and accept', { timeout: 60_000 }, () => {
  test('both sides print the same digits, symbols and code, and what verify notes is listed', async () => {
    await using home = await makeHome();
    const { ann, bob } = await acquainted(home);
    const anns = await ann.json<SafetyNumber>('safety', 'bob');
    expect(await bob.json('safety', 'ann')).toEqual(anns);
    expect(anns).toMatchObject({ verified: false, qr: `loom-safety:1:${anns.digits}` });

    const { stdout, stderr } = await ann.run('safety', 'bob');
    expect((await bob.run('safety', 'ann')).stdout).toBe(stdout);
    const printed = stdout.split('\n');
    const groups = anns.digits.match(/.{5}/g) ?? [];
    expect(printed).toContain(groups.slice(0, 6).join(' '));
    expect(printed).toContain(groups.slice(6).join(' '));
    for (const { emoji, name } of anns.symbols) expect(stdout).toContain(`${emoji} ${name}`);
    expect(stdout).toMatch(/[▀▄█]{5}/);
    expect(stderr).toMatch(/^Compare with bob, face to face or by voice.* verify NAME --profile ann\n$/);

    expect((await ann.run('verify', 'bob')).stdout).toBe('bob is verified.\n');
    expect((await ann.run('contact', 'list')).stdout).toContain('verified');
    expect((await ann.run('safety', 'bob')).stderr).toBe('bob is verified.\n');
    expect(await ann.json<Contact>('verify', 'bob', '--undo')).toMatchObject({ verified: false });
    expect((await ann.run('accept', 'bob')).stdout).toBe(
      'Nothing was held for bob: there is no new session to accept.\n',
    );
  });

  test('a mistyped token is refused with the place and the command that takes the corrected one', async () => {
    await using home = await makeHome();
    const [ann, bob] = await Promise.all([newPerson(home, 'ann'), newPerson(home, 'bob')]);
    // Behind LOOM-, characters 109 and 110 are the first two of group D1.
    const at = 5 + 108;
    const wrong = bob.token[at] === 'Q' ? 'R' : 'Q';
    const typed = `${bob.token.slice(0, at)}${wrong}${bob.token.slice(at + 1)}`;
    const { code, stdout, stderr } = await ann.run('contact', 'add', typed, 'bob');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(`in group D1, character 1, “${wrong}” should be “${bob.token.charAt(at)}”`);
    const offered = /contact add (LOOM-\w+) NAME --profile ann\n$/.exec(stderr)?.[1] ?? '';
    expect(offered).toBe(bob.token);
    expect(await ann.json('contact', 'list')).toEqual([]);
    expect((await ann.run('contact', 'add', offered, 'bob')).code).toBe(0);
  });
});
