// What every Discovery does, as tests that run unchanged against the memory adapter and the real one. Knows nothing of
// either; a world makes discoveries that share an air and says how time passes in it.

import { afterEach, describe, expect, test } from 'vitest';
import type { Discovery, DiscoveryListener, Sighting } from '../ports/network.ts';

export interface DiscoveryWorld {
  /** One more engine on a machine of this air. */
  discovery(service: 'contacts' | 'pairing'): Discovery;
  /** Lets time pass until the condition holds. @throws after a while. */
  until(condition: () => boolean): Promise<void>;
  /** Lets time pass until the promise has settled. */
  finish(promise: Promise<void>): Promise<void>;
  /** Lets enough time pass for an announcement to reach everybody. */
  pause(): Promise<void>;
}

/** Keeps what is in sight. Others may be on the air too, so questions name the port they are about. */
class Watcher implements DiscoveryListener {
  readonly discovery: Discovery;
  readonly sightings = new Map<string, Sighting>();
  readonly seen: Sighting[] = [];
  readonly gone: string[] = [];

  constructor(discovery: Discovery) {
    this.discovery = discovery;
  }

  onSeen(sighting: Sighting): void {
    this.seen.push(sighting);
    this.sightings.set(sighting.instance, sighting);
  }

  onGone(instance: string): void {
    this.gone.push(instance);
    this.sightings.delete(instance);
  }

  onInterfacesChanged(): void {}

  find(port: number): Sighting | undefined {
    return [...this.sightings.values()].find((sighting) => sighting.port === port);
  }
}

function txt(...strings: string[]): Uint8Array[] {
  return strings.map((string) => new TextEncoder().encode(string));
}

export function describeDiscovery(name: string, open: () => Promise<DiscoveryWorld>): void {
  describe(`Discovery: ${name}`, () => {
    const cleanUp: (() => unknown)[] = [];
    afterEach(async () => {
      for (const step of cleanUp.splice(0).toReversed()) await step();
    });

    async function openWorld() {
      const world = await open();
      async function watch(service: 'contacts' | 'pairing' = 'contacts') {
        const watcher = new Watcher(world.discovery(service));
        await world.finish(watcher.discovery.start(watcher));
        cleanUp.push(() => world.finish(watcher.discovery.stop()));
        return watcher;
      }
      return { world, watch };
    }

    test('shows an announcement to those who listen already, whole', async () => {
      const { world, watch } = await openWorld();
      const [a, b] = [await watch(), await watch()];
      const strings = [...txt('v=1', 'e=42'), Uint8Array.from({ length: 255 }, (_, i) => i)];
      a.discovery.announce({ epoch: 1, port: 40_001, txt: strings });
      await world.until(() => b.find(40_001) !== undefined);
      const sighting = b.find(40_001);
      expect(sighting?.txt.map((string) => [...string])).toEqual(strings.map((string) => [...string]));
      expect(sighting?.hosts.length).toBeGreaterThan(0);
      expect(sighting?.instance).not.toBe('');
    });

    test('shows an announcement to those who come later', async () => {
      const { world, watch } = await openWorld();
      const a = await watch();
      a.discovery.announce({ epoch: 1, port: 40_002, txt: txt('v=1') });
      await world.pause();
      const b = await watch();
      await world.until(() => b.find(40_002) !== undefined);
      expect(b.find(40_002)?.port).toBe(40_002);
    });

    test('lets two that announce see each other, and nobody see themselves', async () => {
      const { world, watch } = await openWorld();
      const [a, b] = [await watch(), await watch()];
      a.discovery.announce({ epoch: 1, port: 40_003, txt: txt('v=1') });
      b.discovery.announce({ epoch: 1, port: 40_004, txt: txt('v=1') });
      await world.until(() => a.find(40_004) !== undefined && b.find(40_003) !== undefined);
      await world.pause();
      expect(a.find(40_003)).toBeUndefined();
      expect(b.find(40_004)).toBeUndefined();
    });

    test('tells of a change within the epoch under the same instance', async () => {
      const { world, watch } = await openWorld();
      const [a, b] = [await watch(), await watch()];
      a.discovery.announce({ epoch: 1, port: 40_005, txt: txt('v=1') });
      await world.until(() => b.find(40_005) !== undefined);
      const before = b.find(40_005)?.instance ?? '';
      await world.pause();
      a.discovery.announce({ epoch: 1, port: 40_005, txt: txt('v=1', 'a=more') });
      await world.until(() => b.sightings.get(before)?.txt.length === 2);
      expect(b.gone).not.toContain(before);
    });

    test('does not tell again what has not changed', async () => {
      const { world, watch } = await openWorld();
      const [a, b] = [await watch(), await watch()];
      const announcement = { epoch: 1, port: 40_006, txt: txt('v=1') };
      a.discovery.announce(announcement);
      await world.until(() => b.find(40_006) !== undefined);
      await world.pause();
      const count = b.seen.filter((sighting) => sighting.port === 40_006).length;
      a.discovery.announce({ ...announcement });
      b.discovery.refresh();
      await world.pause();
      expect(b.seen.filter((sighting) => sighting.port === 40_006)).toHaveLength(count);
    });

    test('takes a new name with a new epoch, and gives the old one up', async () => {
      const { world, watch } = await openWorld();
      const [a, b] = [await watch(), await watch()];
      a.discovery.announce({ epoch: 1, port: 40_007, txt: txt('e=1') });
      await world.until(() => b.find(40_007) !== undefined);
      const before = b.find(40_007)?.instance ?? '';
      a.discovery.announce({ epoch: 2, port: 40_008, txt: txt('e=2') });
      await world.until(() => b.find(40_008) !== undefined && b.gone.includes(before));
      expect(b.find(40_008)?.instance).not.toBe(before);
      expect(b.find(40_007)).toBeUndefined();
    });

    test('says goodbye when it stops', async () => {
      const { world, watch } = await openWorld();
      const [a, b] = [await watch(), await watch()];
      a.discovery.announce({ epoch: 1, port: 40_009, txt: txt('v=1') });
      await world.until(() => b.find(40_009) !== undefined);
      const instance = b.find(40_009)?.instance ?? '';
      await world.finish(a.discovery.stop());
      await world.until(() => b.gone.includes(instance));
      expect(b.find(40_009)).toBeUndefined();
    });

    test('is silent after it has stopped', async () => {
      const { world, watch } = await openWorld();
      const [a, b] = [await watch(), await watch()];
      await world.finish(b.discovery.stop());
      const count = b.seen.length;
      a.discovery.announce({ epoch: 1, port: 40_010, txt: txt('v=1') });
      await world.pause();
      expect(b.seen).toHaveLength(count);
    });

    test('announces what it was told before it started', async () => {
      const { world, watch } = await openWorld();
      const b = await watch();
      const a = new Watcher(world.discovery('contacts'));
      a.discovery.announce({ epoch: 1, port: 40_011, txt: txt('v=1') });
      await world.finish(a.discovery.start(a));
      cleanUp.push(() => world.finish(a.discovery.stop()));
      await world.until(() => b.find(40_011) !== undefined);
      expect(b.find(40_011)?.port).toBe(40_011);
    });

    test('tells the name that an announcement goes by, which lasts as long as the epoch', async () => {
      const { world, watch } = await openWorld();
      const [a, b] = [await watch(), await watch()];
      const named = a.discovery.announce({ epoch: 1, port: 40_012, txt: txt('v=1') });
      expect(named).toMatch(/^l[0-9a-f]{16}$/);
      expect(a.discovery.announce({ epoch: 1, port: 40_012, txt: txt('v=1', 'a=more') })).toBe(named);
      await world.until(() => b.find(40_012) !== undefined);
      expect(b.find(40_012)?.instance).toBe(named);
      expect(a.discovery.announce({ epoch: 2, port: 40_012, txt: txt('v=1') })).not.toBe(named);
    });

    test('hears nothing of another service, and is not heard in it', async () => {
      const { world, watch } = await openWorld();
      const [a, b] = [await watch(), await watch('pairing')];
      a.discovery.announce({ epoch: 1, port: 40_013, txt: txt('v=1') });
      b.discovery.announce({ epoch: 1, port: 40_014, txt: txt('v=1') });
      const c = await watch('pairing');
      await world.until(() => c.find(40_014) !== undefined);
      await world.pause();
      expect(a.find(40_014)).toBeUndefined();
      expect(b.find(40_013)).toBeUndefined();
    });

    test('names the interfaces that it uses', async () => {
      const { watch } = await openWorld();
      const a = await watch();
      expect(a.discovery.interfaces().length).toBeGreaterThan(0);
      for (const { name: card, address } of a.discovery.interfaces()) {
        expect(card).not.toBe('');
        expect(address).not.toBe('');
      }
    });
  });
}
