// Holds the drawings that ship with the window to the symbols of the protocol. Knows nothing of how either is shown.
import { expect, test } from 'vitest';
import { symbols } from '@loom/protocol';
import { drawings, notice } from '../packages/ui/drawings.ts';

test('the window ships a drawing of each symbol of the protocol, and no other', () => {
  const files = drawings();
  expect([...files.keys()]).toEqual(
    symbols.map(({ emoji }) => `${emoji.codePointAt(0)?.toString(16) ?? ''}.svg`),
  );
  expect(new Set(files.values()).size).toBe(64);
});

test('the drawings carry nothing but shapes: no script, no text, nothing from elsewhere', () => {
  const elements = new Set([...drawings().values()].flatMap((svg) => svg.match(/<[a-z]+/gi) ?? []));
  const shapes = ['<svg', '<g', '<path', '<circle', '<ellipse', '<rect'];
  expect([...elements].filter((element) => !shapes.includes(element))).toEqual([]);
});

test('the notice that travels with them names their owner, and not Loom, above the whole licence', () => {
  expect(notice()).toMatch(/^Copyright \(c\) Microsoft Corporation\.$/m);
  expect(notice()).not.toContain('Loom contributors');
  expect(notice()).toContain('THE SOFTWARE IS PROVIDED "AS IS"');
});
