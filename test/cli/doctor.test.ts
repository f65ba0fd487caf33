// What `loom doctor` says where there is no engine that it could ask, and that asking leaves nothing behind.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkId, type Check } from '@loom/contract';
import { describe, expect, test } from 'vitest';
import { makeHome, type Home, type Outcome } from '../support/loom.ts';
import { newPerson } from './people.ts';

async function filesOf(home: Home): Promise<string[]> {
  return readdir(home.folder, { recursive: true });
}

function checksOf({ stdout }: Outcome): Check[] {
  return (JSON.parse(stdout) as { checks: Check[] }).checks;
}

describe('loom doctor', { timeout: 60_000 }, () => {
  test('says that there is no such profile, looks at the network all the same, and leaves nothing behind', async () => {
    await using home = await makeHome();
    const outcome = await home.run('--json', '--profile', 'nobody', 'doctor');
    const checks = checksOf(outcome);
    expect(outcome.stderr).toBe('');
    expect(checks.map(({ id }) => id)).toEqual(checkId.options);
    expect(checks[0]).toMatchObject({
      id: 'engine',
      status: 'warning',
      saw: 'There is no such profile here, so Loom does not run for it.',
      remedy: expect.stringMatching(/loom identity new/) as string,
    });
    expect(checks.find(({ id }) => id === 'interfaces')?.saw).not.toMatch(/could not be looked at/);
    expect(await filesOf(home)).toEqual([]);

    await newPerson(home, 'ann');
    const before = await filesOf(home);
    await home.run('--profile', 'nobody', 'doctor');
    expect(await filesOf(home)).toEqual(before);
    expect(before).toContain(join('profiles', 'ann'));
  });

  test('refuses a name that no profile can have', async () => {
    await using home = await makeHome();
    const { code, stderr } = await home.run('--profile', '..', 'doctor');
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^The arguments don’t fit/)]);
  });
});
