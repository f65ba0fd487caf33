// Writes what the window's page may call: the commands of the contract and the shell's own, by which the page asks for its news
// and has a notice shown; and nothing else. `npm run desktop:commands`; a test holds the files against the contract.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandNames } from '@loom/contract';

const shell = join(import.meta.dirname, '../src-tauri');
const own = ['attach', 'show_notice'] as const;

/** The generated files, by their paths. */
export function generated(): ReadonlyMap<string, string> {
  const allowed = [...own, ...commandNames];
  return new Map([
    [join(shell, 'src/commands.rs'), rust(allowed)],
    [join(shell, 'capabilities/window.json'), `${JSON.stringify(capability(allowed), undefined, 2)}\n`],
  ]);
}

function rust(allowed: readonly string[]): string {
  return `//! Made by \`npm run desktop:commands\` from packages/contract: what the page may call, and all that it may call.

${own.map(constant).join('\n')}
#[allow(dead_code)] // Only the build script has a use for it.
pub const COMMANDS: &[&str] = &[
${allowed.map((name) => `    "${name}",\n`).join('')}];
`;
}

function constant(name: string): string {
  return `/// One of the shell's own.
#[allow(dead_code)] // The build script has no use for it.
pub const ${name.toUpperCase()}: &str = "${name}";
`;
}

function capability(allowed: readonly string[]): object {
  return {
    $schema: '../gen/schemas/desktop-schema.json',
    identifier: 'window',
    description: 'Made by npm run desktop:commands from packages/contract. Nothing else is granted.',
    windows: ['main'],
    permissions: allowed.map((name) => `allow-${name.replaceAll('_', '-')}`),
  };
}

if (import.meta.main) for (const [path, text] of generated()) writeFileSync(path, text);
