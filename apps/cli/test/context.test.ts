import { describe, expect, test } from 'vitest';
import { readContext } from '../src/context.ts';
import { CommandError } from '../src/failures.ts';
import { requireUnicode } from '../src/input.ts';

describe('The options of every command', () => {
  test('come from the flags before the environment', () => {
    const environment = { LOOM_PROFILE: 'theirs' };
    const { engine, profileNamed } = readContext({ profile: 'mine', mdns: true }, environment);
    expect(engine).toEqual({ profile: 'mine' });
    expect(profileNamed).toBe(true);
    const fromEnvironment = readContext({ mdns: true }, environment);
    expect([fromEnvironment.engine.profile, fromEnvironment.profileNamed]).toEqual(['theirs', false]);
  });

  test('are the defaults where the environment’s is empty', () => {
    const context = readContext({ mdns: true }, { LOOM_PROFILE: '' });
    expect(context.engine).toEqual({ profile: 'default' });
    expect(context.network).toEqual({ port: undefined, mdns: true });
    expect([context.profileNamed, context.networkAsked]).toEqual([false, false]);
  });

  test.each(['0', '65536', '1e3', '-1', '47113x', '', ' 80'])('refuse “%s” as a port', (port) => {
    expect(() => readContext({ port, mdns: true }, {})).toThrow(CommandError);
  });
});

test('A command is named as it has to be typed: as Loom was called, and for this profile', () => {
  const typed = (profile: string | undefined, program?: string): string =>
    readContext({ ...(profile && { profile }), mdns: true }, { LOOM_COMMAND: program }).commandLine('daemon');
  expect(typed(undefined)).toBe('loom daemon');
  expect(typed('ann', './loom')).toBe('./loom daemon --profile ann');
  expect(typed('default', '../my checkout/loom')).toBe("'../my checkout/loom' daemon");
});

test('Arguments that were no UTF-8 are refused, because what stood there is lost', () => {
  expect(() => requireUnicode(['send', 'Bob', 'caf\ufffd'])).toThrow('not valid Unicode');
  expect(() => requireUnicode(['send', 'Bob', 'café'])).not.toThrow();
});
