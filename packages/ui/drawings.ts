// Puts the drawings of the symbols that people compare into the built window, symbols/*.svg, out of Fluent Emoji: those
// alone, with the notice that its licence asks for. Used while building; knows nothing of what is compared.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chars, icons, info } from '@iconify-json/fluent-emoji-flat';
import type { Plugin } from 'vite';

/** Those of PROTOCOL.md section 8.1; test/drawings.test.ts holds the two together. */
const drawn =
  '🦊🦉🐳🐌🐝🦀🐸🐷🐘🐧🐢🐙🦋🐍🐓🐪🌵🍄🌻🍁🌴🌙⭐🌈⛄🔥🌋🍎🍌🍒🍍🍇' +
  '🥕🍞🍕🎂🔔🔑💡☔📖🔨🎁🎈🥁🎸🎺🎲👑🎩👓💍⏰⏳📷⚓🚲🚀🚂⛵🚜⛺🏠🏆';

/** File names and contents. */
export function drawings(): Map<string, string> {
  return new Map(
    Array.from(drawn, (emoji) => {
      const code = emoji.codePointAt(0)?.toString(16) ?? '';
      const body = icons.icons[chars[code] ?? '']?.body;
      if (body === undefined) throw new Error(`Fluent Emoji has no drawing of ${emoji} (${code}).`);
      return [`${code}.svg`, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${body}</svg>`];
    }),
  );
}

/** The package names licence and owner, and brings no text; the licence is Loom's own, so its text is at hand. */
export function notice(): string {
  const { author, license } = info;
  if (license.spdx !== 'MIT')
    throw new Error(`Fluent Emoji has come under another licence: ${license.title}.`);
  const own = readFileSync(join(import.meta.dirname, '..', '..', 'LICENSE'), 'utf8');
  const theirs = own.replace(/^Copyright .*$/m, `Copyright (c) ${author.name}.`);
  return `The drawings in this folder are those of Fluent Emoji (flat), ${author.url ?? license.url}\n\n${theirs}`;
}

export const drawSymbols: Plugin = {
  name: 'draw-symbols',
  generateBundle() {
    for (const [name, source] of [...drawings(), ['LICENSE.txt', notice()] as const]) {
      this.emitFile({ type: 'asset', fileName: `symbols/${name}`, source });
    }
  },
};
