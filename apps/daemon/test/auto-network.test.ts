import { LoomError, type Handlers, type Status } from '@loom/contract';
import { describe, expect, test } from 'vitest';
import { withAutoNetwork } from '../src/auto-network.ts';
import { fakeEngine } from './fake-engine.ts';

const status: Status = {
  version: '0',
  profile: 'default',
  has_identity: true,
  network: { running: false, discovery: 'off', interfaces: [] },
  key_custody: 'memory',
  contacts: 0,
  waiting: 0,
};

describe('The network by itself', () => {
  const setUp = (overrides: Partial<Handlers> = {}) => {
    const engine = fakeEngine({ get_status: () => status, ...overrides });
    const log: string[] = [];
    return { engine, log, network: withAutoNetwork(engine.handlers, (_, message) => log.push(message)) };
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
    expect(engine.ran.slice(0, 2)).toEqual(['generate_new_identity', 'start_network']);
  });

  test('that can’t start is told in the log and the status, until it runs', async () => {
    let taken = true;
    const { log, network } = setUp({
      start_network: () => {
        if (taken) throw new LoomError('port-taken', { port: 5 });
        return null;
      },
    });
    const { message } = new LoomError('port-taken', { port: 5 });
    expect(await network.handlers.generate_new_identity({})).toBe('LOOM-');
    expect(log).toEqual([`The network could not be started: ${message}`]);
    expect(await network.handlers.get_status({})).toMatchObject({
      network: { running: false, reason: message },
    });
    await expect(network.handlers.start_network({})).rejects.toThrow(message);

    taken = false;
    await network.handlers.start_network({});
    expect(await network.handlers.get_status({})).toEqual(status);
  });
});
