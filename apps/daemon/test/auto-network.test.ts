import { LoomError, type Handlers } from '@loom/contract';
import { describe, expect, test } from 'vitest';
import { withAutoNetwork } from '../src/auto-network.ts';
import { fakeEngine } from './fake-engine.ts';

describe('The network by itself', () => {
  const setUp = (overrides: Partial<Handlers> = {}) => {
    const engine = fakeEngine(overrides);
    return { engine, network: withAutoNetwork(engine.handlers) };
  };

  test('starts where there is an identity, and not where there is none', async () => {
    const known = setUp();
    await known.network.startIfIdentity();
    expect(known.engine.ran).toContain('start_network');
    const unknown = setUp({ has_identity: () => false });
    await unknown.network.startIfIdentity();
    expect(unknown.engine.ran).not.toContain('start_network');
  });

  test('starts with a new identity, before its token is told', async () => {
    const { engine, network } = setUp();
    expect(await network.handlers.generate_new_identity({ name: 'Ada' })).toBe('LOOM-Ada');
    expect(engine.ran).toEqual(['generate_new_identity', 'start_network']);
  });

  test('that can’t start takes nothing else with it', async () => {
    const { engine, network } = setUp({
      start_network: () => Promise.reject(new LoomError('port-taken', { port: 5 })),
    });
    await network.startIfIdentity();
    expect(await network.handlers.generate_new_identity({})).toBe('LOOM-');
    expect(engine.ran.filter((command) => command === 'start_network')).toHaveLength(2);
    await expect(network.handlers.start_network({})).rejects.toMatchObject({ code: 'port-taken' });
  });

  test('hides no bug', async () => {
    const { network } = setUp({
      start_network: () => Promise.reject(new TypeError('a bug')),
    });
    await expect(network.startIfIdentity()).rejects.toThrow('a bug');
  });
});
