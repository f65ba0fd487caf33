// Drafts that are begun side by side share a folder, which goes with the last of them.

import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withDraft } from '../src/files/drafts.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

test('the end of one draft leaves the folder to another that has no file yet', async () => {
  const folder = temporaryFolder();
  const drafts = join(folder.path, 'drafts');
  await withDraft(drafts, async (draft) => {
    await withDraft(drafts, async (other) => writeFileSync(other, 'a page'));
    writeFileSync(draft, 'a page');
    expect(existsSync(draft)).toBe(true);
  });
  expect(existsSync(drafts)).toBe(false);
  folder.remove();
});
